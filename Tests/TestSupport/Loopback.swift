import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// TCP ports of this machine.
public enum Loopback {
  /// Below the ports that Linux (32768) and macOS (49152) give to clients and to servers on port 0,
  /// any of which could be taken between the question and the server's start.
  private static let range = 10_000..<32_000

  /// The port to try next: no two servers of one process ask for the same.
  private static let next = Mutex(Int.random(in: range))

  /// A port that nobody listens on, and that no other caller in this process was given lately.
  ///
  /// - Returns: The port.
  /// - Throws: `TestSupportError` when there is none.
  public static func freePort() throws -> Int {
    for _ in range {
      let port = next.withLock { next in
        next = next + 1 < range.upperBound ? next + 1 : range.lowerBound
        return next
      }
      if isFree(port) { return port }
    }
    throw TestSupportError("no free port on 127.0.0.1")
  }

  /// Whether a port can be listened on: `bind(2)`.
  private static func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, streamType, 0)
    defer { close(descriptor) }
    var address = Self.address(port: port)
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  /// Whether something listens on a port: `connect(2)`.
  ///
  /// - Parameter port: The port.
  /// - Returns: Whether the connection was accepted.
  public static func isListening(on port: Int) -> Bool {
    let descriptor = socket(AF_INET, streamType, 0)
    defer { close(descriptor) }
    var address = Self.address(port: port)
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  /// A port that nobody listened on, and a socket that listens on it from now on.
  ///
  /// - Throws: `TestSupportError` when there is none.
  static func listening() throws -> (port: Int, descriptor: Int32) {
    for _ in 0..<20 {
      let port = try freePort()
      // A program that is started just now may hold on to the socket that looked for the port.
      if let descriptor = listening(on: port) { return (port, descriptor) }
    }
    throw TestSupportError("no port on 127.0.0.1 can be listened on")
  }

  /// A socket that listens on a port: `listen(2)`; nil where that cannot be.
  static func listening(on port: Int, queue: Int32 = 8) -> Int32? {
    let descriptor = socket(AF_INET, streamType, 0)
    var address = Self.address(port: port)
    let isBound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    if isBound, listen(descriptor, queue) == 0 { return descriptor }
    close(descriptor)
    return nil
  }

  /// A socket that asks for a connection and does not wait for the answer: `connect(2)`.
  static func beginConnecting(to port: Int) -> Int32 {
    let descriptor = socket(AF_INET, streamType, 0)
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL, 0) | O_NONBLOCK)
    var address = Self.address(port: port)
    withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return descriptor
  }

  /// A socket that is connected to a port: `connect(2)`; nil where that cannot be.
  static func connected(to port: Int) -> Int32? {
    let descriptor = socket(AF_INET, streamType, 0)
    var address = Self.address(port: port)
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    if isConnected { return descriptor }
    close(descriptor)
    return nil
  }

  private static func address(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private static var streamType: Int32 {
    #if canImport(Glibc)
    Int32(SOCK_STREAM.rawValue)
    #else
    SOCK_STREAM
    #endif
  }
}
