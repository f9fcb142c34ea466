import ForgeTestSupport
import Testing

@testable import Providers

/// Schemas and answers as in Gitea's own description of its API, `/swagger.v1.json`.
@Suite struct GiteaTests {
  private let server = ForgeTestServer.gitea
  private let open = "/repos/acme/infra/pulls?state=open&limit=50&page=1"

  private func pull(
    _ number: Int = 7, title: String = "Sync", body: String = #"Text\n\n<!-- gitops-bot: d1 -->"#,
    head: String = "gitops-bot/sync", repository: Int = 5, merged: Bool = false
  ) -> String {
    #"{"id": 99, "number": \#(number), "html_url": "https://codeberg.org/acme/infra/pulls/\#(number)","#
      + #""title": "\#(title)", "body": "\#(body)", "base": {"ref": "main", "repo_id": 5}, "#
      + #""head": {"ref": "\#(head)", "repo_id": \#(repository)}, "merged": \#(merged), "#
      + #""labels": [], "assignees": [{"login": "eve"}], "milestone": null}"#
  }

  @Test("The first run opens one pull request with everything that was asked for")
  func create() async throws {
    let result = try await server.run([
      server.call(
        "GET", open, headers: ["Link": #"<https://elsewhere.example/>; rel="next""#],
        "[" + pull(1, head: "other") + "]"),
      server.call(
        "GET", open.replacing("page=1", with: "page=2"), "[" + pull(2, repository: 6) + "]"),
      server.call(
        "POST", "/repos/acme/infra/pulls", .giteaNewPull,
        [
          "title": "Sync", "body": "Text\n\n<!-- gitops-bot: d1 -->\n",
          "head": "gitops-bot/sync", "base": "main",
        ], status: 201, pull()),
      server.call(
        "GET", "/repos/acme/infra/labels?limit=50&page=1", #"[{"id": 4, "name": "bug"}]"#),
      server.call("GET", "/orgs/acme/labels?limit=50&page=1", #"[{"id": 11, "name": "GitOps"}]"#),
      server.call(
        "POST", "/repos/acme/infra/issues/7/labels",
        .giteaLabels,
        ["labels": [11]], "[]"),
      server.call(
        "PATCH", "/repos/acme/infra/pulls/7", .giteaPullChange, ["assignees": ["eve", "ada"]],
        status: 201, pull()),
      server.call(
        "GET", "/repos/acme/infra/milestones?state=open&name=v2&limit=50&page=1",
        #"[{"id": 91, "title": "v20"}, {"id": 92, "title": "v2"}]"#),
      server.call(
        "PATCH", "/repos/acme/infra/pulls/7", .giteaPullChange, ["milestone": 92], status: 201,
        pull()),
      server.call(
        "POST", "/repos/acme/infra/pulls/7/requested_reviewers",
        .requestedReviewers,
        ["reviewers": ["bob"], "team_reviewers": ["ops"]], status: 201, "[]"),
    ]) { host throws(ForgeError) in try await host.propose(ForgeTestServer.review) }
    let outcome = try result.get()
    #expect(outcome.number == 7)
    #expect(outcome.url == "https://codeberg.org/acme/infra/pulls/7")
    #expect(outcome.operation == .created)
    #expect(
      outcome.problems.map(\.message)
        == [#"there is no label "unheard" at https://codeberg.org/acme/infra"#])
  }

  @Test("A second run with the same inputs asks once and leaves everything")
  func unchanged() async throws {
    let result = try await server.run([
      server.call("GET", open, "[" + pull(1, head: "other") + "," + pull(title: "WIP: Sync") + "]")
    ]) { host throws(ForgeError) in try await host.propose(ForgeTestServer.plain) }
    #expect(try result.get().operation == .unchanged)
    #expect(try result.get().number == 7)
  }

  @Test("Changed inputs update the open pull request in place, and only what differs")
  func update() async throws {
    let result = try await server.run([
      server.call("GET", open, "[" + pull(title: "WIP: Old", body: "Old") + "]"),
      server.call(
        "PATCH", "/repos/acme/infra/pulls/7", .giteaPullChange,
        ["title": "WIP: Sync", "body": "Text\n\n<!-- gitops-bot: d1 -->\n"], status: 201, pull()),
    ]) { host throws(ForgeError) in try await host.propose(ForgeTestServer.plain) }
    #expect(try result.get().operation == .updated)
  }

  @Test(
    "When nothing is left to propose the pull request is closed as the bot's, and the branch goes")
  func withdraw() async throws {
    let result = try await server.run([
      server.call("GET", open, "[" + pull() + "]"),
      server.call(
        "PATCH", "/repos/acme/infra/pulls/7", .giteaPullChange,
        ["state": "closed", "body": "Text\n\n<!-- gitops-bot: d1 withdrawn -->"], status: 201,
        pull()),
      server.call("DELETE", "/repos/acme/infra/branches/gitops-bot/sync", status: 204, ""),
    ]) { host throws(ForgeError) in
      try await host.withdraw(branch: "gitops-bot/sync", deletingBranch: true)
    }
    #expect(try result.get()?.operation == .closed)
  }

  @Test("What a person declined is found behind a merged one")
  func declined() async throws {
    let result = try await server.run([
      server.call(
        "GET", open.replacing("open", with: "closed"),
        "[" + pull(9, body: "", merged: true) + "," + pull(8) + "]")
    ]) { host throws(ForgeError) in try await host.declinedDigest(of: "gitops-bot/sync") }
    #expect(try result.get() == "d1")
  }

  @Test("A pull request that another run opened in the meantime is taken over")
  func conflict() async throws {
    let result = try await server.run([
      server.call("GET", open, "[]"),
      server.call(
        "POST", "/repos/acme/infra/pulls", .giteaNewPull,
        [
          "title": "WIP: Sync", "body": "Text\n\n<!-- gitops-bot: d1 -->\n",
          "head": "gitops-bot/sync", "base": "main",
        ], status: 409,
        #"{"message": "pull request already exists for these targets [id: 11]", "url": "u"}"#),
      server.call("GET", open, "[" + pull(title: "Old") + "]"),
      server.call(
        "PATCH", "/repos/acme/infra/pulls/7", .giteaPullChange, ["title": "Sync"], status: 201,
        pull()),
    ]) { host throws(ForgeError) in
      var review = ForgeTestServer.plain
      review.isDraft = true
      return try await host.propose(review)
    }
    #expect(try result.get().operation == .created)
  }

  @Test("Missing values open one issue")
  func issue() async throws {
    let result = try await server.run([
      server.call(
        "GET", "/repos/acme/infra/issues?state=open&type=issues&limit=50&page=1", "[]"),
      server.call(
        "POST", "/repos/acme/infra/issues",
        JSONTestSchema(required: ["title": .string], optional: ["body": .string]),
        ["title": "Set", "body": "What to set\n\n<!-- gitops-bot: missing-values -->\n"],
        status: 201, #"{"number": 3, "html_url": "https://codeberg.org/acme/infra/issues/3"}"#),
    ]) { host throws(ForgeError) in
      try await host.report(title: "Set", body: "What to set", marker: "missing-values")
    }
    #expect(try result.get().operation == .created)
  }
}
