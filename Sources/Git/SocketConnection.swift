#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Opens connections over TCP, as "Happy Eyeballs" does (RFC 8305): the addresses of a name are tried one
/// after the other, a quarter of a second apart and without waiting for the earlier ones to fail, so that a
/// dead address delays nothing but itself.
enum SocketConnection {
  /// Why there is no connection.
  struct Failure: Error {
    /// A sentence without the server's name.
    let reason: String
  }

  /// For how long a server may not answer at all.
  static let limit = Duration.seconds(30)
  /// How long one address is waited for before the next one is tried too (RFC 8305, section 5).
  private static let headStart = Duration.milliseconds(250)

  /// Where a server may be.
  struct Address {
    let family: Int32
    /// A `sockaddr` of that family.
    let bytes: [UInt8]
  }

  /// Connects to the first address of `host` that answers.
  ///
  /// - Parameters:
  ///   - host: A name, or an address.
  ///   - port: A number.
  ///   - limit: How long is waited at most, looking up the name aside.
  /// - Returns: The socket, which blocks; the caller closes it.
  /// - Throws: `Failure` when the name is unknown, or no address takes the connection in time.
  static func open(
    _ host: String, _ port: String, within limit: Duration
  ) throws(Failure) -> Int32 {
    try open(try addresses(of: host, port), within: limit)
  }

  /// Looks a name up: `getaddrinfo(3)`.
  static func addresses(of host: String, _ port: String) throws(Failure) -> [Address] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = streamType
    var list: UnsafeMutablePointer<addrinfo>?
    let status = unsafe getaddrinfo(host, port, &hints, &list)
    guard status == 0, let first = unsafe list else {
      throw Failure(
        reason: "its name cannot be resolved: \(unsafe String(cString: gai_strerror(status)))")
    }
    defer { unsafe freeaddrinfo(first) }
    var addresses: [Address] = []
    var next: UnsafeMutablePointer<addrinfo>? = unsafe first
    while let found = unsafe next?.pointee {
      let bytes = unsafe UnsafeRawBufferPointer(
        start: found.ai_addr, count: Int(found.ai_addrlen))
      unsafe addresses.append(Address(family: found.ai_family, bytes: Array(bytes)))
      unsafe next = unsafe found.ai_next
    }
    return addresses
  }

  /// Connects to the first of `addresses` that answers.
  static func open(_ addresses: [Address], within limit: Duration) throws(Failure) -> Int32 {
    var attempts = Attempts(deadline: .now + limit)
    defer { attempts.closeAll() }
    var rest = addresses[...]
    while true {
      if let address = rest.popFirst() {
        attempts.begin(address)
      } else if attempts.sockets.isEmpty {
        throw Failure(reason: attempts.lastReason)
      }
      let patience = rest.isEmpty ? limit : headStart
      if let socket = attempts.first(within: patience) { return try blocking(socket) }
      guard ContinuousClock.now < attempts.deadline else {
        throw Failure(reason: "it does not answer")
      }
    }
  }

  #if canImport(Glibc)
  private static let streamType = Int32(SOCK_STREAM.rawValue)
  #else
  private static let streamType = SOCK_STREAM
  #endif

  private static func blocking(_ socket: Int32) throws(Failure) -> Int32 {
    let flags = fcntl(socket, F_GETFL, 0)
    guard flags >= 0, fcntl(socket, F_SETFL, flags & ~O_NONBLOCK) == 0 else {
      let reason = Host.words(for: errno)
      close(socket)
      throw Failure(reason: reason)
    }
    return socket
  }

  /// The connections that are being opened.
  private struct Attempts {
    let deadline: ContinuousClock.Instant
    private(set) var sockets: [Int32] = []
    private(set) var lastReason = "it has no address"

    init(deadline: ContinuousClock.Instant) { self.deadline = deadline }

    mutating func begin(_ address: Address) {
      let socket = Self.makeSocket(address.family)
      guard socket >= 0 else {
        lastReason = Host.words(for: errno)
        return
      }
      let status = unsafe address.bytes.withUnsafeBytes { bytes in
        unsafe bytes.withMemoryRebound(to: sockaddr.self) {
          unsafe connect(socket, $0.baseAddress, socklen_t(bytes.count))
        }
      }
      guard status == 0 || errno == EINPROGRESS else {
        lastReason = Host.words(for: errno)
        close(socket)
        return
      }
      sockets.append(socket)
    }

    private static func makeSocket(_ family: Int32) -> Int32 {
      let made = socket(family, streamType, 0)
      guard made >= 0 else { return made }
      #if canImport(Darwin)
      var on: Int32 = 1
      unsafe setsockopt(
        made, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
      #endif
      _ = fcntl(made, F_SETFD, FD_CLOEXEC)
      _ = fcntl(made, F_SETFL, fcntl(made, F_GETFL, 0) | O_NONBLOCK)
      return made
    }

    /// The first one that is open; nil when none is in time.
    mutating func first(within patience: Duration) -> Int32? {
      let end = min(.now + patience, deadline)
      while !sockets.isEmpty {
        var events = sockets.map { pollfd(fd: $0, events: Int16(POLLOUT), revents: 0) }
        let left = max(.zero, end - .now)
        let count = unsafe poll(&events, nfds_t(events.count), left.wholeMilliseconds)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return nil }
        for event in events where event.revents != 0 {
          if let socket = settle(event.fd) { return socket }
        }
      }
      return nil
    }

    /// Takes a socket that has an answer out of the list; nil where that is a refusal.
    private mutating func settle(_ socket: Int32) -> Int32? {
      sockets.removeAll { $0 == socket }
      var reason: Int32 = 0
      var size = socklen_t(MemoryLayout<Int32>.size)
      guard unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &reason, &size) == 0, reason == 0 else {
        lastReason = Host.words(for: reason == 0 ? errno : reason)
        close(socket)
        return nil
      }
      return socket
    }

    mutating func closeAll() {
      for socket in sockets { close(socket) }
      sockets = []
    }
  }
}

extension Duration {
  /// Milliseconds, rounded up, as `poll(2)` takes them.
  var wholeMilliseconds: Int32 {
    let milliseconds =
      components.seconds * 1000 + (components.attoseconds + 999_999_999_999_999)
      / 1_000_000_000_000_000
    return Int32(clamping: milliseconds)
  }
}
