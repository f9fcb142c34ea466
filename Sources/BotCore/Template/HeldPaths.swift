internal import Git
internal import Rewriter

/// The paths of a template whose changes do not reach the repository by themselves.
struct HeldPaths {
  /// Held in every repository: workflows run with the repository's own rights, and the Actions token
  /// may not push them.
  static let standard = [".github/**"]

  private let patterns: [PathPattern]

  /// Compiles `exclude`, the patterns of `template.exclude`, together with the standard ones.
  ///
  /// - Throws: ConfigurationError for a malformed pattern; those of a file were checked where they
  ///   stand.
  init(exclude: [String]) throws(ConfigurationError) {
    var patterns: [PathPattern] = []
    for pattern in HeldPaths.standard + exclude {
      do {
        patterns.append(try PathPattern(pattern))
      } catch {
        throw ConfigurationError(
          "\"\(pattern)\" is no path pattern (\(error))", file: BotFile.configuration,
          remedy: "correct template.exclude")
      }
    }
    self.patterns = patterns
  }

  /// Whether the file at `path` is held back.
  func match(_ path: String) -> Bool {
    patterns.contains { $0.matches(path) }
  }

  /// Whether anything below the folder at `path` can be; false means: do not enter.
  func mayMatch(below path: String) -> Bool {
    patterns.contains { $0.mayMatch(below: path) }
  }
}

extension HeldPaths {
  /// A base of the merge from which nothing of a template's update leads to the held paths.
  ///
  /// There `base` gets what the new template has, rendered as the base is: then only values differ
  /// between base and theirs, and they go on reaching the held files.
  ///
  /// - Parameters:
  ///   - base: The base as it was recorded, rendered with `inputs`.
  ///   - old: T₀'s tree; nil when it has gone, and `base` itself tells its paths.
  ///   - new: T₁'s tree.
  ///   - inputs: I₀; nil for a base that was not rendered.
  ///   - repository: Has all of them.
  /// - Returns: The base to merge from, and the template's paths that changed and are held back.
  /// - Throws: BotError when an object cannot be read, or the held files cannot be rendered.
  func base(
    _ base: ObjectID, from old: ObjectID?, to new: ObjectID, renderedWith inputs: Inputs?,
    in repository: Repository
  ) throws(BotError) -> (tree: ObjectID, held: [String]) {
    let (before, after) = try git("reading the template") { () throws(GitError) in
      (
        try repository.tree(old ?? base, holdingOnly: self),
        try repository.tree(new, holdingOnly: self)
      )
    }
    if before == after { return (base, []) }
    // The generated files are the bot's own, wherever they lie.
    var fixed = inputs
    fixed?.configMaps = nil
    func rendered(_ tree: ObjectID) throws(BotError) -> ObjectID {
      guard let inputs = fixed else { return tree }
      return try BotCore.rendered(tree, inputs, in: repository).tree
    }
    let removed = old == nil ? before : try rendered(before)
    let added = try rendered(after)
    let tree = try git("holding back") { () throws(GitError) in
      let changes = try repository.changedEntries(from: removed, to: added).map { change in
        (path: change.path, entry: change.new.map { (id: $0.id, mode: $0.mode) })
      }
      return try repository.writeTree(base, settingPaths: changes)
    }
    let held = try git("reading the template") { () throws(GitError) in
      try repository.changedEntries(from: before, to: after).map(\.path)
    }
    return (tree, held)
  }
}
