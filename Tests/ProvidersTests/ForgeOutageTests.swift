import ForgeTestSupport
import Testing

@testable import Providers

/// What becomes of a run while the forge's server, or the way there, has trouble.
@Suite struct ForgeOutageTests {
  private static let server = ForgeTestServer.gitHub
  private static let target =
    "/repos/acme/infra/pulls?head=acme%3Agitops-bot%2Fsync&state=open&per_page=100&page=1"
  private static let pull =
    #"[{"number": 7, "html_url": "u", "title": "Sync", "body": "Text\n\n<!-- gitops-bot: d1 -->", "#
    + #""base": {"ref": "main"}, "merged_at": null}]"#

  /// An answer of the server and what comes of it; nil stands for the open review.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let answers: [(status: Int, headers: [String: String], body: String)]
    var kind: ForgeError.Kind?
    var pauses: [Duration] = []

    init(
      _ description: String, _ answers: [(Int, [String: String], String)],
      _ kind: ForgeError.Kind? = nil, pauses: [Duration] = []
    ) {
      testDescription = description
      self.answers = answers
      self.kind = kind
      self.pauses = pauses
    }
  }

  private static let cases = [
    Case(
      "429 with Retry-After", [(429, ["Retry-After": "7"], ""), (200, [:], pull)],
      pauses: [.seconds(7)]),
    Case(
      "GitHub's secondary limit", [(403, ["Retry-After": "60"], "{}"), (200, [:], pull)],
      pauses: [.seconds(60)]),
    Case(
      "GitHub's limit that ends soon",
      [
        (429, ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "784111760"], "{}"),
        (200, [:], pull),
      ], pauses: [.seconds(13)]),
    Case("429 for an hour", [(429, ["Retry-After": "3600"], "")], .rateLimited),
    Case(
      "502 twice", [(502, [:], ""), (502, [:], ""), (200, [:], pull)],
      pauses: [.milliseconds(500), .seconds(1)]),
    Case(
      "503 for ever", Array(repeating: (503, [:], ""), count: 5), .unavailable,
      pauses: [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)]),
    Case("truncated JSON", [(200, [:], #"[{"number": 7, "html_"#)], .unavailable),
    Case("no JSON", [(200, [:], "<html>Sign in</html>")], .unavailable),
    Case("JSON of something else", [(200, [:], #"{"number": 7}"#)], .unavailable),
  ]

  @Test("A run survives what passes, and says what does not", arguments: cases)
  func outage(_ expected: Case) async throws {
    let clock = HTTPTestClock()
    let steps = expected.answers.map { answer in
      Self.server.call(
        "GET", Self.target, status: answer.status, headers: answer.headers, answer.body)
    }
    let result = try await Self.server.run(steps, clock: clock) { host throws(ForgeError) in
      try await host.propose(ForgeTestServer.plain)
    }
    #expect(clock.pauses == expected.pauses)
    switch result {
    case .success(let outcome):
      #expect(expected.kind == nil)
      #expect(outcome.operation == .unchanged)
    case .failure(let error): #expect(error.kind == expected.kind)
    }
  }

  @Test("A review is opened although the connection broke while it was sent")
  func reset() async throws {
    let clock = HTTPTestClock()
    let posted = Self.pull.dropFirst().dropLast()
    let answers: [HTTPBrokenServer.Answer] = [
      .json(200, "[]"), .reset, .bytes(""), .json(201, String(posted)),
    ]
    let result = try await HTTPBrokenServer.serve(answers) { origin in
      await Self.server.outcome(at: origin, clock) { host throws(ForgeError) in
        try await host.propose(ForgeTestServer.plain)
      }
    }.result
    #expect(try result.get().operation == .created)
    #expect(clock.pauses == [.milliseconds(500), .seconds(1)])
  }

  @Test("An issue is not opened twice because the connection broke")
  func resetIssue() async throws {
    let issue = #"{"number": 3, "html_url": "u"}"#
    let answers: [HTTPBrokenServer.Answer] = [
      .json(200, "[]"), .bytes(""), .json(201, issue),
    ]
    let result = try await HTTPBrokenServer.serve(answers) { origin in
      await Self.server.outcome(at: origin, HTTPTestClock()) { host throws(ForgeError) in
        try await host.report(title: "Set", body: "What to set", marker: "missing-values")
      }
    }.result
    #expect(throws: ForgeError.self) { try result.get() }
  }

  @Test("A forge that never finishes its answer does not hold the run for ever")
  func slow() async throws {
    let result = try await HTTPBrokenServer.serve([]) { origin in
      await Self.server.outcome(at: origin, HTTPTestClock(isLate: true)) {
        host throws(ForgeError) in try await host.propose(ForgeTestServer.plain)
      }
    }.result
    let error = #expect(throws: ForgeError.self) { try result.get() }
    #expect(error?.kind == .unavailable)
  }

  @Test("A token of another server is never sent")
  func otherServer() {
    let error = #expect(throws: ForgeError.self) {
      try ReviewHost(
        ForgeTestServer.gitHub.forge, token: ForgeToken("s3cret", for: ForgeTestServer.gitea.forge),
        api: "https://api.github.com", client: HTTPTestClock().client())
    }
    #expect(error?.kind == .authentication)
  }

  @Test(
    "A token is not sent where others can read it",
    arguments: ["http://git.example.com/api/v4", "git.example.com", ""])
  func overheard(_ api: String) {
    let forge = ForgeTestServer.gitLab.forge
    #expect(throws: ForgeError.self) {
      try ReviewHost(
        forge, token: ForgeToken("s3cret", for: forge), api: api, client: HTTPTestClock().client())
    }
  }
}
