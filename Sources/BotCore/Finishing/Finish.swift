internal import Git
internal import YAML

/// What remains to be done on the merged tree: values that were given are written down, and every
/// path that refers to the generated values is wired to them.
///
/// Finishing a finished tree changes nothing. `infrastructure` are the bytes that
/// `infrastructure.config.json` shall have, nil leaves it. `lock` says what was wired: where it is
/// missing now the owner removed it, and it is not added again.
///
/// - Throws: BotError when a manifest cannot be read or changed.
func finish(
  _ merged: ObjectID, _ inputs: Inputs, infrastructure: [UInt8]? = nil,
  wiring: BotConfiguration.Wiring, lock: Lock? = nil, in repository: Repository
) throws(BotError) -> WiredTree {
  var tree = merged
  if let infrastructure {
    tree = try repository.tree(tree, setting: BotFile.infrastructure, to: infrastructure)
  }
  return try WiredTree(tree, to: inputs, wiring, after: lock, in: repository)
}

/// The originals of changed files as files of their own, for those who ask for them.
///
/// Flux applies no file that ends in `.orig`, wherever its path leads.
enum Backups {
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
        !BotFile.all.contains(path), !path.hasPrefix(BotFile.backups + "/")
      else { continue }
      let place = "\(BotFile.backups)/\(path).orig"
      let present = try git("reading \(place)") { () throws(GitError) in
        try repository.entry(at: place, in: base)
      }
      if present == nil { originals.append((place, (old.id, .blob))) }
    }
    let found = originals
    return try git("writing \(BotFile.backups)") { () throws(GitError) in
      try repository.writeTree(tree, settingPaths: found)
    }
  }

  /// `tree` without them.
  static func removed(
    from tree: ObjectID, in repository: Repository
  ) throws(BotError) -> ObjectID {
    try git("removing \(BotFile.backups)") { () throws(GitError) in
      guard let entry = try repository.entry(at: BotFile.backups, in: tree), entry.mode == .tree
      else {
        return tree
      }
      return try repository.writeTree(tree, settingPaths: [(path: BotFile.backups, entry: nil)])
    }
  }
}
