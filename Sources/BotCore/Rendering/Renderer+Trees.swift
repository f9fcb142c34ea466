internal import Git

extension Renderer {
  /// Writes a folder's tree once all its files are, whose new ids are `files`.
  mutating func written(
    _ folder: RenderedFolder, _ files: [ObjectID]
  ) throws(BotError) -> ObjectID {
    var settings: [TreeChange] = []
    var claims: [String: Claim] = [:]
    for entry in folder.entries {
      var new = entry.new
      switch entry.content {
      case .kept: break
      case .folder(let inner): new.id = try written(inner, files)
      case .file(let number): new.id = files[number]
      }
      claim(Claim(path: entry.path, old: entry.old, new: new), in: folder.path, &claims)
      if new != entry.old || entry.isOneOfSeveral { settings.append(.set(new)) }
    }
    guard !settings.isEmpty else { return folder.id }
    let kept = Set(folder.entries.map(\.new.name))
    let removals = folder.entries.filter { !kept.contains($0.old.name) }
      .map { TreeChange.remove(name: $0.old.name) }
    let (repository, changes) = (repository, removals + settings)
    return try git("writing \(folder.path)") { () throws(GitError) in
      try repository.writeTree(replacing: try repository.tree(folder.id), changes: changes)
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
}
