internal import FlyingFox
internal import FlyingSocks
internal import Foundation

/// A server on loopback that expects requests in order and gives each a prepared answer.
public actor HTTPTestServer {
  /// A request that must come, and what it gets.
  public struct Step: Sendable {
    public var method = "GET"
    /// Path and query, such as `/v2?page=1`.
    public var target: String
    /// Fields that must be there; those with an empty value must not.
    public var fields: [String: String] = [:]
    /// What must be sent.
    public var received: String = ""
    /// What is wrong with what was sent, instead of comparing it with `received`.
    public var complaints: (@Sendable ([UInt8]) -> [String])?
    public var status = 200
    /// `{origin}` in a value stands for the server's own.
    public var headers: [String: String] = [:]
    /// `{origin}` stands for the server's own.
    public var body = ""

    public init(
      method: String = "GET", target: String, fields: [String: String] = [:],
      received: String = "", status: Int = 200, headers: [String: String] = [:], body: String = ""
    ) {
      (self.method, self.target, self.fields, self.received) = (method, target, fields, received)
      (self.status, self.headers, self.body) = (status, headers, body)
    }
  }

  private var steps: [Step]
  /// What was not as expected, in words.
  private(set) var complaints: [String] = []
  private(set) var origin = ""

  private init(_ steps: [Step]) {
    self.steps = steps
  }

  /// Runs `body` with the server's origin.
  ///
  /// - Returns: What `body` returned, and everything about the requests that was not as expected.
  public static func serve<Result: Sendable>(
    _ steps: [Step], _ body: @Sendable (String) async throws -> Result
  ) async throws -> (result: Result, complaints: [String]) {
    let script = HTTPTestServer(steps)
    let server = HTTPServer(
      // A busy machine may take long to start it and to answer; nothing is measured here.
      address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 600,
      // The pool with epoll (0.27) forgets a connection whose descriptor a closed one had.
      pool: .poll(), logger: .disabled,
      handler: ClosureHTTPHandler { await script.answer($0) })
    let running = Task { try await server.run() }
    defer { running.cancel() }
    try await server.waitUntilListening(timeout: 600)
    await script.listens(at: server.listeningAddress)
    let result = try await body(await script.origin)
    return (result, await script.finalComplaints())
  }

  private func listens(at address: Socket.Address?) {
    if case .ip4(let host, let port) = address { origin = "http://\(host):\(port)" }
  }

  private func finalComplaints() -> [String] {
    complaints + steps.map { "\($0.method) \($0.target) never came" }
  }

  private func answer(_ request: HTTPRequest) async -> HTTPResponse {
    let came = "\(request.method.rawValue) \(request.target.rawValue)"
    guard !steps.isEmpty else {
      complaints.append("\(came) was not expected")
      return HTTPResponse(statusCode: HTTPStatusCode(500, phrase: "Unexpected"))
    }
    let step = steps.removeFirst()
    if came != "\(step.method) \(step.target)" {
      complaints.append("\(came) came instead of \(step.method) \(step.target)")
    }
    for (name, value) in step.fields where (request.headers[HTTPHeader(name)] ?? "") != value {
      complaints.append("\(came) had another \(name)")
    }
    let received = Array((try? await request.bodyData) ?? Data())
    if let check = step.complaints {
      complaints += check(received).map { "\(came): \($0)" }
    } else if received != Array(step.received.utf8) {
      complaints.append("\(came) brought another body")
    }
    return HTTPResponse(
      statusCode: HTTPStatusCode(step.status, phrase: "Prepared"),
      headers: HTTPHeaders(
        Dictionary(
          uniqueKeysWithValues: step.headers.map { (HTTPHeader($0), filled($1)) })),
      body: Data(filled(step.body).utf8))
  }

  private func filled(_ text: String) -> String {
    text.replacing("{origin}", with: origin)
  }
}
