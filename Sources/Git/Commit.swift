import CGit2

/// A commit, read from the repository it retains.
@safe public struct Commit: ~Copyable {
  let pointer: OpaquePointer
  private let repository: Repository

  /// Owns `pointer` from now on and frees it with `git_commit_free`.
  init(takingOwnershipOf pointer: OpaquePointer, in repository: Repository) {
    unsafe self.pointer = unsafe pointer
    self.repository = repository
  }

  deinit { unsafe git_commit_free(pointer) }

  /// Its own name: `git_commit_id`.
  public var id: ObjectID { unsafe ObjectID(copying: git_commit_id(pointer)) }

  /// The tree of its root folder: `git_commit_tree_id`.
  public var tree: ObjectID { unsafe ObjectID(copying: git_commit_tree_id(pointer)) }

  /// The commits it follows, first parent first: `git_commit_parent_id`.
  public var parents: [ObjectID] {
    unsafe (0..<git_commit_parentcount(pointer)).map {
      unsafe ObjectID(copying: git_commit_parent_id(pointer, $0))
    }
  }

  /// The whole message without leading newlines: `git_commit_message`.
  public var message: String {
    unsafe git_commit_message(pointer).map { unsafe String(cString: $0) } ?? ""
  }

  /// The first paragraph in one line: `git_commit_summary`.
  public var summary: String {
    unsafe git_commit_summary(pointer).map { unsafe String(cString: $0) } ?? ""
  }

  /// Who wrote the change: `git_commit_author`.
  public var author: Signature { unsafe Signature(copying: git_commit_author(pointer)) }

  /// Who made the commit: `git_commit_committer`.
  public var committer: Signature { unsafe Signature(copying: git_commit_committer(pointer)) }
}
