internal import Git

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
    var kept: Set<String> = []
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
      return new.name != old.name || other.new.name != other.old.name
    }
  }

  /// Notes who wants `name`, and reports a clash with who has it.
  ///
  /// Names that differ in case alone clash too, since macOS and Windows keep one of them; a
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
