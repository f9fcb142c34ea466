internal import Git

/// A file, link or submodule that differs between two trees.
struct ChangedEntry {
  let path: String
  /// Nil when it is new.
  let old: TreeEntry?
  /// Nil when it is gone.
  let new: TreeEntry?
}

extension Repository {
  /// What differs between two trees, in the order of the paths; equal folders are not entered.
  ///
  /// `old` and `new` are root trees, nil for nothing. Renames are a removal and an addition.
  ///
  /// - Throws: GitError where a tree is absent.
  func changedEntries(
    from old: ObjectID?, to new: ObjectID?, below path: String = ""
  ) throws(GitError) -> [ChangedEntry] {
    if old == new { return [] }
    let before = try entriesByName(of: old)
    let after = try entriesByName(of: new)
    var changes: [ChangedEntry] = []
    for name in Set(before.keys).union(after.keys).sorted() {
      let (was, now) = (before[name], after[name])
      if was == now { continue }
      let place = joined(path, name)
      let files = (
        was.flatMap { $0.mode == .tree ? nil : $0 }, now.flatMap { $0.mode == .tree ? nil : $0 }
      )
      if files.0 != nil || files.1 != nil {
        changes.append(ChangedEntry(path: place, old: files.0, new: files.1))
      }
      let folders = (
        was.flatMap { $0.mode == .tree ? $0.id : nil },
        now.flatMap { $0.mode == .tree ? $0.id : nil }
      )
      changes += try changedEntries(from: folders.0, to: folders.1, below: place)
    }
    return changes
  }

  private func entriesByName(of id: ObjectID?) throws(GitError) -> [String: TreeEntry] {
    guard let id else { return [:] }
    return Dictionary(
      try tree(id).entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
