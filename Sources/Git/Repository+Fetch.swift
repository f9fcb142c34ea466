import CGit2

extension Repository {
  /// Asks a server what it has.
  ///
  /// - Parameters:
  ///   - url: A path, or a `file://`, `http://`, `https://` or `ssh://` URL, or `user@host:path`.
  ///   - access: Who asks.
  /// - Returns: The server's references; none for a repository without commits.
  /// - Throws: `GitError`, whose `kind` says whether the server, the credentials or the trust in it
  ///   were at fault.
  public func references(
    of url: String, access: RemoteAccess
  ) throws(GitError) -> RemoteReferences {
    try connect(to: url, access: access).references
  }

  /// Brings what references of a server lead to: `git_remote_fetch`.
  ///
  /// Tags are not followed, nothing is pruned, `FETCH_HEAD` is not written, and redirects to another
  /// host are refused. A reference that the server does not have is passed over silently, as libgit2 does.
  ///
  /// - Parameters:
  ///   - url: A path, or a `file://`, `http://`, `https://` or `ssh://` URL, or `user@host:path`.
  ///   - refspecs: Such as `+refs/heads/main:refs/heads/main`.
  ///   - access: Who asks.
  ///   - depth: How many commits of history are brought; all by default. Before libgit2 1.7 an
  ///     error.
  ///   - progress: Is told how far the transfer is, on the calling thread.
  ///   - isCancelled: Is asked whenever something has arrived, and ends the transfer.
  /// - Throws: `GitError`, as `references(of:access:)`.
  public func fetch(
    from url: String, refspecs: [String], access: RemoteAccess, depth: Int? = nil,
    progress: ((TransferProgress) -> Void)? = nil, isCancelled: @escaping () -> Bool = { false }
  ) throws(GitError) {
    let remote = try Remote(url, in: self)
    try RemoteSession(access: access, progress: progress, isCancelled: isCancelled).run(at: url) {
      (session) throws(GitError) in
      try remote.fetch(refspecs, depth: depth, session)
    }
  }
}
