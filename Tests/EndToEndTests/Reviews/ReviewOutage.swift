import ForgeTestSupport
import Testing

/// Something that goes wrong on the way to a review, and what the user gets to know.
struct ReviewOutage: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What the API answers, one connection after the other.
  var answers: [HTTPBrokenServer.Answer] = []
  /// The calls that it has to see; of a connection that is reset it sees no more than that.
  var calls: [String] = []
  /// What the server's hook prints when it declines the push; nil when it takes it.
  var hook: String?
  /// Whether the server lets the token read alone.
  var isReadOnly = false
  /// Seconds for each try; nil for the default.
  var timeout: String?
  /// The exit code.
  let exit: Int32
  /// Whether the branch is on the server afterwards.
  let isPushed: Bool
  /// What stands in standard output or standard error.
  let words: [String]
}

extension ReviewOutage {
  private static let closed =
    "GET /repos/acme/infra/pulls?head=acme%3Agitops-bot%2Fsync&state=closed"
  private static let open = "GET /repos/acme/infra/pulls?head=acme%3Agitops-bot%2Fsync&state=open"
  private static let pages = "&per_page=100&page=1"
  private static let post = "POST /repos/acme/infra/pulls"

  /// Neither a closed pull request nor an open one is there.
  private static let none: [HTTPBrokenServer.Answer] = [.json(200, "[]"), .json(200, "[]")]
  private static let looking = [closed + pages, open + pages]
  private static let created: [HTTPBrokenServer.Answer] = [
    .json(
      201,
      #"{"number": 7, "html_url": "https://git.example.com/7", "title": "T", "body": "B", "#
        + #""base": {"ref": "main"}, "merged_at": null}"#),
    .json(200, #"[{"name": "gitops"}]"#), .json(200, "[]"),
  ]
  private static let labelling = [
    "GET /repos/acme/infra/labels?per_page=100&page=1", "POST /repos/acme/infra/issues/7/labels",
  ]
  private static let done = ["review: #7 was created, https://git.example.com/7"]
  private static let retry = HTTPBrokenServer.Answer.json(429, "{}", ["Retry-After": "1"])
  private static let badGateway = HTTPBrokenServer.Answer.json(502, "<html>")

  /// What passes: the run goes on, and the pull request is there once.
  static let passing = [
    ReviewOutage(
      testDescription: "429 with Retry-After", answers: [retry] + none + [retry] + created,
      calls: [closed + pages] + looking + [post, post] + labelling, exit: 0, isPushed: true,
      words: done),
    ReviewOutage(
      testDescription: "502 twice", answers: none + [badGateway, badGateway] + created,
      calls: looking + [post, post, post] + labelling, exit: 0, isPushed: true, words: done),
    ReviewOutage(
      testDescription: "connections that are reset, or end within an answer",
      answers: [.reset, .json(200, "[]"), .reset, .json(200, "[]"), .bytes("")] + created,
      calls: ["reset", closed + pages, "reset", open + pages, post, post] + labelling,
      exit: 0, isPushed: true, words: done),
  ]

  /// What does not pass: nothing is pushed where nobody can know whether it is wanted.
  static let lasting = [
    ReviewOutage(
      testDescription: "a body that never ends", answers: [.trickle], calls: [closed + pages],
      timeout: "1", exit: 1, isPushed: false,
      words: [
        "error: looking for closed pull requests", "there was no complete answer in time",
        "check the address, the network and the proxy; run again",
      ]),
    ReviewOutage(
      testDescription: "truncated JSON before the push",
      answers: [.json(200, #"[{"number": 7, "h"#)],
      calls: [closed + pages], exit: 1, isPushed: false,
      words: ["error: looking for closed pull requests: ", "cannot be understood, run again later"]),
    ReviewOutage(
      testDescription: "truncated JSON after the push",
      answers: none + [.json(201, #"{"number": "#)], calls: looking + [post], exit: 1,
      isPushed: true,
      words: [
        "error review-failed: opening the pull request: ", "cannot be understood",
        "review: open one at ",
      ]),
    ReviewOutage(
      testDescription: "429 for an hour",
      answers: none + [.json(429, "{}", ["Retry-After": "3600"])],
      calls: looking + [post], exit: 1, isPushed: true,
      words: [
        "error review-failed: opening the pull request", "asks to wait 3600 seconds",
        "run again then, or use a token of its own", "review: open one at ",
      ]),
  ]

  /// What GitHub does not permit: exit 5, with what is missing and where it is given.
  static let refusals = [
    ReviewOutage(
      testDescription: "Actions may not open pull requests",
      answers: none + [
        .json(
          403,
          #"{"message": "GitHub Actions is not permitted to create or approve pull requests."}"#)
      ], calls: looking + [post], exit: 5, isPushed: true,
      words: [
        "error review-refused: ",
        "(missing: \"Allow GitHub Actions to create and approve pull requests\")",
        "/acme/infra/settings/actions", "review: open one at ",
      ]),
    ReviewOutage(
      testDescription: "a workflow without pull-requests: write",
      answers: none + [
        .json(
          403, #"{"message": "Resource not accessible by integration"}"#,
          ["X-Accepted-GitHub-Permissions": "pull_requests=write"])
      ], calls: looking + [post], exit: 5, isPushed: true,
      words: [
        "(missing: \"pull-requests: write\")", "`permissions:` of the workflow",
        "review: open one at ",
      ]),
    ReviewOutage(
      testDescription: "a classic token without scope",
      answers: none + [
        .json(404, #"{"message": "Not Found"}"#, ["X-OAuth-Scopes": "gist"])
      ], calls: looking + [post], exit: 5, isPushed: true,
      words: [
        "(missing: \"repo\")", "give the token the scope repo at ", "review: open one at ",
      ]),
    ReviewOutage(
      testDescription: "a token that may not push", answers: [.json(200, "[]")],
      calls: [closed + pages], isReadOnly: true, exit: 5, isPushed: false,
      words: ["status code: 403 (missing: \"contents: write\")", "`permissions:` of the workflow"]),
    ReviewOutage(
      testDescription: "a protected branch", answers: [.json(200, "[]")], calls: [closed + pages],
      hook: "error: GH006: Protected branch update failed for refs/heads/gitops-bot/sync.",
      exit: 5, isPushed: false,
      words: [
        "GH006", "(missing: \"push to the protected branch gitops-bot/sync\")",
        "/acme/infra/settings/branches, or choose another review.branch",
      ]),
    ReviewOutage(
      testDescription: "rules of the repository", answers: [.json(200, "[]")],
      calls: [closed + pages],
      hook: "error: GH013: Repository rule violations found for refs/heads/gitops-bot/sync.",
      exit: 5, isPushed: false,
      words: ["GH013", "(missing: \"bypass of the rules\")", "/acme/infra/settings/rules"]),
    ReviewOutage(
      testDescription: "workflow files in the push", answers: [.json(200, "[]")],
      calls: [closed + pages],
      hook: "refusing to allow a GitHub App to create or update workflow "
        + "`.github/workflows/x.yml` without `workflows` permission",
      exit: 5, isPushed: false,
      words: ["(missing: \"workflows\")", "GITHUB_TOKEN never has it"]),
  ]
}
