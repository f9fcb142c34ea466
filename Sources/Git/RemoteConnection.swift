import CGit2

/// A server that was asked what it has and stays on the line, so that fetching need not ask again.
///
/// The connection ends with `fetch`, with `close`, or with the value; who fetches once more connects
/// anew.
public final class RemoteConnection {
  /// What the server had when it was asked.
  public let references: RemoteReferences

  private let address: RemoteAddress
  private let access: RemoteAccess
  private var remote: Remote
  /// Outlives the remote, which refers to it.
  private let repository: Repository
  /// Outlives the connection, which calls it back.
  private let session: RemoteSession
  /// Whether the connection on which the server was asked may still be there.
  private var isOpen = true

  fileprivate init(
    to address: RemoteAddress, from repository: Repository, access: RemoteAccess, limit: Duration?
  ) throws(GitError) {
    self.address = address
    self.access = access
    self.repository = repository
    session = RemoteSession(access: access, limit: limit)
    remote = try Remote(address, in: repository)
    do {
      references = try remote.connect(session)
    } catch {
      throw session.explain(error, at: address)
    }
  }

  /// Brings what references of the server lead to, as `Repository.fetch` does.
  ///
  /// - Parameters:
  ///   - refspecs: What is fetched.
  ///   - depth: How many commits of history are brought; all by default.
  ///   - progress: Is told how far the transfer is, on the calling thread.
  /// - Throws: `GitError`, as `Repository.references(of:access:)`.
  public func fetch(
    _ refspecs: [Refspec], depth: Int? = nil, progress: ((TransferProgress) -> Void)? = nil
  ) throws(GitError) {
    let isReused = isOpen
    isOpen = false
    if !isReused { try connectAnew() }
    do {
      try fetchOnce(refspecs, depth: depth, progress)
    } catch {
      // Servers hang up on who says nothing for a while.
      guard isReused, [.network, .other].contains(error.kind) else { throw error }
      try connectAnew()
      try fetchOnce(refspecs, depth: depth, progress)
    }
  }

  /// Begins with nothing of the connection before: from 1.7 on libgit2 keeps what it had read of a transfer
  /// that broke off, takes it for the beginning of the next answer, and waits for the rest for ever
  /// (`git_smart__recv` in its `transports/smart.c`).
  private func connectAnew() throws(GitError) {
    remote = try Remote(address, in: repository)
  }

  private func fetchOnce(
    _ refspecs: [Refspec], depth: Int?, _ progress: ((TransferProgress) -> Void)?
  ) throws(GitError) {
    try RemoteSession(access: access, progress: progress).run(at: address) {
      (session) throws(GitError) in
      try remote.fetch(refspecs, depth: depth, session)
    }
  }

  /// Hangs up: `git_remote_disconnect`.
  public func close() {
    remote.disconnect()
    isOpen = false
  }
}

extension Repository {
  /// Asks a server what it has, and stays connected to it.
  ///
  /// - Parameters:
  ///   - address: Where the repository is.
  ///   - access: Who asks.
  ///   - limit: How long asking may take over http, looking up the server's name aside; nil for as long as
  ///     it wants.
  /// - Returns: The connection, with the server's references.
  /// - Throws: `GitError`, as `references(of:access:)`.
  public func connect(
    to address: RemoteAddress, access: RemoteAccess, within limit: Duration? = nil
  ) throws(GitError) -> RemoteConnection {
    try RemoteConnection(to: address, from: self, access: access, limit: limit)
  }

  /// Asks a server what it has.
  ///
  /// - Parameters:
  ///   - address: Where the repository is.
  ///   - access: Who asks.
  ///   - limit: How long asking may take over http; nil for as long as it wants.
  /// - Returns: The server's references; none for a repository without commits.
  /// - Throws: `GitError`, whose `kind` says whether the server, the credentials or the trust in it
  ///   were at fault.
  public func references(
    of address: RemoteAddress, access: RemoteAccess, within limit: Duration? = nil
  ) throws(GitError) -> RemoteReferences {
    try connect(to: address, access: access, within: limit).references
  }

  /// Brings what references of a server lead to: `git_remote_fetch`.
  ///
  /// Tags are not followed, nothing is pruned, `FETCH_HEAD` is not written, and redirects to another
  /// host are refused. A reference that the server does not have is passed over silently, as libgit2 does.
  ///
  /// - Parameters:
  ///   - address: Where the repository is.
  ///   - refspecs: What is fetched.
  ///   - access: Who asks.
  ///   - depth: How many commits of history are brought; all by default. Before libgit2 1.7 an
  ///     error.
  ///   - progress: Is told how far the transfer is, on the calling thread.
  ///   - isCancelled: Is asked whenever something has arrived, and ends the transfer.
  /// - Throws: `GitError`, as `references(of:access:)`.
  public func fetch(
    from address: RemoteAddress, refspecs: [Refspec], access: RemoteAccess, depth: Int? = nil,
    progress: ((TransferProgress) -> Void)? = nil, isCancelled: @escaping () -> Bool = { false }
  ) throws(GitError) {
    let remote = try Remote(address, in: self)
    try RemoteSession(access: access, progress: progress, isCancelled: isCancelled).run(at: address)
    {
      (session) throws(GitError) in
      try remote.fetch(refspecs, depth: depth, session)
    }
  }
}
