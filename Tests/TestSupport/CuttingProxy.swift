import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

private let systemSend = send

/// A proxy on a loopback port that passes everything on until so many bytes have gone in one direction, and
/// then does something.
public final class CuttingProxy: Sendable {
  /// Where bytes go: to the server, or from it.
  public enum Direction: CaseIterable, Sendable {
    case up
    case down
  }

  /// What happens.
  public enum Event: Sendable {
    /// Both connections are closed in order.
    case close
    /// Both connections are reset.
    case reset
    /// Something else; connections stay.
    case call(@Sendable () -> Void)
  }

  /// The port on 127.0.0.1.
  public let port: Int

  private let server: Int
  private let direction: Direction
  private let limit: Int
  private let event: Event
  private let cutsLaterOnes: Bool
  private let listener: Int32
  private let state = Mutex(State())

  private struct State {
    var counts: [Direction: Int] = [.up: 0, .down: 0]
    var hasHappened = false
  }

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - server: The port of the server on 127.0.0.1.
  ///   - limit: After how many bytes it happens, of all connections together.
  ///   - direction: Which bytes are counted.
  ///   - event: What happens.
  ///   - cutsLaterOnes: Whether connections that come after a cut are cut at once.
  /// - Throws: `TestSupportError` where no port can be listened on.
  public init(
    to server: Int, after limit: Int = .max, _ direction: Direction = .up,
    _ event: Event = .call({}), cutsLaterOnes: Bool = false
  ) throws {
    self.server = server
    self.direction = direction
    self.limit = limit
    self.event = event
    self.cutsLaterOnes = cutsLaterOnes
    (port, listener) = try Loopback.listening()
    let listener = listener
    Thread.detachNewThread { [weak self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        guard let self else { return Self.end(client) }
        Thread.detachNewThread { self.serve(client) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    Self.end(listener)
  }

  /// How many bytes have gone in a direction.
  public func count(_ direction: Direction) -> Int {
    state.withLock { $0.counts[direction] ?? 0 }
  }

  /// Whether it has happened.
  public var hasHappened: Bool { state.withLock(\.hasHappened) }

  private func serve(_ client: Int32) {
    guard let upstream = Loopback.connected(to: server) else { return Self.end(client) }
    let isLate = state.withLock { $0.hasHappened && cutsLaterOnes }
    if isLate, cut(client, upstream) { return }
    var events = [
      pollfd(fd: client, events: Int16(POLLIN), revents: 0),
      pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&events, 2, -1) > 0 {
      for (number, direction) in [Direction.up, .down].enumerated()
      where events[number].revents != 0 {
        let (from, to) = number == 0 ? (client, upstream) : (upstream, client)
        if !pass(from, to, direction) {
          Self.end(client)
          Self.end(upstream)
          return
        }
      }
    }
  }

  /// Passes on what has come.
  ///
  /// - Returns: Whether the connections are still of use.
  private func pass(_ from: Int32, _ to: Int32, _ direction: Direction) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    let count = recv(from, &bytes, bytes.count, 0)
    guard count > 0 else { return false }
    let (passed, happens) = state.withLock { state -> (Int, Bool) in
      let before = state.counts[direction] ?? 0
      state.counts[direction] = before + count
      guard direction == self.direction, !state.hasHappened, before + count >= limit else {
        return (count, false)
      }
      state.hasHappened = true
      return (max(0, limit - before), true)
    }
    if happens, case .call(let body) = event {
      body()
      return Self.send(bytes[..<count], to)
    }
    let isSent = Self.send(bytes[..<passed], to)
    if happens { prepareReset(from, to) }
    return isSent && !happens
  }

  private func cut(_ first: Int32, _ second: Int32) -> Bool {
    if case .call = event { return false }
    prepareReset(first, second)
    Self.end(first)
    Self.end(second)
    return true
  }

  /// Lets the end of a connection be a reset where that is wanted: `SO_LINGER` of no time, `socket(7)`.
  private func prepareReset(_ descriptors: Int32...) {
    guard case .reset = event else { return }
    var linger = linger(l_onoff: 1, l_linger: 0)
    for descriptor in descriptors {
      setsockopt(
        descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    }
  }

  private static func end(_ descriptor: Int32) { _ = close(descriptor) }

  private static func send(_ bytes: ArraySlice<UInt8>, _ descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      #if canImport(Darwin)
      let flags: Int32 = 0
      #else
      let flags = Int32(MSG_NOSIGNAL)
      #endif
      let count = rest.withUnsafeBytes { systemSend(descriptor, $0.baseAddress, $0.count, flags) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
