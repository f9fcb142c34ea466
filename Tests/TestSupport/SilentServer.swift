#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A port of this machine that takes connections and never says anything: `listen(2)` without `accept(2)`.
public final class SilentServer: Sendable {
  /// The port on 127.0.0.1.
  public let port: Int
  private let descriptor: Int32

  /// Starts to listen.
  ///
  /// - Throws: `TestSupportError` when that cannot be.
  public init() throws {
    (port, descriptor) = try Loopback.listening()
  }

  deinit { close(descriptor) }
}

/// A port of this machine that does not even take connections, as behind a firewall that drops what comes: a
/// queue of connections that is full (`listen(2)`).
public final class UnreachableServer: Sendable {
  /// The port on 127.0.0.1.
  public let port: Int
  private let listening: Int32
  private let waiting: [Int32]

  /// Fills the queue.
  ///
  /// - Throws: `TestSupportError` when that cannot be.
  public init() throws {
    port = try Loopback.freePort()
    guard let listening = Loopback.listening(on: port, queue: 0) else {
      throw TestSupportError("port \(port) on 127.0.0.1 cannot be listened on")
    }
    self.listening = listening
    waiting = (0..<4).map { [port] _ in Loopback.beginConnecting(to: port) }
  }

  deinit { for descriptor in waiting + [listening] { close(descriptor) } }
}
