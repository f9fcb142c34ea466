internal import Git

extension Repository {
  /// Whether the database has the object `id`.
  func holds(_ id: ObjectID) throws(BotError) -> Bool {
    try git("looking for \(id)") { () throws(GitError) in try contains(id) }
  }

  /// The same id where it is a commit's that the database has, for ids that somebody else wrote down.
  func commit(ifPresent id: ObjectID) throws(BotError) -> ObjectID? {
    try git("looking for \(id)") { () throws(GitError) in try containsCommit(id) ? id : nil }
  }

  /// The tree of a commit that is known to be there.
  func treeOfCommit(_ id: ObjectID) throws(BotError) -> ObjectID {
    try git("reading commit \(id)") { () throws(GitError) in try commit(id).tree }
  }

  /// The bytes of the file at `path`; nil when there is no file.
  func bytes(at path: String, in tree: ObjectID) throws(BotError) -> [UInt8]? {
    try git("reading \(path)") { () throws(GitError) in
      guard let entry = try entry(at: path, in: tree),
        entry.mode.isFile
      else { return nil }
      return try blob(entry.id).bytes
    }
  }

  /// `root` with the file at `path` holding `bytes`; its mode stays when it was there before.
  func tree(
    _ root: ObjectID, setting path: String, to bytes: [UInt8]
  ) throws(BotError) -> ObjectID {
    try tree(root, setting: [(path, bytes)])
  }

  /// The same for several files, each folder being written once.
  func tree(
    _ root: ObjectID, setting files: [(path: String, bytes: [UInt8])]
  ) throws(BotError) -> ObjectID {
    var changes: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = []
    for file in files {
      let new = try git("writing \(file.path)") { () throws(GitError) in
        let mode = try entry(at: file.path, in: root)?.mode
        let blob = try writeBlob(file.bytes)
        return (id: blob, mode: mode == .executable ? FileMode.executable : .blob)
      }
      changes.append((file.path, new))
    }
    guard let last = changes.last else { return root }
    let found = changes
    return try git("writing \(found.count == 1 ? last.path : "\(found.count) files")") {
      () throws(GitError) in
      try writeTree(root, settingPaths: found)
    }
  }
}
