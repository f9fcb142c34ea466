import CGit2

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The connections that libgit2 speaks http, https and ssh over, in place of its own (`git2/sys/stream.h`).
///
/// libgit2's own differ from release to release: before 1.7 nothing bounds how long connecting takes, from
/// 1.7 on a bound leaves the socket non-blocking, which reading and writing do not expect
/// (https://github.com/libgit2/libgit2/issues/7072), and behind an address that does not answer no other is
/// tried. None of them knows where a credential may go.
enum SocketStream {
  private typealias Stream = UnsafeMutablePointer<cgit2_socket_stream>
  private typealias AnyStream = UnsafeMutablePointer<git_stream>

  /// Lets every remote of this process use it: `git_stream_register`.
  ///
  /// - Returns: 0, or an error of libgit2.
  static func register() -> Int32 {
    var registration = git_stream_registration()
    registration.version = GIT_STREAM_VERSION
    unsafe registration.`init` = { made, host, port in
      guard let made = unsafe made, let host = unsafe host, let port = unsafe port else {
        return GIT_ERROR.rawValue
      }
      unsafe made.pointee = SocketStream.make(host, port)
      return 0
    }
    return unsafe git_stream_register(GIT_STREAM_STANDARD, &registration)
  }

  private static func make(
    _ host: UnsafePointer<CChar>, _ port: UnsafePointer<CChar>
  ) -> AnyStream {
    var parent = git_stream()
    parent.version = GIT_STREAM_VERSION
    unsafe parent.connect = { unsafe SocketStream.open(SocketStream.stream($0)) }
    unsafe parent.read = { base, bytes, count in
      unsafe SocketStream.receive(SocketStream.stream(base), bytes, count)
    }
    unsafe parent.write = { base, bytes, count, _ in
      unsafe SocketStream.transmit(SocketStream.stream(base), bytes, count)
    }
    unsafe parent.close = { unsafe SocketStream.shut(SocketStream.stream($0)) }
    unsafe parent.free = { unsafe SocketStream.destroy(SocketStream.stream($0)) }
    let stream = Stream.allocate(capacity: 1)
    unsafe stream.initialize(
      to: cgit2_socket_stream(
        parent: parent, host: strdup(host), port: strdup(port), socket: -1, target: nil))
    return unsafe UnsafeMutableRawPointer(stream).assumingMemoryBound(to: git_stream.self)
  }

  private static func open(_ stream: Stream?) -> Int32 {
    guard let stream = unsafe stream, let host = unsafe stream.pointee.host,
      let port = unsafe stream.pointee.port
    else { return GIT_ERROR.rawValue }
    let name = unsafe String(cString: host)
    do throws(SocketConnection.Failure) {
      let left = RemoteSession.current?.timeLeft ?? SocketConnection.limit
      unsafe stream.pointee.socket = try SocketConnection.open(
        name, String(cString: port), within: min(left, SocketConnection.limit))
      return 0
    } catch {
      return fail("failed to connect to \(name): \(error.reason)")
    }
  }

  private static func receive(_ stream: Stream?, _ bytes: UnsafeMutableRawPointer?, _ count: Int)
    -> Int
  {
    guard let stream = unsafe stream else { return Int(GIT_ERROR.rawValue) }
    let socket = unsafe stream.pointee.socket
    while true {
      guard waits(for: socket, POLLIN) else {
        return Int(fail("the server does not answer in time"))
      }
      let received = unsafe recv(socket, bytes, count, 0)
      if received >= 0 { return received }
      guard errno == EINTR || errno == EAGAIN else {
        return Int(
          fail("the connection to the server was lost: \(Host.words(for: errno))"))
      }
    }
  }

  private static func transmit(_ stream: Stream?, _ bytes: UnsafePointer<CChar>?, _ count: Int)
    -> Int
  {
    guard let stream = unsafe stream, let bytes = unsafe bytes else {
      return Int(GIT_ERROR.rawValue)
    }
    guard unsafe isAllowed(stream, UnsafeRawBufferPointer(start: bytes, count: count)) else {
      return Int(fail("the server leads elsewhere"))
    }
    let socket = unsafe stream.pointee.socket
    while true {
      guard waits(for: socket, POLLOUT) else {
        return Int(fail("the server does not take what is sent"))
      }
      let sent = unsafe send(socket, bytes, count, noSignal)
      if sent >= 0 { return sent }
      guard errno == EINTR || errno == EAGAIN else {
        return Int(
          fail("the connection to the server was lost: \(Host.words(for: errno))"))
      }
    }
  }

  #if canImport(Darwin)
  /// The socket itself is told.
  private static let noSignal: Int32 = 0
  #else
  private static let noSignal = Int32(MSG_NOSIGNAL)
  #endif

  /// Waits until the socket is ready; false when the time of the conversation is over.
  ///
  /// One without a deadline waits in the call itself.
  private static func waits(for socket: Int32, _ events: Int32) -> Bool {
    while let left = RemoteSession.current?.timeLeft {
      var event = pollfd(fd: socket, events: Int16(events), revents: 0)
      let count = unsafe poll(&event, 1, left.wholeMilliseconds)
      if count > 0 { return true }
      if count < 0, errno == EINTR { continue }
      return false
    }
    return true
  }

  /// Whether what is to be sent may go to the other end, since libgit2 sends a credential along wherever a
  /// redirection of the same host leads.
  private static func isAllowed(_ stream: Stream, _ bytes: UnsafeRawBufferPointer) -> Bool {
    if let target = unsafe RequestTarget.authority(in: bytes) {
      unsafe free(stream.pointee.target)
      unsafe stream.pointee.target = unsafe strdup(target)
    }
    guard let session = RemoteSession.current, session.isBound,
      let host = unsafe stream.pointee.host, let port = unsafe stream.pointee.port
    else { return true }
    if let target = unsafe stream.pointee.target {
      return session.allows(unsafe String(cString: target))
    }
    return session.allows(unsafe "\(String(cString: host)):\(String(cString: port))")
  }

  private static func shut(_ stream: Stream?) -> Int32 {
    guard let stream = unsafe stream, unsafe stream.pointee.socket >= 0 else { return 0 }
    let socket = unsafe stream.pointee.socket
    unsafe stream.pointee.socket = -1
    return close(socket)
  }

  private static func destroy(_ stream: Stream?) {
    guard let stream = unsafe stream else { return }
    _ = unsafe shut(stream)
    unsafe free(stream.pointee.host)
    unsafe free(stream.pointee.port)
    unsafe free(stream.pointee.target)
    unsafe stream.deallocate()
  }

  private static func stream(_ base: AnyStream?) -> Stream? {
    unsafe UnsafeMutableRawPointer(base)?.assumingMemoryBound(to: cgit2_socket_stream.self)
  }

  private static func fail(_ message: String) -> Int32 {
    _ = unsafe git_error_set_str(Int32(GIT_ERROR_NET.rawValue), message)
    return GIT_ERROR.rawValue
  }
}

/// Whom the first line of a request to a proxy names.
enum RequestTarget {
  /// `host:port` of `CONNECT host:port HTTP/1.1` and of `GET http://host[:port]/…` (RFC 9112, section 3.2); nil
  /// for what is no such line.
  static func authority(in bytes: UnsafeRawBufferPointer) -> String? {
    let line = unsafe String(
      decoding: bytes.prefix(300).prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3, words[2].hasPrefix("HTTP/") else { return nil }
    switch words[0] {
    case "CONNECT": return words[1].lowercased()
    case "GET", "POST":
      let place = words[1].lowercased()
      guard place.hasPrefix("http://") else { return nil }
      let authority = place.dropFirst(7).prefix { $0 != "/" && $0 != "?" }
      return authority.contains(":") ? String(authority) : authority + ":80"
    default: return nil
    }
  }
}
