internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Changes of references of a repository on this machine, which are not to be cut off: Git's lock files would
/// stay behind.
public enum LocalWrites {
  private static let lock = Mutex(())

  /// Runs a change, which takes no longer than writing a small file.
  @discardableResult
  static func perform<Result>(
    _ body: () throws(GitError) -> Result
  ) throws(GitError) -> Result {
    try lock.withLock { _ throws(GitError) in try body() }
  }

  /// Ends the program while no change goes on.
  ///
  /// - Parameters:
  ///   - limit: How long is waited for one at most.
  ///   - end: Ends the program.
  public static func finish(within limit: Duration, _ end: () -> Never) -> Never {
    let latest = ContinuousClock.now + limit
    while ContinuousClock.now < latest {
      _ = lock.withLockIfAvailable { _ in end() }
      usleep(1000)
    }
    end()
  }
}
