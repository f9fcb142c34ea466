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
