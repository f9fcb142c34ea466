import ForgeTestSupport
import Testing

@testable import Providers

/// Schemas and answers as in https://docs.github.com/en/rest/pulls/pulls and its neighbours.
@Suite struct GitHubTests {
  private let server = ForgeTestServer.gitHub
  private let open =
    "/repos/acme/infra/pulls?head=acme%3Agitops-bot%2Fsync&state=open&per_page=100&page=1"

  private func pull(
    _ number: Int = 7, title: String = "Sync",
    body: String = #"Text\r\n\r\n<!-- gitops-bot: d1 -->"#,
    base: String = "main", merged: String = "null", labels: String = "", milestone: String = "null"
  ) -> String {
    #"{"number": \#(number), "html_url": "https://github.com/acme/infra/pull/\#(number)", "#
      + #""title": "\#(title)", "body": "\#(body)", "base": {"ref": "\#(base)"}, "#
      + #""merged_at": \#(merged), "labels": [\#(labels)], "assignees": [{"login": "Ada"}], "#
      + #""milestone": \#(milestone), "draft": false}"#
  }

  @Test("The first run opens one pull request with everything that was asked for")
  func create() async throws {
    let result = try await server.run([
      server.call("GET", open, "[]"),
      server.call(
        "POST", "/repos/acme/infra/pulls", .gitHubNewPull,
        [
          "title": "Sync", "body": "Text\n\n<!-- gitops-bot: d1 -->\n", "draft": false,
          "head": "gitops-bot/sync", "base": "main",
        ], status: 201, pull()),
      server.call(
        "GET", "/repos/acme/infra/labels?per_page=100&page=1",
        headers: ["Link": #"<{origin}/x?page=2>; rel="next", <{origin}/x?page=2>; rel="last""#],
        #"[{"name": "bug"}]"#),
      server.call(
        "GET", "/repos/acme/infra/labels?per_page=100&page=2", #"[{"name": "GitOps"}]"#),
      server.call(
        "POST", "/repos/acme/infra/issues/7/labels", .gitHubLabels,
        ["labels": ["gitops"]], "[]"),
      server.call(
        "POST", "/repos/acme/infra/issues/7/assignees",
        JSONTestSchema(required: ["assignees": .strings]), ["assignees": ["ada"]], status: 201,
        pull()),
      server.call(
        "GET", "/repos/acme/infra/milestones?state=open&per_page=100&page=1",
        #"[{"title": "v1", "number": 1, "id": 91}, {"title": "v2", "number": 2, "id": 92}]"#),
      server.call(
        "PATCH", "/repos/acme/infra/issues/7", JSONTestSchema(optional: ["milestone": .integer]),
        ["milestone": 2], pull()),
      server.call(
        "POST", "/repos/acme/infra/pulls/7/requested_reviewers", .requestedReviewers,
        ["reviewers": ["bob"]],
        status: 201, pull()),
      server.call(
        "POST", "/repos/acme/infra/pulls/7/requested_reviewers", .requestedReviewers,
        ["team_reviewers": ["ops"]], status: 422,
        #"{"message": "Reviews may only be requested from collaborators.", "errors": ["x"]}"#),
    ]) { host throws(ForgeError) in try await host.propose(ForgeTestServer.review) }
    let outcome = try result.get()
    #expect(outcome.number == 7)
    #expect(outcome.url == "https://github.com/acme/infra/pull/7")
    #expect(outcome.operation == .created)
    #expect(
      outcome.problems.map(\.message) == [
        #"there is no label "unheard" at https://github.com/acme/infra"#,
        "asking for the review of ops: the server answered 422: Reviews may only be requested from "
          + "collaborators.; x",
      ])
  }

  @Test("A second run with the same inputs asks once and leaves everything")
  func unchanged() async throws {
    let labels = #"{"name": "GITOPS"}, {"name": "unheard"}"#
    let result = try await server.run([
      server.call(
        "GET", open, "[" + pull(labels: labels, milestone: #"{"title": "theirs"}"#) + "]")
    ]) { host throws(ForgeError) in try await host.propose(ForgeTestServer.review) }
    #expect(
      try result.get()
        == ReviewOutcome(
          number: 7, url: "https://github.com/acme/infra/pull/7", operation: .unchanged))
  }

  @Test("Changed inputs update the open pull request in place, and only what differs")
  func update() async throws {
    let result = try await server.run([
      server.call("GET", open, "[" + pull(body: "Old", base: "master") + "]"),
      server.call(
        "PATCH", "/repos/acme/infra/pulls/7", .gitHubPullChange,
        ["body": "Text\n\n<!-- gitops-bot: d1 -->\n", "base": "main"], pull()),
    ]) { host throws(ForgeError) in try await host.propose(ForgeTestServer.plain) }
    #expect(try result.get().operation == .updated)
  }

  @Test(
    "When nothing is left to propose the pull request is closed as the bot's, and the branch goes")
  func withdraw() async throws {
    let result = try await server.run([
      server.call("GET", open, "[" + pull() + "]"),
      server.call(
        "PATCH", "/repos/acme/infra/pulls/7", .gitHubPullChange,
        ["state": "closed", "body": "Text\r\n\r\n<!-- gitops-bot: d1 withdrawn -->"], pull()),
      server.call("DELETE", "/repos/acme/infra/git/refs/heads/gitops-bot/sync", status: 204, ""),
    ]) { host throws(ForgeError) in
      try await host.withdraw(branch: "gitops-bot/sync", deletingBranch: true)
    }
    #expect(try result.get()?.operation == .closed)
  }

  @Test("A branch that has gone already is no failure")
  func branchHasGone() async throws {
    let result = try await server.run([
      server.call("GET", open, "[]"),
      server.call(
        "DELETE", "/repos/acme/infra/git/refs/heads/gitops-bot/sync", status: 422,
        #"{"message": "Reference does not exist"}"#),
    ]) { host throws(ForgeError) in
      try await host.withdraw(branch: "gitops-bot/sync", deletingBranch: true)
    }
    #expect(try result.get() == nil)
  }

  @Test("What a person declined is found behind merged ones, and on the second page")
  func declined() async throws {
    let closed = open.replacing("state=open", with: "state=closed")
    let result = try await server.run([
      server.call(
        "GET", closed, headers: ["Link": #"<https://elsewhere.example/>; rel="next""#],
        "[" + pull(9, merged: #""2024-01-01T00:00:00Z""#) + "]"),
      server.call("GET", closed.replacing("&page=1", with: "&page=2"), "[" + pull(8) + "]"),
    ]) { host throws(ForgeError) in try await host.declinedDigest(of: "gitops-bot/sync") }
    #expect(try result.get() == "d1")
  }

  @Test("What the bot closed itself was declined by nobody")
  func withdrawnIsNotDeclined() async throws {
    let closed = open.replacing("state=open", with: "state=closed")
    let result = try await server.run([
      server.call("GET", closed, "[" + pull(body: "<!-- gitops-bot: d1 withdrawn -->") + "]")
    ]) { host throws(ForgeError) in try await host.declinedDigest(of: "gitops-bot/sync") }
    #expect(try result.get() == nil)
  }

  @Test("Missing values open one issue, and no pull request is taken for it")
  func issue() async throws {
    let issues = "/repos/acme/infra/issues?state=open&per_page=100&page=1"
    let body = #"What to set\n\n<!-- gitops-bot: missing-values -->\n"#
    let issue =
      #"{"number": 3, "html_url": "https://github.com/acme/infra/issues/3", "body": "\#(body)"}"#
    let created = try await server.run([
      server.call(
        "GET", issues, "[" + issue.replacing("}", with: #", "pull_request": {"url": "u"}}"#) + "]"),
      server.call(
        "POST", "/repos/acme/infra/issues",
        JSONTestSchema(required: ["title": .string], optional: ["body": .string]),
        ["title": "Set", "body": "What to set\n\n<!-- gitops-bot: missing-values -->\n"],
        status: 201, issue),
    ]) { host throws(ForgeError) in
      try await host.report(title: "Set", body: "What to set", marker: "missing-values")
    }
    #expect(try created.get().operation == .created)
    let again = try await server.run([server.call("GET", issues, "[\(issue)]")]) {
      host throws(ForgeError) in
      try await host.report(title: "Set", body: "What to set", marker: "missing-values")
    }
    #expect(try again.get().operation == .unchanged)
    #expect(try again.get().number == 3)
  }

  @Test("A lost answer does not open a second pull request")
  func lostAnswer() async throws {
    let sent: [String: JSONTestValue] = [
      "title": "Sync", "body": "Text\n\n<!-- gitops-bot: d1 -->\n", "draft": false,
      "head": "gitops-bot/sync", "base": "main",
    ]
    let result = try await server.run([
      server.call("GET", open, "[]"),
      server.call("POST", "/repos/acme/infra/pulls", .gitHubNewPull, sent, status: 502),
      server.call(
        "POST", "/repos/acme/infra/pulls", .gitHubNewPull, sent, status: 422,
        #"{"message": "Validation Failed", "errors": [{"resource": "PullRequest", "code": "custom", "#
          + #""message": "A pull request already exists for acme:gitops-bot/sync."}]}"#),
      server.call("GET", open, "[" + pull() + "]"),
    ]) { host throws(ForgeError) in try await host.propose(ForgeTestServer.plain) }
    #expect(try result.get().operation == .created)
    #expect(try result.get().number == 7)
  }

  @Test("A draft is opened as one")
  func draft() async throws {
    var review = ForgeTestServer.plain
    review.isDraft = true
    let result = try await server.run([
      server.call("GET", open, "[]"),
      server.call(
        "POST", "/repos/acme/infra/pulls", .gitHubNewPull,
        [
          "title": "Sync", "body": "Text\n\n<!-- gitops-bot: d1 -->\n", "draft": true,
          "head": "gitops-bot/sync", "base": "main",
        ], status: 201, pull()),
    ]) { [review] host throws(ForgeError) in try await host.propose(review) }
    #expect(try result.get().operation == .created)
  }
}
