internal import Git
internal import Manifests
internal import Rewriter

/// `rendered(T, I)`: the tree of a template with the inputs' replacements applied and the generated
/// ConfigMaps in it.
///
/// Nothing but the two arguments decides the result, and objects in Git's database are named by
/// their content, so writing them is no effect that a caller could see.
///
/// With `keepsSelfContained` a stand-in that lies inside its own replacement stays, for trees that were
/// rewritten before.
///
/// - Throws: BotError when rules cannot be compiled or applied, when renames clash, and when a
///   stand-in has several values in a file that belongs to all environments.
func rendered(
  _ template: ObjectID, _ inputs: Inputs, keepsSelfContained: Bool = false,
  in repository: Repository
) throws(BotError) -> Rendering {
  var rendering = Rendering(tree: template, staticTree: template)
  if let replacements = inputs.replacements, !replacements.environments.isEmpty {
    var renderer = try Renderer(
      replacements, root: template, keepsSelfContained: keepsSelfContained, in: repository)
    rendering.tree = try renderer.renderedTree(template, at: "", as: "", for: nil)
    try renderer.throwProblems()
    rendering.files = renderer.files
    rendering.skipped = renderer.skipped
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

/// One walk over a template's tree, from the root down, results put together on the way up.
struct Renderer {
  let repository: Repository
  let root: ObjectID
  let scope: Scope
  let rules: EnvironmentRules
  /// The places of the rules in the configuration's `replacements`.
  let places: [Int]
  /// Those of the rules for fields.
  let fieldPlaces: [Int]
  /// The rules for fields, by index, that found their field somewhere.
  var foundFields: Set<Int> = []
  var files: [Rendering.File] = []
  var skipped: [Rendering.Skipped] = []
  var unproven: [Rendering.Unproven] = []
  var encoded: [Rendering.Encoded] = []
  var problems: [ConfigurationError.Problem] = []

  init(
    _ replacements: Inputs.Replacements, root: ObjectID, keepsSelfContained: Bool = false,
    in repository: Repository
  ) throws(BotError) {
    self.repository = repository
    self.root = root
    scope = try configuration { () throws(ConfigurationError) in try Scope(replacements) }
    rules = try configuration { () throws(ConfigurationError) in
      try EnvironmentRules(replacements, keepsSelfContained: keepsSelfContained)
    }
    places = replacements.rules.map(\.place)
    fieldPlaces = replacements.fields.map(\.place)
  }

  /// Throws everything that was found wrong on the walk, as one error.
  func throwProblems() throws(BotError) {
    if !problems.isEmpty { throw BotError(.failure, problems) }
  }

  /// The rendered tree of one folder, which was at `path` (empty for the root) and goes to `newPath`.
  ///
  /// `environment` says whose rules hold; nil in a folder of all environments.
  mutating func renderedTree(
    _ id: ObjectID, at path: String, as newPath: String, for environment: Int?
  ) throws(BotError) -> ObjectID {
    let repository = repository
    let tree = try git("reading \(path.isEmpty ? "the root" : path)") { () throws(GitError) in
      try repository.tree(id)
    }
    var removals: [TreeChange] = []
    var settings: [TreeChange] = []
    var claims: [String: Claim] = [:]
    for entry in tree.entries {
      let old = joined(path, entry.name)
      let targets = targets(of: entry, at: old, for: environment)
      var keepsName = false
      for target in targets {
        let new = try renderedEntry(entry, at: old, in: newPath, for: target)
        claim(Claim(path: old, old: entry, new: new), in: newPath, &claims)
        keepsName = keepsName || new.name == entry.name
        if new != entry || targets.count > 1 { settings.append(.set(new)) }
      }
      if !keepsName { removals.append(.remove(name: entry.name)) }
    }
    guard !settings.isEmpty else { return id }
    return try git("writing \(newPath)") { () throws(GitError) in
      try repository.writeTree(replacing: tree, changes: removals + settings)
    }
  }

  /// The environments that the entry at `path` is rendered for; one element, perhaps nil, for most.
  ///
  /// A folder that a pattern such as `clusters/**` names by what is in it, and that keeps its name, is
  /// one folder of all environments: what is in it is rendered for each.
  private mutating func targets(
    of entry: TreeEntry, at path: String, for environment: Int?
  ) -> [Int?] {
    guard environment == nil, scope.isPerEnvironment(path) else { return [environment] }
    let all = rules.indices.map(Optional.some)
    if entry.mode == .tree, !scope.isPerEnvironmentItself(path) {
      let names = all.map { newName(of: path, entry.mode, for: $0) }
      if names.allSatisfy({ $0 == entry.name }) { return [nil] }
    }
    return all
  }

  private mutating func renderedEntry(
    _ entry: TreeEntry, at path: String, in newFolder: String, for environment: Int?
  ) throws(BotError) -> TreeEntry {
    guard entry.hasExactName else {
      skipped.append(Rendering.Skipped(path: path, reason: .nameNotUTF8))
      return entry
    }
    var new = entry
    new.name = newName(of: path, entry.mode, for: environment)
    let newPath = joined(newFolder, new.name)
    if entry.mode == .tree {
      if scope.mayContain(below: path) {
        new.id = try renderedTree(entry.id, at: path, as: newPath, for: environment)
      }
    } else if scope.contains(path) {
      let place = Place(old: path, new: newPath, environment: environment)
      switch entry.mode {
      case .symbolicLink: new.id = try renderedLink(entry.id, at: place)
      case .submodule:
        skip(place, .submodule)
        if place.old != place.new {
          problems.append(
            ConfigurationError.Problem(
              "the submodule \(place.old) would move, and .gitmodules would not", file: place.old,
              remedy: "exclude its folder, or leave out \"paths\" in the replacement"))
        }
      case .blob, .executable, .tree: new.id = try renderedBlob(entry.id, at: place)
      }
    }
    return new
  }

  /// Where a file was, and where it goes.
  struct Place {
    var old: String
    var new: String
    var environment: Int?
  }

  /// The last component of `path` after renaming.
  mutating func newName(of path: String, _ mode: FileMode, for environment: Int?) -> String {
    let name = String(path.split(separator: "/").last ?? "")
    guard mode != .submodule,
      mode == .tree ? scope.contains(folder: path) : scope.contains(path)
    else { return name }
    switch rules.renamed(name, for: environment) {
    case nil: return name
    case .success(let renamed):
      if !isSafeName(renamed) || Scope.ownFiles.contains(renamed) && !path.contains("/") {
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

  /// Who wants a name in a rendered folder.
  private struct Claim {
    /// The path in the template.
    var path: String
    var old: TreeEntry
    var new: TreeEntry

    /// Whether both cannot have the name: one of them was renamed to it, or they are two renderings
    /// of one file that differ.
    func clashes(with other: Claim) -> Bool {
      if path == other.path { return new != other.new }
      return new.name != old.name || other.new.name != other.old.name
    }
  }

  /// Notes who wants `name`, and reports a clash with who has it.
  ///
  /// Names that differ in case alone clash too, since macOS and Windows keep one of them; a
  /// template that has such a pair itself is left in peace.
  private mutating func claim(
    _ claim: Claim, in newFolder: String, _ claims: inout [String: Claim]
  ) {
    let other = claims.updateValue(claim, forKey: claim.new.name.lowercased())
    guard let other, claim.clashes(with: other) else { return }
    let place = joined(newFolder, claim.new.name)
    problems.append(
      other.path == claim.path
        ? ConfigurationError.Problem(
          "\(claim.path) would be \(place) in several environments, each with other content",
          file: claim.path,
          remedy: "give its path a stand-in that differs, or take it out of perEnvironment")
        : ConfigurationError.Problem(
          "\(other.path) and \(claim.path) would both become \(place)", file: claim.path,
          remedy: "rename one of them in the template, exclude it, or choose another value"))
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

/// `folder` and `name` with a slash between them, or `name` alone at the root.
func joined(_ folder: String, _ name: String) -> String {
  folder.isEmpty ? name : folder + "/" + name
}
