import CGit2

/// Collects the objects that only memory has.
@safe struct HeldPack {
  /// Has the objects in memory too.
  let repository: Repository
  /// The objects on disk alone; borrowed.
  let database: OpaquePointer
  /// Where they are collected; borrowed.
  let builder: OpaquePointer
  /// The trees and commits that were met; the builder knows its blobs itself.
  private var seen: Set<ObjectID> = []

  /// Borrows both pointers for its lifetime.
  init(repository: Repository, database: OpaquePointer, builder: OpaquePointer) {
    self.repository = repository
    unsafe self.database = unsafe database
    unsafe self.builder = unsafe builder
  }

  /// Adds a commit and what of its history and their trees is not on disk.
  mutating func insert(commit id: ObjectID) throws(GitError) {
    var pending = [id]
    while let next = pending.popLast() {
      guard try insert(next) else { continue }
      let commit = try repository.commit(next)
      try insert(tree: commit.tree)
      pending += commit.parents
    }
  }

  private mutating func insert(tree id: ObjectID) throws(GitError) {
    guard try insert(id) else { return }
    let tree = try repository.tree(id)
    for entry in tree.entries {
      switch entry.mode {
      case .tree: try insert(tree: entry.id)
      case .submodule: continue
      case .blob, .executable, .symbolicLink: _ = try add(entry.id, name: entry.name)
      }
    }
  }

  /// Adds a tree or a commit unless it was met.
  private mutating func insert(_ id: ObjectID) throws(GitError) -> Bool {
    guard seen.insert(id).inserted else { return false }
    return try add(id, name: nil)
  }

  /// Adds one object unless it is there: a tree on disk has everything below it there as well.
  private func add(_ id: ObjectID, name: String?) throws(GitError) -> Bool {
    var raw = id.raw
    let flags = GIT_ODB_LOOKUP_NO_REFRESH.rawValue
    guard unsafe git_odb_exists_ext(database, &raw, flags) == 0 else { return false }
    try check("git_packbuilder_insert") { unsafe git_packbuilder_insert(builder, &raw, name) }
    return true
  }
}
