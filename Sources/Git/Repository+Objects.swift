import CGit2

extension Repository {
  /// Reads a tree: `git_tree_lookup`.
  ///
  /// - Parameter id: Its name.
  /// - Returns: The tree, which retains the repository.
  /// - Throws: `GitError` of kind `notFound` when it is absent or no tree, or a tree in it is, and of
  ///   kind `limit` when it holds more than `TreeLimits` allow.
  public func tree(_ id: ObjectID) throws(GitError) -> Tree {
    try checkExtent(of: id)
    var raw = id.raw
    let found = try unsafe make("git_tree_lookup") { unsafe git_tree_lookup($0, pointer, &raw) }
    return unsafe Tree(takingOwnershipOf: found, in: self)
  }

  /// Reads a blob: `git_blob_lookup`.
  ///
  /// - Parameter id: Its name.
  /// - Returns: The blob, which retains the repository.
  /// - Throws: `GitError` of kind `notFound` when it is absent or no blob, and of kind `limit` when it is
  ///   larger than `Blob.largest`.
  public func blob(_ id: ObjectID) throws(GitError) -> Blob {
    if let blob = try readableBlob(id) { return blob }
    throw GitError(
      beyondLimit: "git_blob_lookup", "it is larger than \(Blob.largest >> 20) MiB")
  }

  /// The same for what may be passed over: nil for a blob that is larger than `Blob.largest`, of which
  /// nothing but its header is read.
  ///
  /// - Parameter id: Its name.
  /// - Returns: The blob, or nil.
  /// - Throws: `GitError` of kind `notFound` when it is absent or no blob.
  public func readableBlob(_ id: ObjectID) throws(GitError) -> Blob? {
    guard try size(of: id) <= Blob.largest else { return nil }
    var raw = id.raw
    let found = try unsafe make("git_blob_lookup") { unsafe git_blob_lookup($0, pointer, &raw) }
    return unsafe Blob(takingOwnershipOf: found, in: self)
  }

  /// A copy of what `readableBlob` reads.
  ///
  /// - Parameter id: The blob's name.
  /// - Returns: The bytes; nil for a blob that is larger than `Blob.largest`.
  /// - Throws: `GitError` of kind `notFound` when it is absent or no blob.
  public func readableBytes(_ id: ObjectID) throws(GitError) -> [UInt8]? {
    guard let blob = try readableBlob(id) else { return nil }
    return blob.bytes
  }

  /// The number of bytes of an object, from its header: `git_odb_read_header`.
  ///
  /// - Parameter id: Its name.
  /// - Returns: The bytes it has once inflated.
  /// - Throws: `GitError` of kind `notFound` when it is absent.
  public func size(of id: ObjectID) throws(GitError) -> Int {
    try header(of: id).size
  }

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

  /// Whether the repository or its memory has an object: `git_odb_exists`.
  ///
  /// - Parameter id: Its name.
  /// - Returns: Whether it is there.
  /// - Throws: `GitError` where the object database cannot be opened.
  public func contains(_ id: ObjectID) throws(GitError) -> Bool {
    var raw = id.raw
    let database = try unsafe make("git_repository_odb") { unsafe git_repository_odb($0, pointer) }
    defer { unsafe git_odb_free(database) }
    return unsafe git_odb_exists(database, &raw) == 1
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

  /// What an object's header says: `git_odb_read_header`.
  private func header(of id: ObjectID) throws(GitError) -> (size: Int, type: git_object_t) {
    var raw = id.raw
    let database = try unsafe make("git_repository_odb") { unsafe git_repository_odb($0, pointer) }
    defer { unsafe git_odb_free(database) }
    var size = 0
    var type = GIT_OBJECT_INVALID
    try check("git_odb_read_header") {
      unsafe git_odb_read_header(&size, &type, database, &raw)
    }
    return (size, type)
  }

  /// Stores bytes as a blob: `git_blob_create_from_buffer`.
  ///
  /// - Parameter bytes: The content of the file; no filter changes it.
  /// - Returns: The blob's name.
  /// - Throws: `GitError` where it cannot be stored.
  @discardableResult
  public func writeBlob(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
    try unsafe bytes.withUnsafeBytes { bytes in
      Result { () throws(GitError) in try unsafe writeBlob(bytes) }
    }.get()
  }

  /// Stores borrowed bytes as a blob: `git_blob_create_from_buffer`.
  ///
  /// - Parameter bytes: The content of the file; no filter changes it.
  /// - Returns: The blob's name.
  /// - Throws: `GitError` where it cannot be stored.
  @discardableResult
  public func writeBlob(_ bytes: UnsafeRawBufferPointer) throws(GitError) -> ObjectID {
    if let memory = unsafe memory { return try unsafe holdBlob(bytes, in: memory) }
    var id = git_oid()
    try check("git_blob_create_from_buffer") {
      unsafe git_blob_create_from_buffer(&id, pointer, bytes.baseAddress, bytes.count)
    }
    return ObjectID(id)
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
}
