internal import Git
internal import Rewriter
internal import YAML

extension Renderer {
  /// Writes a folder's tree once everything in it is there: the new ids of files and folders by their
  /// numbers.
  mutating func written(
    _ folder: RenderedFolder, _ files: [ObjectID], _ trees: [ObjectID]
  ) throws(BotError) -> ObjectID {
    let repository = repository
    let entries = try git("reading \(folder.oldPath)") { () throws(GitError) in
      try repository.known.folder(folder.id).entries
    }
    var settings: [TreeChange] = []
    // Where every name stays, no two want one, and none goes.
    let renames = folder.entries.contains { $0.newName != nil || $0.isOneOfSeveral }
    var claims: [String: Claim] = [:]
    var kept = ExactSet()
    for planned in folder.entries {
      let old = entries[planned.place]
      var new = old
      if let name = planned.newName { new.name = name }
      switch planned.content {
      case .kept: break
      case .known(let id): new.id = id
      case .folder(let number): new.id = trees[number]
      case .file(let number): new.id = files[number]
      }
      if renames {
        claim(Claim(place: planned.place, old: old, new: new), in: folder, &claims)
        kept.insert(new.name)
      }
      if new != old || planned.isOneOfSeveral { settings.append(.set(new)) }
    }
    guard !settings.isEmpty else { return folder.id }
    let removals = entries.filter { renames && !kept.contains($0.name) }
      .map { TreeChange.remove(name: $0.name) }
    let changes = removals + settings
    return try git("writing \(folder.path)") { () throws(GitError) in
      try repository.writeTree(replacing: try repository.tree(folder.id), changes: changes)
    }
  }

  /// Who wants a name in a rendered folder.
  private struct Claim {
    /// The place in the template's tree.
    var place: Int
    var old: TreeEntry
    var new: TreeEntry

    /// Whether both cannot have the name: one of them was renamed to it, or they are two renderings
    /// of one file that differ.
    func clashes(with other: Claim) -> Bool {
      if place == other.place { return new != other.new }
      guard new.name != old.name || other.new.name != other.old.name else { return false }
      // Two spellings of one name stay two.
      let wereAlike = old.name.lowercased() == other.old.name.lowercased()
      return !wereAlike || new.name.isSameText(as: other.new.name)
    }
  }

  /// Notes who wants `name`, and reports a clash with who has it.
  ///
  /// Names that differ in case or spelling alone clash too, since macOS and Windows keep one of them; a
  /// template that has such a pair itself is left in peace.
  private mutating func claim(
    _ claim: Claim, in folder: RenderedFolder, _ claims: inout [String: Claim]
  ) {
    let other = claims.updateValue(claim, forKey: claim.new.name.lowercased())
    guard let other, claim.clashes(with: other) else { return }
    let place = joined(folder.path, claim.new.name)
    let path = joined(folder.oldPath, claim.old.name)
    problems.append(
      other.place == claim.place
        ? ConfigurationError.Problem(
          "\(path) would be \(place) in several environments, each with other content",
          file: path,
          remedy: "give its path a stand-in that differs, or take it out of perEnvironment")
        : ConfigurationError.Problem(
          "\(joined(folder.oldPath, other.old.name)) and \(path) would both become \(place)",
          file: path,
          remedy: "rename one of them in the template, exclude it, or choose another value"))
  }
}

extension Renderer {
  /// The id of a symbolic link whose target follows the renames; `id` itself when it need not.
  mutating func renderedLink(_ id: ObjectID, at place: Place) throws(BotError) -> ObjectID {
    let repository = repository
    let blob = try git("reading \(place.old)") { () throws(GitError) in try repository.blob(id) }
    let target = String(decoding: blob.bytes, as: UTF8.self)
    guard Array(target.utf8) == blob.bytes,
      let followed = try followed(target, from: place), followed != target
    else {
      skip(place, .symbolicLink)
      return id
    }
    files.append(
      Rendering.File(
        path: place.new, renamedFrom: place.old == place.new ? nil : place.old,
        edits: [
          Rendering.PlacedEdit(line: 1, column: 1, rule: nil, old: target, new: followed)
        ]))
    return try git("writing \(place.new)") { () throws(GitError) in
      try repository.writeBlob(Array(followed.utf8))
    }
  }

  /// `target` with every renamed component renamed; nil when it points at nothing in the template.
  ///
  /// The shape of the target stays: as many `..` as before lead as far up, since a rename never
  /// changes how deep a path lies.
  private mutating func followed(_ target: String, from place: Place) throws(BotError) -> String? {
    guard !target.hasPrefix("/") else { return nil }
    var position = place.old.split(separator: "/").dropLast().map(String.init)
    var result: [String] = []
    for part in target.split(separator: "/", omittingEmptySubsequences: false).map(String.init) {
      switch part {
      case "", ".": result.append(part)
      case "..":
        guard position.popLast() != nil else { return nil }
        result.append(part)
      default:
        position.append(part)
        let path = position.joined(separator: "/")
        guard let entry = try entry(at: path) else { return nil }
        let environment =
          place.environment ?? (scope.isPerEnvironment(path) ? rules.indices.first : nil)
        result.append(newName(of: path, entry.mode, for: environment))
      }
    }
    return result.joined(separator: "/")
  }

  private func entry(at path: String) throws(BotError) -> TreeEntry? {
    let repository = repository
    let root = root
    return try git("reading \(path)") { () throws(GitError) in
      try repository.entry(at: path, in: root)
    }
  }
}

/// A folder of the template on its way into the rendered tree: new names are known, and which files
/// are to be rewritten.
struct RenderedFolder {
  /// What an entry holds in the rendered tree.
  enum Content {
    /// The same as in the template.
    case kept
    /// A tree that is there already.
    case known(ObjectID)
    /// A folder, by its number.
    case folder(Int)
    /// A file to be rewritten, by its number.
    case file(Int)
  }

  /// One entry, of which a large repository has many; of a file or folder that is rendered for several
  /// environments there are several.
  struct Entry {
    /// Its place in the template's tree.
    var place: Int
    /// Nil where it keeps its name.
    var newName: String?
    var content: Content
    var isOneOfSeveral = false
  }

  /// The template's tree.
  var id: ObjectID
  /// Its path in the template.
  var oldPath: String
  /// Its path in the rendered tree.
  var path: String
  var entries: [Entry] = []
  /// How many files stand in front of what comes behind this folder.
  var end = 0
}
