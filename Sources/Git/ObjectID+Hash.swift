import CGit2

extension ObjectID {
  /// The name that a blob of `bytes` has, without storing it: `git_odb_hash`.
  ///
  /// - Parameter bytes: The content.
  /// - Throws: `GitError` when libgit2 cannot be started or has no memory left.
  public init(hashing bytes: [UInt8]) throws(GitError) {
    try Library.start()
    var raw = git_oid()
    try check("git_odb_hash") {
      unsafe bytes.withUnsafeBytes {
        unsafe git_odb_hash(&raw, $0.baseAddress, $0.count, GIT_OBJECT_BLOB)
      }
    }
    self.init(raw)
  }
}
