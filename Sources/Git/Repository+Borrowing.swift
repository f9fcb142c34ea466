import CGit2

extension Repository {
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
