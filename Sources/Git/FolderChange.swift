import CGit2

/// Changes of paths, sorted into folders.
final class FolderChange {
  /// What is to be at a name, nil for nothing.
  private(set) var entries: [String: (id: ObjectID, mode: FileMode)?] = [:]
  /// Changes inside.
  private(set) var folders: [String: FolderChange] = [:]

  /// Whether something is to be there, rather than to go.
  var setsSomething: Bool {
    entries.values.contains { $0 != nil } || folders.values.contains { $0.setsSomething }
  }

  /// Sorts one change in; of several for one path the last holds.
  func add(_ entry: (id: ObjectID, mode: FileMode)?, at path: String) throws(GitError) {
    var names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for name in names { try TreeName.validate(name) }
    guard let last = names.popLast() else { return }
    var folder = self
    for name in names {
      if entry != nil, folder.setsEntry(name) { throw Self.blocked(path) }
      folder = folder.inner(name)
    }
    if entry != nil, folder.folders[last]?.setsSomething == true { throw Self.blocked(path) }
    folder.entries[last] = .some(entry)
  }

  /// Whether a file, or a whole folder by its name, is to be at `name`.
  func setsEntry(_ name: String) -> Bool {
    if case .some(.some) = entries[name] { true } else { false }
  }

  private func inner(_ name: String) -> FolderChange {
    if let folder = folders[name] { return folder }
    let folder = FolderChange()
    folders[name] = folder
    return folder
  }

  /// A path that would have to be a file and a folder.
  static func blocked(_ path: String) -> GitError {
    GitError(
      function: "git_treebuilder_insert", code: GIT_EEXISTS.rawValue,
      category: Int32(GIT_ERROR_TREE.rawValue),
      message: "'\(path)' would have to be a file and a folder at once")
  }
}
