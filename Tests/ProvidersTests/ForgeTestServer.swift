import ForgeTestSupport
import Testing

@testable import Providers

/// One repository on a forge, `acme/infra`, whose API is a script on loopback.
struct ForgeTestServer: Sendable {
  typealias Step = HTTPTestServer.Step

  let forge: Forge
  /// Header fields that every request must have.
  let fields: [String: String]

  static let gitHub = ForgeTestServer(
    "https://github.com/acme/infra",
    [
      "Authorization": "Bearer s3cret", "Accept": "application/vnd.github+json",
      "X-GitHub-Api-Version": "2022-11-28", "User-Agent": "gitops-bot",
    ])
  static let gitLab = ForgeTestServer(
    "https://gitlab.com/acme/team/infra",
    ["Authorization": "Bearer s3cret", "Accept": "application/json", "User-Agent": "gitops-bot"])
  static let gitea = ForgeTestServer(
    "https://codeberg.org/acme/infra",
    ["Authorization": "token s3cret", "Accept": "application/json", "User-Agent": "gitops-bot"])

  private init(_ address: String, _ fields: [String: String]) {
    guard let forge = Forge(address: address) else { preconditionFailure(address) }
    self.forge = forge
    self.fields = fields
  }

  /// A request without a body.
  func call(
    _ method: String, _ target: String, status: Int = 200, headers: [String: String] = [:],
    _ answer: String = "{}"
  ) -> Step {
    Step(
      method: method, target: target, fields: fields, status: status, headers: headers,
      body: answer)
  }

  /// A request with a body that fits `schema` and is `sent`.
  func call(
    _ method: String, _ target: String, _ schema: JSONTestSchema,
    _ sent: [String: JSONTestValue], status: Int = 200, headers: [String: String] = [:],
    _ answer: String = "{}"
  ) -> Step {
    var step = call(method, target, status: status, headers: headers, answer)
    step.fields["Content-Type"] = "application/json"
    step.complaints = { schema.complaints($0, expected: sent) }
    return step
  }

  /// What `body` makes of the host, when exactly `steps` are asked, in order.
  func run<Result: Sendable>(
    _ steps: [Step], clock: HTTPTestClock = HTTPTestClock(),
    _ body: @Sendable (ReviewHost) async throws(ForgeError) -> Result
  ) async throws -> Swift.Result<Result, ForgeError> {
    let served = try await HTTPTestServer.serve(steps) { origin in
      await self.outcome(at: origin, clock, body)
    }
    #expect(served.complaints == [])
    return served.result
  }

  /// What `body` makes of a host whose API is at `origin`.
  func outcome<Result>(
    at origin: String, _ clock: HTTPTestClock,
    _ body: (ReviewHost) async throws(ForgeError) -> Result
  ) async -> Swift.Result<Result, ForgeError> {
    do throws(ForgeError) {
      let host = try ReviewHost(
        forge, token: ForgeToken("s3cret", for: forge), api: origin, client: clock.client())
      return .success(try await body(host))
    } catch {
      #expect(!"\(error)".contains("s3cret"))
      return .failure(error)
    }
  }

  /// The review that the tests want.
  static let review = Review(
    title: "Sync", body: "Text\n\n<!-- gitops-bot: d1 -->\n", base: "main",
    branch: "gitops-bot/sync", labels: ["gitops", "unheard"], assignees: ["ada"],
    reviewers: ["bob"], teamReviewers: ["ops"], milestone: "v2")

  /// The same without anything but texts.
  static let plain = Review(
    title: review.title, body: review.body, base: review.base, branch: review.branch)
}
