internal import Synchronization

/// Whether servers do anything, for somebody who watches that a program does not wait for ever, as it would for
/// a server that stays silent.
public enum Network {
  private static let epoch = ContinuousClock.now
  /// How many exchanges are going on.
  private static let exchanges = Atomic(0)
  /// When a server was last heard of, in milliseconds since `epoch`.
  private static let lastSign = Atomic<Int64>(0)

  /// For how long nothing has come from any server that is being waited for; nil when none is.
  public static var silence: Duration? {
    guard exchanges.load(ordering: .relaxed) > 0 else { return nil }
    return .milliseconds(now - lastSign.load(ordering: .relaxed))
  }

  /// Runs an exchange of `session` with a server.
  static func exchange(
    _ session: RemoteSession, _ body: () throws(GitError) -> Void
  ) throws(GitError) {
    noteSign()
    exchanges.add(1, ordering: .relaxed)
    defer { exchanges.subtract(1, ordering: .relaxed) }
    try session.whileCurrent(body)
  }

  /// Notes that a server has said something, or that there is something to send.
  static func noteSign() { lastSign.store(now, ordering: .relaxed) }

  private static var now: Int64 {
    let (seconds, attoseconds) = (ContinuousClock.now - epoch).components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }
}
