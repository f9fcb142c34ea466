internal import Git

/// What a script that replaced stand-ins in place of this bot left in a repository.
struct ScriptRemains {
  /// The file that says that the script ran.
  static let marker = ".replacements-applied"
  /// Holds the files as they were before, each under its path and with `.orig` behind it.
  static let folder = ".backups"
  private static let suffix = ".orig"

  /// The originals by the path of the file that they became.
  let originals: [String: TreeEntry]
  /// Everything that was left behind, sorted.
  let paths: [String]

  /// Looks for remains in the tree `root`.
  ///
  /// - Throws: BotError when an object cannot be read.
  init(in root: ObjectID, _ repository: Repository) throws(BotError) {
    let (marker, backups) = try git("looking for what a script left") { () throws(GitError) in
      let folder = try repository.entry(at: ScriptRemains.folder, in: root)
      return (
        try repository.entry(at: ScriptRemains.marker, in: root),
        folder?.mode == .tree
          ? try repository.changedEntries(from: nil, to: folder?.id).filter {
            $0.path.hasSuffix(ScriptRemains.suffix) && $0.path.count > ScriptRemains.suffix.count
          } : []
      )
    }
    originals = Dictionary(
      backups.compactMap { backup in
        guard let entry = backup.new, entry.mode.isFile else {
          return nil
        }
        return (String(backup.path.dropLast(ScriptRemains.suffix.count)), entry)
      }, uniquingKeysWith: { first, _ in first })
    paths =
      backups.map { joined(ScriptRemains.folder, $0.path) }.sorted()
      + (marker == nil ? [] : [ScriptRemains.marker])
  }

  /// Whether there are any.
  var isEmpty: Bool { paths.isEmpty }

  /// `root`, the tree they lie in, without them.
  ///
  /// - Throws: BotError when an object cannot be read.
  func removed(from root: ObjectID, _ repository: Repository) throws(BotError) -> ObjectID {
    if isEmpty { return root }
    return try git("removing what a script left") { () throws(GitError) in
      try repository.writeTree(root, settingPaths: paths.map { (path: $0, entry: nil) })
    }
  }

  /// `root` with the originals of the files that are still there; their modes stay.
  ///
  /// - Throws: BotError when an object cannot be read.
  func restored(in root: ObjectID, _ repository: Repository) throws(BotError) -> ObjectID {
    if originals.isEmpty { return root }
    return try git("restoring what a script changed") { () throws(GitError) in
      var changes: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = []
      for (path, original) in originals.sorted(by: { $0.key < $1.key }) {
        guard let present = try repository.entry(at: path, in: root), present.mode != .tree else {
          continue
        }
        changes.append((path: path, entry: (id: original.id, mode: present.mode)))
      }
      return try repository.writeTree(root, settingPaths: changes)
    }
  }
}
