import CGit2

/// One change of a folder.
public enum TreeChange: Hashable, Sendable {
  /// Adds the entry, or replaces the one with its name.
  case set(TreeEntry)
  /// Removes the entry; nothing happens when it is absent.
  case remove(name: String)
}

extension Repository {
  /// The tree without entries, stored so that it can be used.
  ///
  /// - Returns: `4b825dc642cb6eb9a060e54bf8d69288fbee4904`.
  public func emptyTree() throws(GitError) -> ObjectID { try writeTree(changes: []) }

  /// Stores a new tree: `git_treebuilder_write`.
  ///
  /// - Parameter changes: The entries; a removal does nothing.
  /// - Returns: The tree's name.
  /// - Throws: `GitError` for a name that a folder must not hold, and for an object that is absent.
  public func writeTree(changes: [TreeChange]) throws(GitError) -> ObjectID {
    try unsafe write(changes, onto: nil)
  }

  /// Stores a tree that differs from another one: `git_treebuilder_write`.
  ///
  /// Entries without a change keep their bytes, names that are not UTF-8 included.
  ///
  /// - Parameters:
  ///   - base: The tree to start from.
  ///   - changes: What is different; of several for one name the last holds.
  /// - Returns: The tree's name.
  /// - Throws: `GitError` for a name that a folder must not hold, and for an object that is absent.
  public func writeTree(
    replacing base: borrowing Tree, changes: [TreeChange]
  ) throws(GitError) -> ObjectID {
    try unsafe write(changes, onto: base.pointer)
  }

  /// Stores a tree that differs from another one, or from the empty tree where `base` is nil.
  ///
  /// - Parameters:
  ///   - base: The tree to start from.
  ///   - changes: What is different; of several for one name the last holds.
  /// - Returns: The tree's name.
  /// - Throws: `GitError` for a name that a folder must not hold, and for an object that is absent.
  public func writeTree(
    replacing base: borrowing Tree?, changes: [TreeChange]
  ) throws(GitError) -> ObjectID {
    switch base {
    case .some(let tree): try unsafe write(changes, onto: tree.pointer)
    case .none: try unsafe write(changes, onto: nil)
    }
  }

  private func write(
    _ changes: [TreeChange], onto base: OpaquePointer?
  ) throws(GitError) -> ObjectID {
    let builder = try unsafe make("git_treebuilder_new") {
      unsafe git_treebuilder_new($0, pointer, base)
    }
    defer { unsafe git_treebuilder_free(builder) }
    for change in changes { try unsafe apply(change, to: builder) }
    var id = git_oid()
    try check("git_treebuilder_write") { unsafe git_treebuilder_write(&id, builder) }
    return ObjectID(id)
  }

  private func apply(_ change: TreeChange, to builder: OpaquePointer) throws(GitError) {
    switch change {
    case .remove(let name):
      guard unsafe git_treebuilder_get(builder, name) != nil else { return }
      try check("git_treebuilder_remove") { unsafe git_treebuilder_remove(builder, name) }
    case .set(let entry):
      try validate(entry)
      var raw = entry.id.raw
      try check("git_treebuilder_insert") {
        unsafe git_treebuilder_insert(nil, builder, entry.name, &raw, entry.mode.raw)
      }
    }
  }

  private func validate(_ entry: TreeEntry) throws(GitError) {
    guard entry.hasExactName else {
      throw GitError(
        function: "git_treebuilder_insert", code: GIT_EINVALIDSPEC.rawValue,
        category: Int32(GIT_ERROR_TREE.rawValue),
        message: "'\(entry.name)' stands for a name that is not UTF-8, and cannot be inserted")
    }
    try TreeName.validate(entry.name)
  }
}
