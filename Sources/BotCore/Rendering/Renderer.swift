internal import Flux
internal import Git
internal import Rewriter

/// `rendered(T, I)`: the tree of a template with the inputs' replacements applied and the generated
/// ConfigMaps in it.
///
/// Nothing but the two arguments decides the result, and objects in Git's database are named by
/// their content, so writing them is no effect that a caller could see.
///
/// With `keepsSelfContained` a stand-in that lies inside its own replacement stays, for trees that were
/// rewritten before. Files that `earlier` has of the same template's bytes are taken from there, and
/// nothing is said of them.
///
/// - Throws: BotError when rules cannot be compiled or applied, when renames clash, and when a
///   stand-in has several values in a file that belongs to all environments.
func rendered(
  _ template: ObjectID, _ inputs: Inputs, keepsSelfContained: Bool = false,
  reusing earlier: EarlierRendering? = nil, in repository: Repository,
  _ progress: Progress = Progress()
) throws(BotError) -> Rendering {
  var rendering = Rendering(tree: template, staticTree: template)
  if let replacements = inputs.replacements, !replacements.environments.isEmpty {
    var renderer = try Renderer(
      replacements, root: template, keepsSelfContained: keepsSelfContained, earlier,
      in: repository)
    rendering.tree = try renderer.renderedTree(progress)
    rendering.files = renderer.files
    rendering.skipped = renderer.skipped.sorted { $0.path < $1.path }
    rendering.unproven = renderer.unproven
    rendering.encoded = renderer.encoded
    rendering.missingFields = replacements.fields.indices
      .filter { !renderer.foundFields.contains($0) }.map { replacements.fields[$0] }
  }
  rendering.staticTree = rendering.tree
  for configMap in inputs.configMaps ?? [] {
    try rendering.write(configMap, in: repository)
  }
  return rendering
}

/// Renders a template's tree in three steps: from the root down, what goes where; then the files,
/// several at a time; then the trees, from the leaves up.
struct Renderer {
  let repository: Repository
  let root: ObjectID
  let scope: Scope
  let rendering: FileRendering
  let earlier: EarlierRendering?
  /// The rules for fields, by index, that found their field somewhere.
  var foundFields: Set<Int> = []
  var files: [Rendering.File] = []
  var skipped: [Rendering.Skipped] = []
  var unproven: [Rendering.Unproven] = []
  var encoded: [Rendering.Encoded] = []
  var problems: [ConfigurationError.Problem] = []
  /// The files to be rewritten.
  var tasks: [Task] = []
  /// The batches that are being rewritten: the first ones while it is still being found out where the
  /// others go.
  var ahead: [BlobReading<RenderedFile>] = []
  /// The folders on their way, those within one another before it.
  var folders: [RenderedFolder] = []

  /// A file, link or submodule in scope.
  struct Task {
    var id: ObjectID
    var mode: FileMode
    var place: Place
    /// What an earlier rendering has for it.
    var known: ObjectID?
  }

  var rules: EnvironmentRules { rendering.rules }

  init(
    _ replacements: Inputs.Replacements, root: ObjectID, keepsSelfContained: Bool,
    _ earlier: EarlierRendering?, in repository: Repository
  ) throws(BotError) {
    self.repository = repository
    self.root = root
    // Of a file that is not read nobody knows whether it has a field.
    self.earlier = replacements.fields.isEmpty ? earlier : nil
    scope = try configuration { () throws(ConfigurationError) in try Scope(replacements) }
    rendering = FileRendering(
      rules: try configuration { () throws(ConfigurationError) in
        try EnvironmentRules(replacements, keepsSelfContained: keepsSelfContained)
      }, places: replacements.rules.map(\.place), fieldPlaces: replacements.fields.map(\.place))
  }

  /// The rendered tree.
  ///
  /// - Throws: BotError with everything that was found wrong on the way.
  mutating func renderedTree(_ progress: Progress) throws(BotError) -> ObjectID {
    let repository = repository
    let earlierRoot = try earlier.map { earlier throws(BotError) in
      try earlier.root(in: repository)
    }
    let folder = try planned(root, at: "", as: "", scope.root, for: nil, earlierRoot)
    let trees = try renderedTrees(progress)
    if !problems.isEmpty { throw BotError(.failure, problems) }
    return trees[folder]
  }

  /// What goes where of one folder, which was at `path` (empty for the root) and goes to `newPath`.
  ///
  /// `environment` says whose rules hold; nil in a folder of all environments.
  ///
  /// - Returns: Its number.
  private mutating func planned(
    _ id: ObjectID, at path: String, as newPath: String, _ position: Scope.Position,
    for environment: Int?, _ earlier: EarlierRendering.Folder?
  ) throws(BotError) -> Int {
    let repository = repository
    let entries = try git("reading \(path.isEmpty ? "the root" : path)") { () throws(GitError) in
      try repository.known.folder(id).entries
    }
    var folder = RenderedFolder(id: id, oldPath: path, path: newPath)
    folder.entries.reserveCapacity(entries.count)
    for (place, entry) in entries.enumerated() {
      let old = joined(path, entry.name)
      let inner = scope.position(of: entry.name, in: position)
      let targets = targets(of: entry, at: old, inner, for: environment)
      for target in targets {
        var planned = try self.planned(
          entry, place, at: old, inner, in: newPath, for: target, earlier)
        planned.isOneOfSeveral = targets.count > 1
        folder.entries.append(planned)
      }
    }
    folder.end = tasks.count
    folders.append(folder)
    return folders.count - 1
  }

  /// The environments that the entry at `path` is rendered for; one element, perhaps nil, for most.
  ///
  /// A folder that a pattern such as `clusters/**` names by what is in it, and that keeps its name, is
  /// one folder of all environments: what is in it is rendered for each.
  private mutating func targets(
    of entry: TreeEntry, at path: String, _ position: Scope.Position, for environment: Int?
  ) -> [Int?] {
    guard environment == nil, scope.isPerEnvironment(position) else { return [environment] }
    let all = rules.indices.map(Optional.some)
    if entry.mode == .tree, !scope.isPerEnvironmentItself(position) {
      let names = all.map { newName(of: path, entry.mode, for: $0) }
      if names.allSatisfy({ $0 == entry.name }) { return [nil] }
    }
    return all
  }

  private mutating func planned(
    _ entry: TreeEntry, _ place: Int, at path: String, _ position: Scope.Position,
    in newFolder: String, for environment: Int?, _ earlier: EarlierRendering.Folder?
  ) throws(BotError) -> RenderedFolder.Entry {
    var planned = RenderedFolder.Entry(place: place, content: .kept)
    guard entry.hasExactName else {
      skipped.append(Rendering.Skipped(path: path, reason: .nameNotUTF8))
      return planned
    }
    let isInScope =
      entry.mode == .tree ? scope.contains(folder: position) : scope.contains(position)
    var name = entry.name
    if isInScope, entry.mode != .submodule {
      name = newName(entry.name, of: path, for: environment)
      if name != entry.name { planned.newName = name }
    }
    var newPath = joined(newFolder, name)
    // One text for both: there are many.
    if newPath == path { newPath = path }
    if entry.mode == .tree {
      guard scope.mayContain(below: position) else { return planned }
      if let known = try knownTree(entry, as: name, at: newPath, earlier) {
        planned.content = .known(known)
        return planned
      }
      let repository = repository
      let inner = try earlier.flatMap { earlier throws(BotError) in
        try earlier.folder(entry.name, as: name, in: repository)
      }
      planned.content = .folder(
        try self.planned(entry.id, at: path, as: newPath, position, for: environment, inner))
    } else if isInScope {
      let known =
        entry.mode.isFile && self.earlier?.generated.contains(newPath) == false
        ? earlier?.file(entry, as: name) : nil
      planned.content = .file(tasks.count)
      tasks.append(
        Task(
          id: entry.id, mode: entry.mode,
          place: Place(old: path, new: newPath, environment: environment), known: known))
      if tasks.count.isMultiple(of: Renderer.batch) { goAhead() }
    }
    return planned
  }

  /// What an earlier rendering has for a whole folder; nil where it is not to be had so easily: where
  /// links lead depends on the rest of the tree.
  private func knownTree(
    _ entry: TreeEntry, as name: String, at newPath: String, _ earlier: EarlierRendering.Folder?
  ) throws(BotError) -> ObjectID? {
    guard self.earlier?.generates(below: newPath) == false,
      let known = earlier?.tree(entry, as: name)
    else { return nil }
    let isPlain = try git("reading \(newPath)") { () throws(GitError) in
      try repository.known.isPlain(entry.id)
    }
    return isPlain ? known : nil
  }

  /// The last component of `path` after renaming.
  mutating func newName(of path: String, _ mode: FileMode, for environment: Int?) -> String {
    let name = RepositoryPath.name(of: path)
    guard mode != .submodule,
      mode == .tree ? scope.contains(folder: path) : scope.contains(path)
    else { return name }
    return newName(name, of: path, for: environment)
  }

  /// The same for the name of a path that is in scope.
  private mutating func newName(
    _ name: String, of path: String, for environment: Int?
  ) -> String {
    switch rules.renamed(name, for: environment) {
    case nil: return name
    case .success(let renamed):
      if !isSafeName(renamed) || BotFile.all.contains(renamed) && !path.contains("/") {
        problems.append(
          ConfigurationError.Problem(
            "\(path) would be renamed to \"\(renamed)\", which no folder can hold", file: path,
            remedy: "use a value without \"/\", or leave out \"paths\" in this replacement"))
        return name
      }
      return renamed
    case .failure(let ambiguous):
      problems.append(
        ConfigurationError.Problem(
          "\(path) has another name in each of \(ambiguous.environments.joined(separator: ", "))",
          file: path, remedy: "add it to perEnvironment, or exclude it"))
      return name
    }
  }

  mutating func skip(_ place: Place, _ reason: SkipReason) {
    skipped.append(Rendering.Skipped(path: place.new, reason: reason))
    noteRename(place)
  }

  /// Lists a file whose bytes stayed but whose path did not.
  mutating func noteRename(_ place: Place) {
    if place.old != place.new {
      files.append(Rendering.File(path: place.new, renamedFrom: place.old, edits: []))
    }
  }
}
