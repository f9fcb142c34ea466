internal import Git
internal import Rules
internal import YAML

/// How one side of a merge differs from the base, file by file.
struct TreeComparison {
  /// A file, link or submodule that is not the same on both sides; one of the two is there.
  struct Change {
    var old: TreeEntry?
    var new: TreeEntry?
  }

  /// By path.
  private(set) var changes: ExactMap<Change> = [:]
  let repository: Repository

  /// Compares two trees, nil being an empty one; what has one id in both is not entered.
  ///
  /// Entries whose names are not UTF-8 are passed over: they cannot be written, so they stay as our
  /// side has them.
  ///
  /// - Throws: BotError when a tree cannot be read.
  init(
    from old: ObjectID?, to new: ObjectID, in repository: Repository
  ) throws(BotError) {
    self.repository = repository
    try compare(old, new, at: "")
  }

  /// The paths that only the base has.
  var removed: [String] {
    changes.filter { $0.value.new == nil }.keys.sortedByBytes()
  }

  /// The paths that only the other side has.
  var added: [String] {
    changes.filter { $0.value.old == nil }.keys.sortedByBytes()
  }

  private mutating func compare(
    _ old: ObjectID?, _ new: ObjectID?, at path: String
  ) throws(BotError) {
    if old == new { return }
    let (before, after) = (try folder(old, at: path), try folder(new, at: path))
    if let before, let after, before.hasSameNames(as: after) {
      for (was, now) in zip(before.entries, after.entries)
      where was.id != now.id || was.mode != now.mode {
        if was.hasExactName { try compare(was, now, at: joined(path, was.name)) }
      }
      return
    }
    for was in before?.entries ?? [] where was.hasExactName {
      try compare(was, after?[was.name], at: joined(path, was.name))
    }
    for now in after?.entries ?? [] where now.hasExactName && before?[now.name] == nil {
      try compare(nil, now, at: joined(path, now.name))
    }
  }

  private mutating func compare(
    _ was: TreeEntry?, _ now: TreeEntry?, at path: String
  ) throws(BotError) {
    if was == now { return }
    let folders = [was, now].map { $0?.mode == .tree ? $0?.id : nil }
    if folders[0] != nil || folders[1] != nil {
      try compare(folders[0], folders[1], at: path)
    }
    let files = Change(
      old: was?.mode == .tree ? nil : was, new: now?.mode == .tree ? nil : now)
    if files.old != nil || files.new != nil { changes[path] = files }
  }

  private func folder(
    _ tree: ObjectID?, at path: String
  ) throws(BotError) -> KnownObjects.Folder? {
    guard let tree else { return nil }
    return try git("reading \(path.isEmpty ? "the root" : path)") { () throws(GitError) in
      try repository.known.passingFolder(tree)
    }
  }
}

extension KnownObjects.Folder {
  /// Whether both have the same names in the same order, as most versions of a folder have.
  fileprivate func hasSameNames(as other: KnownObjects.Folder) -> Bool {
    entries.count == other.entries.count
      && zip(entries, other.entries).allSatisfy { old, new in
        old.hasExactName == new.hasExactName && old.name.isSameText(as: new.name)
      }
  }
}

extension TreeComparison {
  /// The files that differ, sorted by path.
  var changedFiles: [ChangedFile] {
    changes.ordered.map { path, change in
      let isInBoth = change.old != nil && change.new != nil
      var file = ChangedFile(
        old: change.old == nil ? nil : path, new: change.new == nil ? nil : path,
        changesKind: isInBoth && change.old?.mode.isFile != change.new?.mode.isFile)
      file.isOldYAML = isKnownYAML(change.old)
      file.isNewYAML = isKnownYAML(change.new)
      return file
    }
  }

  private func isKnownYAML(_ entry: TreeEntry?) -> Bool {
    guard let entry, entry.mode.isFile else { return false }
    return repository.known.isYAML(entry.id)
  }
}
