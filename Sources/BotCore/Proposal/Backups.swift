internal import Git

/// The originals of changed files as files of their own, for those who ask for them.
///
/// Flux applies no file that ends in `.orig`, wherever its path leads.
enum Backups {
  static let folder = ".backups"

  /// `tree` with the original of each file that differs from `base`; the first one of a path stays.
  ///
  /// - Throws: BotError when an object cannot be read or written.
  static func added(
    to tree: ObjectID, from base: ObjectID, in repository: Repository
  ) throws(BotError) -> ObjectID {
    let comparison = try TreeComparison(from: base, to: tree, in: repository)
    var originals: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = []
    for (path, change) in comparison.changes {
      guard let old = change.old, [.blob, .executable].contains(old.mode),
        !Scope.ownFiles.contains(path), !path.hasPrefix(folder + "/")
      else { continue }
      let place = "\(folder)/\(path).orig"
      let present = try git("reading \(place)") { () throws(GitError) in
        try repository.entry(at: place, in: base)
      }
      if present == nil { originals.append((place, (old.id, .blob))) }
    }
    let found = originals
    return try git("writing \(folder)") { () throws(GitError) in
      try repository.writeTree(tree, settingPaths: found)
    }
  }

  /// `tree` without them.
  static func removed(
    from tree: ObjectID, in repository: Repository
  ) throws(BotError) -> ObjectID {
    try git("removing \(folder)") { () throws(GitError) in
      guard let entry = try repository.entry(at: folder, in: tree), entry.mode == .tree else {
        return tree
      }
      return try repository.writeTree(tree, settingPaths: [(path: folder, entry: nil)])
    }
  }
}
