import CGit2

/// What is fetched, and what becomes of it here.
///
/// It is made of names and ids alone, so no text can ask for another reference to be written.
public struct Refspec: Hashable, Sendable {
  /// As Git writes it (git-fetch(1)).
  let text: String

  /// The objects that a reference of the server leads to; no reference is written here.
  public static func objects(of name: ReferenceName) -> Refspec { Refspec(text: name.text) }

  /// An object that the server may have without a reference to it; no reference is written here.
  public static func object(_ id: ObjectID) -> Refspec { Refspec(text: id.hex) }

  /// The objects that a reference of the server leads to, with a reference to them below `refs/fetched/`.
  ///
  /// - Parameters:
  ///   - name: The server's reference.
  ///   - copy: Names the reference here: one level, so that a branch may be called as a folder of others
  ///     was before.
  /// - Returns: The refspec.
  public static func copy(of name: ReferenceName, as copy: ObjectID) -> Refspec {
    Refspec(text: "+\(name.text):refs/fetched/\(copy.hex)")
  }
}

/// How far a transfer is.
public struct TransferProgress: Hashable, Sendable {
  /// Objects that have arrived, or were sent.
  public let objects: Int
  /// Objects in all.
  public let totalObjects: Int
  /// Bytes that have arrived, or were sent.
  public let bytes: Int
}

extension Repository {
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
