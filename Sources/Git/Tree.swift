import CGit2

/// A folder of a commit, read from the repository it retains.
@safe public struct Tree: ~Copyable {
  let pointer: OpaquePointer
  private let repository: Repository

  /// Owns `pointer` from now on and frees it with `git_tree_free`.
  init(takingOwnershipOf pointer: OpaquePointer, in repository: Repository) {
    unsafe self.pointer = unsafe pointer
    self.repository = repository
  }

  deinit { unsafe git_tree_free(pointer) }

  /// Its own name: `git_tree_id`.
  public var id: ObjectID { unsafe ObjectID(copying: git_tree_id(pointer)) }

  /// The entries in Git's order: `git_tree_entry_byindex`.
  public var entries: [TreeEntry] {
    let count = unsafe git_tree_entrycount(pointer)
    var entries: [TreeEntry] = []
    entries.reserveCapacity(count)
    for index in 0..<count {
      guard let entry = unsafe git_tree_entry_byindex(pointer, index) else { continue }
      entries.append(unsafe TreeEntry(copying: entry))
    }
    return entries
  }

  /// The entry with `name`, or nil: `git_tree_entry_byname`.
  public subscript(name: String) -> TreeEntry? {
    unsafe git_tree_entry_byname(pointer, name).map { unsafe TreeEntry(copying: $0) }
  }
}
