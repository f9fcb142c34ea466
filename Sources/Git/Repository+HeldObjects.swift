import CGit2

extension Repository {
  /// Keeps every object that this handle makes from now on in memory: `git_mempack_new` as the
  /// backend of highest priority.
  ///
  /// Nothing reaches the disk until `writeHeldObjects()`; what is never written is forgotten with
  /// the handle. What `fetch` brings is written all the same, as a pack.
  public func holdNewObjectsInMemory() throws(GitError) {
    guard unsafe memory == nil else { return }
    let database = try unsafe make("git_repository_odb") { unsafe git_repository_odb($0, pointer) }
    defer { unsafe git_odb_free(database) }
    var backend: UnsafeMutablePointer<git_odb_backend>?
    try check("git_mempack_new") { unsafe git_mempack_new(&backend) }
    // Loose objects have priority 1 and packs 2: `GIT_ODB_DEFAULT_*_PRIORITY`.
    try check("git_odb_add_backend") { unsafe git_odb_add_backend(database, backend, 999) }
    unsafe memory = unsafe backend
  }

  /// Writes the held commits and what they reach as one pack, and forgets everything held.
  ///
  /// `git_mempack_dump` would pack each commit's whole tree, files that the repository has already
  /// included; the pack made here leaves those out. Held objects that no held commit reaches are
  /// gone afterwards. Objects go on being held in memory.
  ///
  /// - Throws: `GitError` where the pack cannot be written; everything is then still held.
  public func writeHeldObjects() throws(GitError) {
    guard let memory = unsafe memory else { return }
    try withoutDeltaSearch { () throws(GitError) in try packHeldObjects() }
    try check("git_mempack_reset") { unsafe git_mempack_reset(memory) }
    heldCommits = []
    try refresh()
  }

  private func packHeldObjects() throws(GitError) {
    let database = try unsafe make("git_odb_open") { unsafe git_odb_open($0, objectsPath) }
    defer { unsafe git_odb_free(database) }
    let builder = try unsafe make("git_packbuilder_new") { unsafe git_packbuilder_new($0, pointer) }
    defer { unsafe git_packbuilder_free(builder) }
    // As many threads as there are processors.
    unsafe git_packbuilder_set_threads(builder, 0)
    var pack = unsafe HeldPack(repository: self, database: database, builder: builder)
    for id in heldCommits { try pack.insert(commit: id) }
    if unsafe git_packbuilder_object_count(builder) > 0 {
      try check("git_packbuilder_write") { unsafe git_packbuilder_write(builder, nil, 0, nil, nil) }
    }
  }

  /// Holds a blob in memory: `git_odb_hash`, and the backend's `write`.
  ///
  /// `git_odb_write` would look for it on the disk first, and through the folder of packs once more
  /// (`git_odb__freshen`). One that the disk has as well is found in memory from then on, and left out
  /// of what is written or pushed as before.
  func holdBlob(
    _ bytes: UnsafeRawBufferPointer, in memory: UnsafeMutablePointer<git_odb_backend>
  ) throws(GitError) -> ObjectID {
    var id = git_oid()
    try check("git_odb_hash") {
      unsafe git_odb_hash(&id, bytes.baseAddress, bytes.count, GIT_OBJECT_BLOB)
    }
    try check("git_odb_backend.write") {
      unsafe memory.pointee.write(memory, &id, bytes.baseAddress, bytes.count, GIT_OBJECT_BLOB)
    }
    return ObjectID(id)
  }

  /// Where objects are, which linked working trees share: `git_repository_commondir`.
  var objectsPath: String {
    unsafe String(cString: git_repository_commondir(pointer)) + "objects"
  }

  private func refresh() throws(GitError) {
    let database = try unsafe make("git_repository_odb") { unsafe git_repository_odb($0, pointer) }
    defer { unsafe git_odb_free(database) }
    try check("git_odb_refresh") { unsafe git_odb_refresh(database) }
  }
}
