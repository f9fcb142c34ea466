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
