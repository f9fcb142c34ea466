import CGit2

/// Changes of paths, sorted into folders.
final class FolderChange {
  /// A name as its bytes: to `String` two spellings of one text are equal.
  struct Name: Hashable {
    private let bytes: [UInt8]

    init(_ text: Substring.UTF8View) { bytes = Array(text) }

    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// What is to be at a name, nil for nothing.
  private(set) var entries: [Name: (id: ObjectID, mode: FileMode)?] = [:]
  /// Changes inside.
  private(set) var folders: [Name: FolderChange] = [:]

  /// Whether something is to be there, rather than to go.
  var setsSomething: Bool {
    entries.values.contains { $0 != nil } || folders.values.contains { $0.setsSomething }
  }

  /// Sorts one change in; of several for one path the last holds.
  func add(_ entry: (id: ObjectID, mode: FileMode)?, at path: String) throws(GitError) {
    var names = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map(Name.init)
    for name in names { try TreeName.validate(name.text) }
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
  func setsEntry(_ name: Name) -> Bool {
    if case .some(.some) = entries[name] { true } else { false }
  }

  private func inner(_ name: Name) -> FolderChange {
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

extension Repository {
  /// Looks a path up: `git_tree_entry_bypath`.
  ///
  /// - Parameters:
  ///   - path: Names with slashes between them, from the root folder.
  ///   - tree: The root folder.
  /// - Returns: The entry, or nil when the path is absent.
  /// - Throws: `GitError` where a tree is absent.
  public func entry(at path: String, in tree: ObjectID) throws(GitError) -> TreeEntry? {
    let root = try self.tree(tree)
    let found = try unsafe find("git_tree_entry_bypath") {
      unsafe git_tree_entry_bypath($0, root.pointer, path)
    }
    guard let found = unsafe found else { return nil }
    defer { unsafe git_tree_entry_free(found) }
    return unsafe TreeEntry(copying: found)
  }

  /// Stores a root folder with other files at some paths.
  ///
  /// Folders are made as needed, and a folder that becomes empty goes. A removal of what is absent
  /// does nothing.
  ///
  /// - Parameters:
  ///   - root: The root folder to start from.
  ///   - changes: A path and what is to be there, nil for nothing.
  /// - Returns: The new root folder's name.
  /// - Throws: `GitError` for a name that a folder must not hold, and of kind `exists` for a path
  ///   that leads through a file.
  public func writeTree(
    _ root: ObjectID, settingPaths changes: [(path: String, entry: (id: ObjectID, mode: FileMode)?)]
  ) throws(GitError) -> ObjectID {
    let folder = FolderChange()
    for change in changes { try folder.add(change.entry, at: change.path) }
    return try write(folder, onto: tree(root), path: "") ?? .emptyTree
  }

  /// Returns nil where nothing is left.
  private func write(
    _ folder: FolderChange, onto base: borrowing Tree?, path: String
  ) throws(GitError) -> ObjectID? {
    var changes: [TreeChange] = folder.entries.map { name, entry in
      entry.map { .set(TreeEntry(name: name.text, id: $0.id, mode: $0.mode)) }
        ?? .remove(name: name.text)
    }
    for (key, inner) in folder.folders where !folder.setsEntry(key) {
      let name = key.text
      let present = folder.entries[key] == nil ? lookUp(name, in: base) : nil
      if let present, present.mode != .tree {
        guard inner.setsSomething else { continue }
        throw FolderChange.blocked(path + name)
      }
      let id = try write(inner, onto: tree(ifPresent: present?.id), path: path + name + "/")
      changes.append(
        id.map { .set(TreeEntry(name: name, id: $0, mode: .tree)) } ?? .remove(name: name))
    }
    let id = try writeTree(replacing: base, changes: changes)
    return id == .emptyTree ? nil : id
  }

  private func tree(ifPresent id: ObjectID?) throws(GitError) -> Tree? {
    guard let id else { return nil }
    return try tree(id)
  }

  private func lookUp(_ name: String, in tree: borrowing Tree?) -> TreeEntry? {
    switch tree {
    case .some(let tree): tree[name]
    case .none: nil
    }
  }
}
