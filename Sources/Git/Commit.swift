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

/// What a commit consists of besides its message, as libgit2 takes it; all borrowed.
@unsafe struct CommitParts {
  let tree: OpaquePointer
  let parents: UnsafeMutableBufferPointer<OpaquePointer?>
  let author: UnsafePointer<git_signature>
  let committer: UnsafePointer<git_signature>
}

extension Repository {
  /// Looks up what a commit consists of and lends it.
  ///
  /// - Parameters:
  ///   - tree: The root folder.
  ///   - parents: The commits it follows, first parent first.
  ///   - author: Who wrote the change.
  ///   - committer: Who makes the commit.
  ///   - body: What to do with them.
  /// - Throws: `GitError` for an empty name or e-mail address, for an absent tree or parent, and what
  ///   `body` throws.
  func withCommitParts(
    _ tree: ObjectID, _ parents: [ObjectID], _ author: Signature, _ committer: Signature,
    _ body: (CommitParts) throws(GitError) -> Void
  ) throws(GitError) {
    let root = try self.tree(tree)
    var pointers: [OpaquePointer?] = unsafe []
    defer { for index in unsafe pointers.indices { unsafe git_commit_free(pointers[index]) } }
    for parent in parents {
      var raw = parent.raw
      unsafe pointers.append(
        try make("git_commit_lookup") { unsafe git_commit_lookup($0, pointer, &raw) })
    }
    try unsafe author.withRaw { (author) throws(GitError) in
      try unsafe committer.withRaw { (committer) throws(GitError) in
        try unsafe pointers.withUnsafeMutableBufferPointer { (list) throws(GitError) in
          try unsafe body(
            CommitParts(tree: root.pointer, parents: list, author: author, committer: committer))
        }
      }
    }
  }
}

extension Repository {
  /// Reads a commit: `git_commit_lookup`.
  ///
  /// - Parameter id: Its name.
  /// - Returns: The commit, which retains the repository.
  /// - Throws: `GitError` of kind `notFound` when it is absent or no commit.
  public func commit(_ id: ObjectID) throws(GitError) -> Commit {
    var raw = id.raw
    let found = try unsafe make("git_commit_lookup") { unsafe git_commit_lookup($0, pointer, &raw) }
    return unsafe Commit(takingOwnershipOf: found, in: self)
  }

  /// Whether the database has a commit of this name, without reading it: `git_odb_read_header`.
  ///
  /// - Parameter id: The name.
  /// - Returns: False also where another kind of object has the name.
  /// - Throws: `GitError` where the database cannot be read.
  public func containsCommit(_ id: ObjectID) throws(GitError) -> Bool {
    do {
      return try header(of: id).type == GIT_OBJECT_COMMIT
    } catch {
      guard error.kind == .notFound else { throw error }
      return false
    }
  }

  /// Makes a commit that no reference leads to: `git_commit_create`.
  ///
  /// - Parameters:
  ///   - tree: The root folder.
  ///   - parents: The commits it follows, first parent first.
  ///   - author: Who wrote the change.
  ///   - committer: Who makes the commit.
  ///   - message: The message, stored as it is.
  /// - Returns: The commit's name.
  /// - Throws: `GitError` for an empty name or e-mail address, and for an absent tree or parent.
  @discardableResult
  public func createCommit(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String
  ) throws(GitError) -> ObjectID {
    var id = git_oid()
    try unsafe withCommitParts(tree, parents, author, committer) { (parts) throws(GitError) in
      _ = try check("git_commit_create") {
        unsafe cgit2_commit_create(
          &id, pointer, parts.author, parts.committer, message, parts.tree, parts.parents.count,
          parts.parents.baseAddress)
      }
    }
    if unsafe memory != nil { heldCommits.append(ObjectID(id)) }
    return ObjectID(id)
  }

  /// The bytes of a commit, which a signature is made over: `git_commit_create_buffer`.
  ///
  /// - Parameters:
  ///   - tree: The root folder.
  ///   - parents: The commits it follows, first parent first.
  ///   - author: Who wrote the change.
  ///   - committer: Who makes the commit.
  ///   - message: The message, stored as it is.
  /// - Returns: The header, an empty line and the message; nothing is stored.
  /// - Throws: `GitError` for an empty name or e-mail address, and for an absent tree or parent.
  public func commitContent(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String
  ) throws(GitError) -> String {
    var buffer = unsafe git_buf()
    defer { unsafe git_buf_dispose(&buffer) }
    try unsafe withCommitParts(tree, parents, author, committer) { (parts) throws(GitError) in
      _ = try check("git_commit_create_buffer") {
        unsafe cgit2_commit_create_buffer(
          &buffer, pointer, parts.author, parts.committer, message, parts.tree, parts.parents.count,
          parts.parents.baseAddress)
      }
    }
    return unsafe buffer.ptr.map { unsafe String(cString: $0) } ?? ""
  }

  /// Makes a signed commit that no reference leads to: `git_commit_create_with_signature`.
  ///
  /// - Parameters:
  ///   - content: What `commitContent` returned.
  ///   - signature: The armored signature of `content`, of ssh or OpenPGP; it goes into the header
  ///     `gpgsig`, where Git looks for both.
  /// - Returns: The commit's name.
  /// - Throws: `GitError` for content that is no commit, and for an absent tree or parent.
  @discardableResult
  public func createCommit(
    content: String, signature: String
  ) throws(GitError) -> ObjectID {
    var id = git_oid()
    // A header ends with its last line; a newline more would become a line of the signature.
    let armor = String(signature.trimmingNewlines())
    try check("git_commit_create_with_signature") {
      unsafe git_commit_create_with_signature(&id, pointer, content, armor, nil)
    }
    if unsafe memory != nil { heldCommits.append(ObjectID(id)) }
    return ObjectID(id)
  }
}

extension String {
  fileprivate func trimmingNewlines() -> Substring {
    var result = self[...]
    while result.last?.isNewline == true { result.removeLast() }
    return result
  }
}
