import Foundation
import Glibc
import Synchronization

/// A server of the `git://` protocol on this machine that answers each question with the same bytes.
final class AdvertisingServer: Sendable {
  /// Where it listens.
  let port: UInt16
  private let answer = Mutex<[UInt8]>([])

  /// Nil where no socket can be had.
  init?() {
    signal(SIGPIPE, SIG_IGN)
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 16) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard isListening else { return nil }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in
      while true { serve(accept(listener, nil, nil)) }
    }
  }

  /// What everybody who asks is told from now on.
  func answer(with bytes: [UInt8]) { answer.withLock { $0 = bytes } }

  /// Answers when the client has asked, and hangs up when it has.
  private func serve(_ client: Int32) {
    guard client >= 0 else { return }
    defer { close(client) }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    guard recv(client, &buffer, buffer.count, 0) > 0 else { return }
    var rest = answer.withLock { $0 }[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
    shutdown(client, Int32(SHUT_WR))
    while recv(client, &buffer, buffer.count, 0) > 0 {}
  }
}
