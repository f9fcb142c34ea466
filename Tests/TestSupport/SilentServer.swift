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
