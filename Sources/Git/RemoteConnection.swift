import CGit2

/// A server that was asked what it has and stays on the line, so that fetching need not ask again.
///
/// The connection ends with `fetch`, with `close`, or with the value; who fetches once more connects
/// anew.
public final class RemoteConnection {
  /// What the server had when it was asked.
  public let references: RemoteReferences

  private let url: String
  private let access: RemoteAccess
  private let remote: Remote
  /// Outlives the remote, which refers to it.
  private let repository: Repository
  /// Outlives the connection, which calls it back.
  private let session: RemoteSession
  /// Whether the connection on which the server was asked may still be there.
  private var isOpen = true

  fileprivate init(
    to url: String, from repository: Repository, access: RemoteAccess
  ) throws(GitError) {
    self.url = url
    self.access = access
    self.repository = repository
    session = RemoteSession(access: access)
    remote = try Remote(url, in: repository)
    do {
      references = try remote.connect(session)
    } catch {
      throw session.explain(error, at: url)
    }
  }

  /// Brings what references of the server lead to, as `Repository.fetch` does.
  ///
  /// - Parameters:
  ///   - refspecs: Such as `+refs/heads/main:refs/heads/main`.
  ///   - depth: How many commits of history are brought; all by default.
  ///   - progress: Is told how far the transfer is, on the calling thread.
  /// - Throws: `GitError`, as `Repository.references(of:access:)`.
  public func fetch(
    _ refspecs: [String], depth: Int? = nil, progress: ((TransferProgress) -> Void)? = nil
  ) throws(GitError) {
    let isReused = isOpen
    isOpen = false
    do {
      try fetchOnce(refspecs, depth: depth, progress)
    } catch {
      // Servers hang up on who says nothing for a while.
      guard isReused, [.network, .other].contains(error.kind) else { throw error }
      remote.disconnect()
      try fetchOnce(refspecs, depth: depth, progress)
    }
  }

  private func fetchOnce(
    _ refspecs: [String], depth: Int?, _ progress: ((TransferProgress) -> Void)?
  ) throws(GitError) {
    try RemoteSession(access: access, progress: progress).run(at: url) {
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
  ///   - url: A path, or a `file://`, `http://`, `https://` or `ssh://` URL, or `user@host:path`.
  ///   - access: Who asks.
  /// - Returns: The connection, with the server's references.
  /// - Throws: `GitError`, as `references(of:access:)`.
  public func connect(to url: String, access: RemoteAccess) throws(GitError) -> RemoteConnection {
    try RemoteConnection(to: url, from: self, access: access)
  }
}
