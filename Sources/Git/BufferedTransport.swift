import CGit2

/// Gathers what is sent to a server over http and ssh into larger pieces.
///
/// libgit2 writes a pack object by object, and of each object the header and the compressed bytes apart
/// (`packbuilder.c`). Its http client makes a chunk of each write, in three system calls, and a TLS
/// record of each of those (`httpclient.c`); its ssh client makes a packet of each. Of a pack of 5,000
/// small objects that is 33,000 system calls, and the server's as many.
///
/// A subtransport, as `git2/sys/transport.h` describes it, stands before libgit2's own: what is written
/// waits until there is enough of it, or until an answer is read. An error in sending may therefore
/// come with a later write, or with the read.
enum BufferedTransport {
  /// How many bytes are sent at once.
  private static let capacity = 64 << 10

  private typealias Stream = UnsafeMutablePointer<cgit2_buffered_stream>
  private typealias Transport = UnsafeMutablePointer<cgit2_buffered_subtransport>
  private typealias AnyStream = UnsafeMutablePointer<git_smart_subtransport_stream>
  private typealias AnyTransport = UnsafeMutablePointer<git_smart_subtransport>

  /// Lets every remote of this process use it: `git_transport_register`, which wants no other thread
  /// in libgit2 meanwhile.
  ///
  /// - Returns: 0, or an error of libgit2.
  static func register() -> Int32 {
    let overHTTP = unsafe git_smart_subtransport_definition(
      callback: { made, owner, _ in
        unsafe BufferedTransport.make(made, owner, before: git_smart_subtransport_http)
      },
      rpc: 1, param: nil)
    let overSSH = unsafe git_smart_subtransport_definition(
      callback: { made, owner, _ in
        unsafe BufferedTransport.make(made, owner, before: git_smart_subtransport_ssh)
      },
      rpc: 0, param: nil)
    for (scheme, isSSH) in [("http", false), ("https", false), ("ssh", true)] {
      // Without ssh libgit2's own error says so.
      if isSSH, git_libgit2_features() & Int32(GIT_FEATURE_SSH.rawValue) == 0 { continue }
      // Never freed: libgit2 refers to it as long as it runs.
      let kept = UnsafeMutablePointer<git_smart_subtransport_definition>.allocate(capacity: 1)
      unsafe kept.initialize(to: isSSH ? overSSH : overHTTP)
      let status = unsafe git_transport_register(scheme, git_transport_smart, kept)
      guard status == 0 else { return status }
    }
    return 0
  }

  /// Makes a subtransport before one of libgit2's: `git_smart_subtransport_cb`.
  private static func make(
    _ made: UnsafeMutablePointer<AnyTransport?>?, _ owner: UnsafeMutablePointer<git_transport>?,
    before makeInner: (
      UnsafeMutablePointer<AnyTransport?>?, UnsafeMutablePointer<git_transport>?,
      UnsafeMutableRawPointer?
    ) -> Int32
  ) -> Int32 {
    var inner: AnyTransport?
    let status = unsafe makeInner(&inner, owner, nil)
    guard status == 0, let inner = unsafe inner else { return status }
    let parent = unsafe git_smart_subtransport(
      action: { unsafe BufferedTransport.act($0, $1, $2, $3) },
      close: { base in
        guard let transport = unsafe BufferedTransport.transport(base) else { return 0 }
        let inner = unsafe transport.pointee.inner
        return unsafe inner.pointee.close(inner)
      },
      free: { base in
        guard let transport = unsafe BufferedTransport.transport(base) else { return }
        let inner = unsafe transport.pointee.inner
        unsafe inner.pointee.free(inner)
        unsafe transport.deallocate()
      })
    let transport = Transport.allocate(capacity: 1)
    unsafe transport.initialize(
      to: cgit2_buffered_subtransport(parent: parent, inner: inner, current: nil))
    unsafe made?.pointee = base(transport)
    return 0
  }

  /// Begins an exchange; over ssh the second goes on with the stream of the first.
  private static func act(
    _ made: UnsafeMutablePointer<AnyStream?>?, _ base: AnyTransport?,
    _ url: UnsafePointer<CChar>?, _ action: git_smart_service_t
  ) -> Int32 {
    guard let transport = unsafe transport(base) else { return GIT_ERROR.rawValue }
    let innerTransport = unsafe transport.pointee.inner
    var inner: AnyStream?
    let status = unsafe innerTransport.pointee.action(&inner, innerTransport, url, action)
    guard status == 0, let inner = unsafe inner else { return status }
    let stream: Stream
    if let current = unsafe transport.pointee.current, unsafe current.pointee.inner == inner {
      unsafe stream = unsafe current
    } else {
      unsafe stream = unsafe makeStream(before: inner, of: transport)
    }
    unsafe made?.pointee = UnsafeMutableRawPointer(stream).assumingMemoryBound(
      to: git_smart_subtransport_stream.self)
    return 0
  }

  private static func makeStream(before inner: AnyStream, of transport: Transport) -> Stream {
    let parent = unsafe git_smart_subtransport_stream(
      subtransport: base(transport),
      read: { base, bytes, capacity, count in
        guard let stream = unsafe BufferedTransport.stream(base) else { return GIT_ERROR.rawValue }
        let status = unsafe BufferedTransport.flush(stream)
        guard status == 0 else { return status }
        let inner = unsafe stream.pointee.inner
        return unsafe inner.pointee.read(inner, bytes, capacity, count)
      },
      write: { base, bytes, count in
        guard let stream = unsafe BufferedTransport.stream(base), let bytes = unsafe bytes else {
          return GIT_ERROR.rawValue
        }
        return unsafe BufferedTransport.write(stream, bytes, count)
      },
      free: { base in
        if let stream = unsafe BufferedTransport.stream(base) {
          unsafe BufferedTransport.free(stream)
        }
      })
    let stream = Stream.allocate(capacity: 1)
    unsafe stream.initialize(
      to: cgit2_buffered_stream(
        parent: parent, inner: inner, bytes: .allocate(capacity: capacity), count: 0))
    unsafe transport.pointee.current = unsafe stream
    return unsafe stream
  }

  /// Keeps bytes until there are enough of them; what is larger than that goes through as it is.
  private static func write(
    _ stream: Stream, _ bytes: UnsafePointer<CChar>, _ count: Int
  ) -> Int32 {
    if unsafe stream.pointee.count + count > capacity {
      let status = unsafe flush(stream)
      guard status == 0 else { return status }
    }
    guard count <= capacity else {
      let inner = unsafe stream.pointee.inner
      return unsafe inner.pointee.write(inner, bytes, count)
    }
    let end = unsafe stream.pointee.bytes + stream.pointee.count
    unsafe end.update(from: bytes, count: count)
    unsafe stream.pointee.count += count
    return 0
  }

  /// Sends what waits.
  private static func flush(_ stream: Stream) -> Int32 {
    let count = unsafe stream.pointee.count
    guard count > 0 else { return 0 }
    unsafe stream.pointee.count = 0
    let inner = unsafe stream.pointee.inner
    return unsafe inner.pointee.write(inner, stream.pointee.bytes, count)
  }

  /// Ends an exchange.
  ///
  /// Over ssh libgit2 says goodbye just before, which no answer follows.
  private static func free(_ stream: Stream) {
    _ = unsafe flush(stream)
    let inner = unsafe stream.pointee.inner
    unsafe inner.pointee.free(inner)
    if let transport = unsafe transport(stream.pointee.parent.subtransport) {
      unsafe transport.pointee.current = nil
    }
    unsafe stream.pointee.bytes.deallocate()
    unsafe stream.deallocate()
  }

  private static func transport(_ base: AnyTransport?) -> Transport? {
    unsafe UnsafeMutableRawPointer(base)?.assumingMemoryBound(to: cgit2_buffered_subtransport.self)
  }

  private static func stream(_ base: AnyStream?) -> Stream? {
    unsafe UnsafeMutableRawPointer(base)?.assumingMemoryBound(to: cgit2_buffered_stream.self)
  }

  private static func base(_ transport: Transport) -> AnyTransport {
    unsafe UnsafeMutableRawPointer(transport).assumingMemoryBound(to: git_smart_subtransport.self)
  }
}
