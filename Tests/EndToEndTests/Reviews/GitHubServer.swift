import FlyingFox
import FlyingSocks
import Foundation
import TestSupport

/// The part of GitHub's API that is about the pull requests of `acme/infra`, on loopback.
///
/// It notes every request, and complains of what GitHub does not document
/// (https://docs.github.com/en/rest/pulls/pulls).
actor GitHubServer {
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
  private(set) var pulls: [PullRequest] = []
  private var refusals: [String: Refusal] = [:]
  private var requests: [String] = []
  private let token: String

  private static let repository = "/repos/acme/infra"

  private init(token: String) {
    self.token = token
  }

  /// Runs `body` with a server that accepts `token`.
  static func serve(
    token: String, _ body: @Sendable (GitHubServer) async throws -> Void
  ) async throws {
    let gitHub = GitHubServer(token: token)
    let server = HTTPServer(
      // A busy machine may take long to start it and to answer; nothing is measured here.
      address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 600, logger: .disabled,
      handler: ClosureHTTPHandler { await gitHub.answer($0) })
    let running = Task { try await server.run() }
    defer { running.cancel() }
    try await server.waitUntilListening(timeout: 600)
    await gitHub.listens(at: server.listeningAddress)
    try await body(gitHub)
  }

  /// The requests since they were taken last, as `METHOD /path` below the repository; the branch and
  /// the page, which every list has, are left out.
  func takeRequests() -> [String] {
    defer { requests = [] }
    return requests
  }

  /// Answers requests such as `POST /pulls` with `refusal` from now on; nil to do them again.
  func refuse(_ request: String, with refusal: Refusal?) {
    refusals[request] = refusal
  }

  /// What a person does to a pull request.
  ///
  /// - Throws: `TestSupportError` when nobody opened it.
  func change(_ number: Int, _ change: @Sendable (inout PullRequest) -> Void) throws {
    guard pulls.indices.contains(number - 1) else {
      throw TestSupportError("there is no pull request #\(number)")
    }
    change(&pulls[number - 1])
  }

  private func listens(at address: Socket.Address?) {
    if case .ip4(let host, let port) = address { origin = "http://\(host):\(port)" }
  }

  private func answer(_ request: HTTPRequest) async -> HTTPResponse {
    let path = String(request.path.dropFirst(Self.repository.count))
    let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
    let state = query["state"].map { "?state=\($0)" } ?? ""
    let name = "\(request.method.rawValue) \(path)\(state)"
    requests.append(name)
    let sent = (try? await request.bodyData) ?? Data()
    check(request, name, query, sent)
    if let refusal = refusals[name] {
      return response(refusal.status, Data(refusal.body.utf8), refusal.headers)
    }
    let body = (try? JSONSerialization.jsonObject(with: sent)) as? [String: Any] ?? [:]
    return reply(request.method.rawValue, path, query, body)
  }

  private func check(
    _ request: HTTPRequest, _ name: String, _ query: [String: String], _ sent: Data
  ) {
    var fields = [
      "Authorization": "Bearer \(token)", "Accept": "application/vnd.github+json",
      "X-GitHub-Api-Version": "2022-11-28", "User-Agent": "gitops-bot",
    ]
    if !sent.isEmpty { fields["Content-Type"] = "application/json" }
    for (field, value) in fields where request.headers[HTTPHeader(field)] != value {
      complaints.append("\(name) has another \(field)")
    }
    if !request.path.hasPrefix(Self.repository + "/") {
      complaints.append("\(name): \(request.path)")
    }
    if query["state"] != nil, query["head"] != "acme:gitops-bot/sync" {
      complaints.append("\(name) asks for every branch")
    }
  }

  private func reply(
    _ method: String, _ path: String, _ query: [String: String], _ body: [String: Any]
  ) -> HTTPResponse {
    let parts = path.split(separator: "/").map(String.init)
    switch (method, parts.first, parts.count) {
    case ("GET", "pulls", 1):
      return json(pulls.reversed().filter { $0.state == query["state"] }.map(\.json))
    case ("POST", "pulls", 1): return open(body)
    case ("GET", "labels", 1): return json([["name": "gitops"], ["name": "bug"]])
    case ("PATCH", "pulls", 2): return change(parts[1], body)
    case ("POST", "issues", 3): return add(to: parts[1], "labels", body) { $0.labels += $1 }
    case ("POST", "pulls", 3): return add(to: parts[1], "reviewers", body) { $0.reviewers += $1 }
    default:
      complaints.append("\(method) \(path) is not to be asked")
      return json(["message": "Not Found"], status: 404)
    }
  }

  private func open(_ body: [String: Any]) -> HTTPResponse {
    guard let title = body["title"] as? String, let text = body["body"] as? String,
      let head = body["head"] as? String, let base = body["base"] as? String,
      let draft = body["draft"] as? Bool, body.count == 5, text.count <= 65_536
    else { return invalid("POST /pulls: \(body)") }
    if pulls.contains(where: { $0.state == "open" }) { return invalid("a second pull request") }
    pulls.append(
      PullRequest(
        number: pulls.count + 1, title: title, body: text, head: head, base: base, draft: draft))
    return json(pulls[pulls.count - 1].json, status: 201)
  }

  private func change(_ number: String, _ body: [String: Any]) -> HTTPResponse {
    guard let index = index(number), let texts = body as? [String: String], !texts.isEmpty,
      Set(texts.keys).isSubset(of: ["title", "body", "base", "state"])
    else { return invalid("PATCH /pulls/\(number): \(body)") }
    pulls[index].title = texts["title"] ?? pulls[index].title
    pulls[index].body = texts["body"] ?? pulls[index].body
    pulls[index].base = texts["base"] ?? pulls[index].base
    pulls[index].state = texts["state"] ?? pulls[index].state
    return json(pulls[index].json)
  }

  private func add(
    to number: String, _ key: String, _ body: [String: Any],
    _ add: (inout PullRequest, [String]) -> Void
  ) -> HTTPResponse {
    guard let index = index(number), let names = body[key] as? [String], body.count == 1 else {
      return invalid("\(key) of \(number): \(body)")
    }
    add(&pulls[index], names)
    return json(pulls[index].json, status: 201)
  }

  private func index(_ number: String) -> Int? {
    Int(number).flatMap { pulls.indices.contains($0 - 1) ? $0 - 1 : nil }
  }

  private func invalid(_ what: String) -> HTTPResponse {
    complaints.append(what)
    return json(["message": "Validation Failed"], status: 422)
  }

  private func json(_ body: Any, status: Int = 200) -> HTTPResponse {
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
