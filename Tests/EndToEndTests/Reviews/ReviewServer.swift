import FlyingFox
import FlyingSocks
import Foundation
import TestSupport

/// The part of a forge's API that is about the reviews of `acme/infra`, on loopback.
///
/// It notes every request, and complains of what the forge does not document.
actor ReviewServer {
  /// What it answers instead of doing what it was asked for.
  struct Refusal: Sendable {
    var status: Int
    var headers: [String: String] = [:]
    var body: String
  }

  /// The address below which the API lies.
  private(set) var origin = ""
  /// What was wrong with the requests, in words.
  private(set) var complaints: [String] = []
  private(set) var reviews: [KeptReview] = []
  private var refusals: [String: Refusal] = [:]
  private var requests: [String] = []
  private let api: any ReviewAPI
  private let token: String

  private init(_ api: any ReviewAPI, token: String) {
    self.api = api
    self.token = token
  }

  /// Runs `body` with a server that speaks as `api` and accepts `token`.
  static func serve(
    _ api: any ReviewAPI, token: String, _ body: @Sendable (ReviewServer) async throws -> Void
  ) async throws {
    let reviews = ReviewServer(api, token: token)
    let server = HTTPServer(
      // A busy machine may take long to start it and to answer; nothing is measured here.
      address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 600,
      // The pool with epoll (0.27) forgets a connection whose descriptor a closed one had.
      pool: .poll(), logger: .disabled,
      handler: ClosureHTTPHandler { await reviews.answer($0) })
    let running = Task { try await server.run() }
    defer { running.cancel() }
    try await server.waitUntilListening(timeout: 600)
    await reviews.listens(at: server.listeningAddress)
    try await body(reviews)
  }

  /// The requests since they were taken last, as `ReviewCall.name`.
  func takeRequests() -> [String] {
    defer { requests = [] }
    return requests
  }

  /// Answers requests of the name `request` with `refusal` from now on; nil to do them again.
  func refuse(_ request: String, with refusal: Refusal?) {
    refusals[request] = refusal
  }

  /// What a person does to a review.
  ///
  /// - Throws: `TestSupportError` when nobody opened it.
  func change(_ number: Int, _ change: @Sendable (inout KeptReview) -> Void) throws {
    guard reviews.change(number, change) != nil else {
      throw TestSupportError("there is no review #\(number)")
    }
  }

  private func listens(at address: Socket.Address?) {
    if case .ip4(let host, let port) = address { origin = "http://\(host):\(port)" }
  }

  private func answer(_ request: HTTPRequest) async -> HTTPResponse {
    guard let call = try? await ReviewCall(request, root: api.root) else {
      complaints.append("\(request.path) broke off")
      return response(400, Data())
    }
    requests.append(call.name)
    check(request, call)
    if let refusal = refusals[call.name] {
      return response(refusal.status, Data(refusal.body.utf8), refusal.headers)
    }
    guard let route = api.routes[call.route] else {
      complaints.append("\(call.name) is not to be asked")
      return json(["message": "Not Found"], status: 404)
    }
    complaints += route.complaints(call)
    let answer = route.act(call, &reviews)
    if answer.status == 422 { complaints.append("\(call.name) cannot be: \(call.body ?? [:])") }
    return json(answer.json, status: answer.status)
  }

  private func check(_ request: HTTPRequest, _ call: ReviewCall) {
    var fields = api.fields
    fields["Authorization"] = api.authorization(token)
    if call.hasBody { fields["Content-Type"] = "application/json" }
    for (field, value) in fields where request.headers[HTTPHeader(field)] != value {
      complaints.append("\(call.name) has another \(field)")
    }
  }

  private func json(_ body: Any, status: Int) -> HTTPResponse {
    response(status, (try? JSONSerialization.data(withJSONObject: body)) ?? Data())
  }

  private func response(
    _ status: Int, _ body: Data, _ headers: [String: String] = [:]
  ) -> HTTPResponse {
    HTTPResponse(
      statusCode: HTTPStatusCode(status, phrase: "Prepared"),
      headers: HTTPHeaders(
        Dictionary(uniqueKeysWithValues: headers.map { (HTTPHeader($0), $1) })),
      body: body)
  }
}
