import Foundation
import TestSupport
import Testing

@Suite struct GitHubIssueTests {
  /// A repository without values, whose servers list these issues.
  private func job(_ issues: String, login: String = "github-actions[bot]") async throws
    -> GitHubJob
  {
    let job = try GitHubJob(
      try await Remote.holding([
        "bot.config.json": """
        { "replacements": [
          { "kind": "domain", "from": "example.com", "to": "{{project.domain}}" } ] }

        """,
        "manifests/site.yaml": "host: chat.example.com\n",
      ]))
    try job.remote.folder.write(issues, to: "gh/issues.json")
    try job.remote.folder.write("\(login)\n", to: "gh/login")
    return job
  }

  private static let payload = #"{ "schedule": "17 5 * * *" }"#

  /// An issue that holds the marker, as GitHub lists it: a pull request has one member more.
  private static func issue(_ number: Int, by login: String, isPullRequest: Bool = false) -> String
  {
    """
    { "number": \(number), "user": { "login": "\(login)" },
      "body": "text\\n<!-- gitops-bot: missing values -->"
      \(isPullRequest ? #", "pull_request": { "url": "https://github.com/" }"# : "") }
    """
  }

  @Test("an issue or pull request that somebody else put the marker into stays theirs")
  func othersIssues() async throws {
    let others = [
      Self.issue(7, by: "mallory"), Self.issue(8, by: "github-actions[bot]", isPullRequest: true),
      #"{ "number": 9, "user": null, "body": "<!-- gitops-bot: missing values -->" }"#,
      #"{ "number": 10, "user": { "login": "github-actions[bot]" }, "body": null }"#,
    ]
    let job = try await job("[\(others.joined(separator: ","))]")
    let result = try #require(try await job.run("schedule", payload: Self.payload))
    #expect(result.status == 0, "\(result.log)")
    #expect(!result.requests.contains("PATCH"), "\(result.requests)")
    #expect(result.requests.contains("--method POST repos/acme/infrastructure/issues"))
  }

  @Test("the bot's own issue is brought up to date, whoever else has one like it")
  func ownIssue() async throws {
    let issues = [Self.issue(7, by: "mallory"), Self.issue(5, by: "github-actions[bot]")]
    let job = try await job("[\(issues.joined(separator: ","))]")
    let result = try #require(try await job.run("schedule", payload: Self.payload))
    #expect(result.status == 0, "\(result.log)")
    #expect(result.requests.contains("--method PATCH repos/acme/infrastructure/issues/5 "))
    #expect(!result.requests.contains("POST"))
  }

  @Test(
    "its own is what the token's identity opened: an app's, a person's, or the workflow's where nobody tells",
    arguments: [
      ("acme-bot[bot]", "acme-bot[bot]"), ("octocat", "octocat"), ("", "github-actions[bot]"),
      ("null", "github-actions[bot]"),
    ])
  func identities(told: String, author: String) async throws {
    let issues = [
      Self.issue(7, by: "mallory"), Self.issue(5, by: author), Self.issue(4, by: "x[bot]"),
    ]
    let job = try await job("[\(issues.joined(separator: ","))]", login: told)
    let result = try #require(try await job.run("schedule", payload: Self.payload))
    #expect(result.requests.contains("issues/5 "), "\(result.requests)")
  }

  @Test("where the issues cannot be read no second one is opened, and the job fails")
  func unreadable() async throws {
    let job = try await job("[]")
    try job.remote.folder.write("issues?state", to: "gh/refuses")
    let result = try #require(try await job.run("schedule", payload: Self.payload))
    #expect(result.status == 1)
    #expect(!result.requests.contains("POST"))
    #expect(result.log.contains("::error title=gitops-bot::no issue could be opened"))
  }

  @Test("on a runner without gh the log says what was left out for it")
  func withoutClient() async throws {
    var job = try await job("[]")
    job.path = try await job.pathWithoutClient()
    let result = try #require(try await job.run("schedule", payload: Self.payload))
    #expect(result.status == 1)
    #expect(result.requests.isEmpty)
    let warnings = result.log.split(separator: "\n").filter { $0.hasPrefix("::warning") }
    #expect(
      warnings.count { $0.contains("gh") && $0.contains("not installed") } == 2, "\(result.log)")
    #expect(result.outputs.contains("project.domain"))
  }
}
