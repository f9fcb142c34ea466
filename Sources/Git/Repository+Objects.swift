import CGit2

extension Repository {
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

  /// The number of bytes of an object, from its header: `git_odb_read_header`.
  ///
  /// - Parameter id: Its name.
  /// - Returns: The bytes it has once inflated.
  /// - Throws: `GitError` of kind `notFound` when it is absent.
  public func size(of id: ObjectID) throws(GitError) -> Int {
    try header(of: id).size
  }

  /// What an object's header says: `git_odb_read_header`.
  func header(of id: ObjectID) throws(GitError) -> (size: Int, type: git_object_t) {
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

  /// Reads the objects of another repository on this machine as well, where they lie:
  /// `git_odb_add_disk_alternate`.
  ///
  /// Holds for this handle alone. What is written or pushed afterwards is complete all the same.
  ///
  /// - Parameter other: The repository; a shallow one lacks history that this one would then miss.
  /// - Throws: `GitError` where its objects cannot be opened.
  public func borrowObjects(of other: Repository) throws(GitError) {
    try borrowObjects(at: other.objectsPath)
    borrowed.append(other.objectsPath)
  }

  /// Has `writeHeldObjects` write a commit with its history, as far as only borrowed folders have it.
  ///
  /// - Parameter id: The commit.
  public func keepCommit(_ id: ObjectID) { heldCommits.append(id) }

  /// Opens another handle for another thread, which reads the same objects but for those that this
  /// one holds in memory.
  ///
  /// - Parameters:
  ///   - path: The repository's own folder.
  ///   - borrowed: The folders of objects that are read as well.
  /// - Returns: The open repository.
  /// - Throws: `GitError`, as `open`.
  public static func open(
    _ path: String, borrowing borrowed: [String]
  ) throws(GitError) -> Repository {
    let repository = try open(path, discover: false)
    for objects in borrowed { try repository.borrowObjects(at: objects) }
    return repository
  }

  /// Reads and keeps objects where another handle does, those that it holds in memory included:
  /// `git_repository_set_odb`.
  ///
  /// One thread at a time uses both handles.
  ///
  /// - Parameter other: The handle.
  /// - Throws: `GitError` where its objects cannot be opened.
  public func shareObjects(of other: Repository) throws(GitError) {
    let database = try unsafe make("git_repository_odb") {
      unsafe git_repository_odb($0, other.pointer)
    }
    defer { unsafe git_odb_free(database) }
    try check("git_repository_set_odb") { unsafe git_repository_set_odb(pointer, database) }
  }

  private func borrowObjects(at path: String) throws(GitError) {
    let database = try unsafe make("git_repository_odb") { unsafe git_repository_odb($0, pointer) }
    defer { unsafe git_odb_free(database) }
    try check("git_odb_add_disk_alternate") { unsafe git_odb_add_disk_alternate(database, path) }
  }
}
