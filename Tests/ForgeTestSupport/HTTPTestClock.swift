public import HTTP
internal import Synchronization

/// A clock that never waits and remembers for how long it should have.
public final class HTTPTestClock: Sendable {
  private let recorded = Mutex<[Duration]>([])
  private let isLate: Bool

  /// - Parameter isLate: Whether the time of every request is over at once.
  public init(isLate: Bool = false) {
    self.isLate = isLate
  }

  /// The pauses so far.
  public var pauses: [Duration] { recorded.withLock { $0 } }

  /// 1994-11-06T08:49:07Z, with chance at its highest.
  package var clock: HTTPClock {
    HTTPClock(
      pause: { duration in self.recorded.withLock { $0.append(duration) } },
      deadline: { [isLate] _ in if !isLate { try await Task.sleep(for: .seconds(3600)) } },
      now: { 784_111_747 }, chance: { 1 })
  }

  /// A client with this clock.
  public func client(limit: Int = 1 << 20) -> HTTPClient {
    // No test is about how long a real server takes, and a busy machine may be slow.
    HTTPClient(timeout: .seconds(600), limit: limit, clock: clock)
  }
}
