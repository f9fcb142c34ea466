import FlyingSocks
import Foundation

/// A server on loopback that gives each connection prepared bytes and closes it, or resets it.
enum HTTPBrokenServer {
  /// Runs `body` with the server's origin; an answer of nil stands for a reset.
  static func serve<Result>(
    _ answers: [String?], _ body: (String) async throws -> Result
  ) async throws -> Result {
    let address = try loopback()
    let socket = try Socket(domain: Int32(address.family))
    try socket.bind(to: address)
    try socket.listen()
    let listener = try AsyncSocket(socket: socket, pool: try await .client)
    defer { try? listener.close() }
    guard case .ip4(let host, let port) = try socket.sockname() else {
      throw SocketError.unsupportedAddress
    }
    let serving = Task {
      for answer in answers {
        let connection = try await listener.accept()
        // A connection that is closed with unread bytes is reset.
        _ = try await connection.read(atMost: answer == nil ? 1 : 4096)
        if let answer { try await connection.write(Data(answer.utf8)) }
        try connection.close()
      }
    }
    defer { serving.cancel() }
    return try await body("http://\(host):\(port)")
  }

  private static func loopback() throws -> some SocketAddress {
    try .inet(ip4: "127.0.0.1", port: 0)
  }
}
