import FlyingSocks
import Foundation

/// A server on loopback that gives each connection one prepared answer, however broken, and closes it.
public enum HTTPBrokenServer {
  /// What a connection gets.
  public enum Answer: Sendable {
    /// These bytes.
    case bytes(String)
    /// Nothing: it is reset.
    case reset
    /// A head, and then a byte every now and then, until the client has enough of it.
    case trickle

    /// A complete answer with a body of JSON.
    public static func json(
      _ status: Int, _ body: String = "{}", _ fields: [String: String] = [:]
    ) -> Answer {
      let head = fields.sorted { $0.key < $1.key }.map { "\($0): \($1)\r\n" }.joined()
      return .bytes(
        "HTTP/1.1 \(status) Prepared\r\n\(head)Content-Type: application/json\r\n"
          + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)")
    }
  }

  /// Runs `body` with the server's origin.
  ///
  /// - Returns: What `body` returned, the requests that came, as `METHOD /path?query`, and their whole
  ///   heads; of one that is reset nothing is read.
  public static func serve<Result>(
    _ answers: [Answer], _ body: (String) async throws -> Result
  ) async throws -> (result: Result, requests: [String], heads: [String]) {
    let address = try loopback()
    let socket = try Socket(domain: Int32(address.family))
    try socket.bind(to: address)
    try socket.listen()
    // The pool with epoll (0.27) forgets a connection whose descriptor a closed one had.
    let pool = SocketPool.poll()
    try await pool.prepare()
    let polling = Task { try await pool.run() }
    defer { polling.cancel() }
    let listener = try AsyncSocket(socket: socket, pool: pool)
    defer { try? listener.close() }
    guard case .ip4(let host, let port) = try socket.sockname() else {
      throw SocketError.unsupportedAddress
    }
    let log = Log()
    let serving = Task {
      for answer in answers { try await serve(answer, on: try await listener.accept(), log) }
    }
    defer { serving.cancel() }
    let result = try await body("http://\(host):\(port)")
    let heads = await log.heads
    let requests = heads.map { head in
      (head.split(separator: "\r\n").first ?? "").split(separator: " ").prefix(2)
        .joined(separator: " ")
    }
    return (result, requests, heads)
  }

  private actor Log {
    var heads: [String] = []

    func note(_ head: String) { heads.append(head) }
  }

  private static func serve(
    _ answer: Answer, on connection: AsyncSocket, _ log: Log
  ) async throws {
    defer { try? connection.close() }
    switch answer {
    case .reset:
      // A connection that is closed with unread bytes is reset.
      _ = try await connection.read(atMost: 1)
      await log.note("reset")
    case .bytes(let text):
      await log.note(try await head(on: connection))
      try await connection.write(Data(text.utf8))
    case .trickle:
      await log.note(try await head(on: connection))
      try await connection.write(
        Data("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n[".utf8))
      // It ends when the client has gone, which makes writing fail.
      while true {
        try await Task.sleep(for: .milliseconds(50))
        try await connection.write(Data(" ".utf8))
      }
    }
  }

  /// Reads a whole request.
  ///
  /// - Returns: Its head.
  private static func head(on connection: AsyncSocket) async throws -> String {
    var bytes: [UInt8] = []
    var end: Int?
    while end.map({ bytes.count < $0 }) ?? true {
      bytes += try await connection.read(atMost: 4096)
      if end == nil { end = length(of: bytes) }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.firstRange(of: "\r\n\r\n").map { String(text[..<$0.lowerBound]) } ?? text
  }

  /// How many bytes the request that begins so has; nil until its head is complete.
  private static func length(of bytes: [UInt8]) -> Int? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return nil }
    let head = text[..<end.lowerBound]
    let field = head.split(separator: "\r\n").first {
      $0.lowercased().hasPrefix("content-length:")
    }
    let length = field?.split(separator: ":").last.flatMap { Int($0.drop { $0 == " " }) } ?? 0
    return head.utf8.count + 4 + length
  }

  private static func loopback() throws -> some SocketAddress {
    try .inet(ip4: "127.0.0.1", port: 0)
  }
}
