import CGit2

/// The bytes of a file, read from the repository it retains.
@safe public struct Blob: ~Copyable {
  /// The most bytes that are read: 10 MiB.
  ///
  /// A pack of a few kilobytes may hold a blob of gigabytes.
  public static let largest = 10 << 20

  private let pointer: OpaquePointer
  private let repository: Repository

  /// Owns `pointer` from now on and frees it with `git_blob_free`.
  init(takingOwnershipOf pointer: OpaquePointer, in repository: Repository) {
    unsafe self.pointer = unsafe pointer
    self.repository = repository
  }

  deinit { unsafe git_blob_free(pointer) }

  /// Its own name: `git_blob_id`.
  public var id: ObjectID { unsafe ObjectID(copying: git_blob_id(pointer)) }

  /// The number of bytes: `git_blob_rawsize`.
  public var size: Int { unsafe Int(git_blob_rawsize(pointer)) }

  /// Lends the bytes without a copy, for as long as the call lasts: `git_blob_rawcontent`.
  ///
  /// - Parameter body: What to do with them.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  public func withBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try unsafe body(UnsafeRawBufferPointer(start: git_blob_rawcontent(pointer), count: size))
  }

  /// A copy of the bytes.
  public var bytes: [UInt8] { unsafe withBytes { unsafe Array($0) } }
}

extension Repository {
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
}
