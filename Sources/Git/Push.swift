import CGit2

/// One reference of a server that is to change.
public struct PushUpdate: Hashable, Sendable {
  /// The commit it is to point at; nil removes the reference.
  public var source: ObjectID?

  /// The reference on the server.
  public var destination: ReferenceName

  /// What it points at until now; nil when it must not exist.
  public var expected: ObjectID?

  /// Describes the change of one reference.
  ///
  /// - Parameters:
  ///   - source: The commit it is to point at; nil removes the reference.
  ///   - destination: The reference on the server.
  ///   - expected: What it points at until now; nil when it must not exist.
  public init(source: ObjectID?, destination: ReferenceName, expected: ObjectID?) {
    self.source = source
    self.destination = destination
    self.expected = expected
  }
}

/// What a server made of a push.
public struct PushReport: Hashable, Sendable {
  /// The references that the server said it has changed, sorted.
  public let accepted: [ReferenceName]

  /// The references that it did not change, with its reason.
  public let rejected: [ReferenceName: String]

  /// What the server's hooks printed, line by line, without progress.
  public let serverMessages: String
}

extension Repository {
  /// Asks a server to change references and returns once it has answered for each of them.
  ///
  /// `git_remote_upload` reports success even when a hook of the server declines, so that
  /// acceptance is taken from `push_update_reference` alone. What the server has is compared with
  /// what each update expects before anything is sent; over http and ssh the server compares again.
  /// To a path or a `file://` URL libgit2 writes by itself: no hook runs, and a repository with a
  /// working tree is refused.
  ///
  /// - Parameters:
  ///   - address: Where the repository is.
  ///   - updates: The references to change; history may be replaced.
  ///   - access: Who asks.
  ///   - progress: Is told how far the transfer is, on the calling thread.
  /// - Returns: What the server accepted and rejected.
  /// - Throws: `GitError`: kind `lease` when a reference is not as expected, and nothing was sent
  ///   then; `authentication`, `permission`, `certificate` or `network` when it did not come so far.
  public func push(
    to address: RemoteAddress, updates: [PushUpdate], access: RemoteAccess,
    progress: ((TransferProgress) -> Void)? = nil
  ) throws(GitError) -> PushReport {
    try validate(updates)
    let session = RemoteSession(
      access: access,
      expectations: Dictionary(
        updates.map { ($0.destination, $0.expected ?? .zero) },
        uniquingKeysWith: { first, _ in first }),
      progress: progress)
    let remote = try Remote(address, in: self)
    let sources = try OutgoingReferences(for: updates, in: self)
    defer { sources.remove() }
    try session.run(at: address) { (session) throws(GitError) in
      try withoutDeltaSearch { () throws(GitError) in
        try remote.upload(sources.refspecs, session)
      }
    }
    return PushReport(of: updates, session)
  }

  private func validate(_ updates: [PushUpdate]) throws(GitError) {
    if isShallow, cgit2_supports_shallow() == 0 {
      throw GitError(
        function: "git_remote_upload", code: GIT_EINVALID.rawValue,
        message: """
          the repository is shallow, and libgit2 before 1.7 cannot push from it; run \
          'git fetch --unshallow' first
          """)
    }
    guard Set(updates.map(\.destination)).count == updates.count else {
      throw GitError(
        function: "git_remote_upload", code: GIT_EINVALIDSPEC.rawValue,
        message: "one reference cannot be pushed twice at once")
    }
  }
}

extension PushReport {
  fileprivate init(of updates: [PushUpdate], _ session: RemoteSession) {
    var accepted: [ReferenceName] = []
    var rejected: [ReferenceName: String] = [:]
    for update in updates {
      switch session.statuses[update.destination.text] {
      case .some(.none): accepted.append(update.destination)
      case .some(.some(let reason)): rejected[update.destination] = reason
      case .none: rejected[update.destination] = "the server did not say that it changed it"
      }
    }
    self.init(
      accepted: accepted.sorted(), rejected: rejected, serverMessages: session.messages.text)
  }
}

/// References that exist while they are pushed: libgit2 before 1.7 pushes references alone, not
/// commits (`calculate_work` in its `push.c`).
struct OutgoingReferences {
  private let repository: Repository
  private var temporary: [(name: ReferenceName, id: ObjectID)] = []

  /// The refspecs to push, one for each update.
  private(set) var refspecs: [Refspec] = []

  /// In a repository of somebody's nothing else is the bot's to write to.
  private static let folder = "refs/gitops-bot/outgoing/"

  /// Makes the references.
  init(for updates: [PushUpdate], in repository: Repository) throws(GitError) {
    self.repository = repository
    do {
      for update in updates { try add(update) }
    } catch {
      remove()
      throw error
    }
  }

  private mutating func add(_ update: PushUpdate) throws(GitError) {
    guard let id = update.source else {
      refspecs.append(.removal(of: update.destination))
      return
    }
    // Unique, so that two processes do not take away each other's.
    let suffix = String(UInt64.random(in: .min ... .max), radix: 16)
    guard let name = ReferenceName("\(Self.folder)\(id.hex)-\(suffix)") else { return }
    try repository.setReference(name, to: id, expecting: nil, message: "push")
    temporary.append((name, id))
    refspecs.append(.push(name, to: update.destination))
  }

  /// Removes the references; one that cannot be removed stays without harm.
  func remove() {
    for item in temporary {
      try? repository.removeReference(item.name, expecting: item.id)
    }
  }
}
