import ForgeTestSupport
import Testing

@testable import Providers

/// Schemas and answers as in https://docs.gitlab.com/api/merge_requests/ and its neighbours.
@Suite struct GitLabTests {
  private let server = ForgeTestServer.gitLab
  private let project = "/projects/acme%2Fteam%2Finfra"
  private var open: String {
    project
      + "/merge_requests?source_branch=gitops-bot%2Fsync&state=opened&per_page=100&page=1"
  }

  private func request(
    title: String = "Sync", body: String = #"Text\n\n<!-- gitops-bot: d1 -->"#, source: Int = 5,
    labels: String = ""
  ) -> String {
    #"{"id": 901, "iid": 7, "web_url": "https://gitlab.com/acme/team/infra/-/merge_requests/7", "#
      + #""title": "\#(title)", "description": "\#(body)", "target_branch": "main", "#
      + #""source_project_id": \#(source), "target_project_id": 5, "labels": [\#(labels)], "#
      + #""assignees": [{"id": 31, "username": "eve"}], "milestone": null}"#
  }

  @Test("The first run opens one merge request with everything that was asked for")
  func create() async throws {
    let result = try await server.run([
      // A fork's branch of the same name is not the bot's.
      server.call("GET", open, "[" + request(source: 6) + "]"),
      server.call(
        "POST", project + "/merge_requests", .gitLabNewRequest,
        [
          "source_branch": "gitops-bot/sync", "target_branch": "main", "title": "Sync",
          "description": "Text\n\n<!-- gitops-bot: d1 -->\n",
        ], status: 201, request()),
      server.call(
        "GET", project + "/labels?per_page=100&page=1", #"[{"id": 1, "name": "gitops"}]"#),
      server.call("GET", "/users?username=ada", #"[{"id": 32, "username": "ada"}]"#),
      server.call("GET", "/users?username=bob", #"[{"id": 33, "username": "bob"}]"#),
      server.call(
        "GET", project + "/milestones?title=v2&state=active&include_ancestors=true",
        #"[{"id": 92, "title": "v2"}]"#),
      server.call(
        "PUT", project + "/merge_requests/7", .gitLabRequestChange,
        [
          "add_labels": "gitops", "assignee_ids": [31, 32], "reviewer_ids": [33],
          "milestone_id": 92,
        ], request()),
    ]) { host throws(ForgeError) in try await host.propose(ForgeTestServer.review) }
    let outcome = try result.get()
    #expect(outcome.number == 7)
    #expect(outcome.url == "https://gitlab.com/acme/team/infra/-/merge_requests/7")
    #expect(outcome.operation == .created)
    #expect(
      outcome.problems.map(\.message) == [
        #"there is no label "unheard" at https://gitlab.com/acme/team/infra"#,
        "GitLab asks no teams for reviews",
      ])
  }

  @Test("A second run with the same inputs asks once and leaves everything")
  func unchanged() async throws {
    let result = try await server.run([server.call("GET", open, "[" + request() + "]")]) {
      host throws(ForgeError) in try await host.propose(ForgeTestServer.plain)
    }
    #expect(try result.get().operation == .unchanged)
  }

  @Test("Changed inputs update in place, and a draft stays one until people say otherwise")
  func update() async throws {
    let result = try await server.run([
      server.call("GET", open, "[" + request(title: "draft: Old") + "]"),
      server.call(
        "PUT", project + "/merge_requests/7", .gitLabRequestChange, ["title": "draft: Sync"],
        request()),
    ]) { host throws(ForgeError) in try await host.propose(ForgeTestServer.plain) }
    #expect(try result.get().operation == .updated)
  }

  @Test("A merge request that people made ready is no draft again")
  func ready() async throws {
    var review = ForgeTestServer.plain
    review.isDraft = true
    let result = try await server.run([server.call("GET", open, "[" + request() + "]")]) {
      [review] host throws(ForgeError) in try await host.propose(review)
    }
    #expect(try result.get().operation == .unchanged)
  }

  @Test("A label that a newer configuration names is added to the open merge request")
  func addedLabel() async throws {
    var review = ForgeTestServer.plain
    review.labels = ["gitops", "new"]
    let result = try await server.run([
      server.call("GET", open, "[" + request(labels: #""gitops""#) + "]"),
      server.call("GET", project + "/labels?per_page=100&page=1", #"[{"name": "new"}]"#),
      server.call(
        "PUT", project + "/merge_requests/7", .gitLabRequestChange, ["add_labels": "new"], request()
      ),
    ]) { [review] host throws(ForgeError) in try await host.propose(review) }
    #expect(try result.get().operation == .updated)
    #expect(try result.get().problems == [])
  }

  @Test(
    "When nothing is left to propose the merge request is closed as the bot's, and the branch goes")
  func withdraw() async throws {
    let result = try await server.run([
      server.call("GET", open, "[" + request() + "]"),
      server.call(
        "PUT", project + "/merge_requests/7", .gitLabRequestChange,
        ["state_event": "close", "description": "Text\n\n<!-- gitops-bot: d1 withdrawn -->"],
        request()),
      server.call(
        "DELETE", project + "/repository/branches/gitops-bot%2Fsync", status: 404,
        #"{"message": "404 Branch Not Found"}"#),
    ]) { host throws(ForgeError) in
      try await host.withdraw(branch: "gitops-bot/sync", deletingBranch: true)
    }
    #expect(try result.get()?.operation == .closed)
  }

  @Test("What a person declined is found")
  func declined() async throws {
    let result = try await server.run([
      server.call("GET", open.replacing("opened", with: "closed"), "[" + request() + "]")
    ]) { host throws(ForgeError) in try await host.declinedDigest(of: "gitops-bot/sync") }
    #expect(try result.get() == "d1")
  }

  @Test("Missing values open one issue")
  func issue() async throws {
    let result = try await server.run([
      server.call("GET", project + "/issues?state=opened&per_page=100&page=1", "[]"),
      server.call(
        "POST", project + "/issues",
        JSONTestSchema(required: ["title": .string], optional: ["description": .string]),
        ["title": "Set", "description": "What to set\n\n<!-- gitops-bot: missing-values -->\n"],
        status: 201, #"{"iid": 3, "web_url": "https://gitlab.com/acme/team/infra/-/issues/3"}"#),
    ]) { host throws(ForgeError) in
      try await host.report(title: "Set", body: "What to set", marker: "missing-values")
    }
    #expect(try result.get().number == 3)
    #expect(try result.get().operation == .created)
  }

  @Test("A person whom GitLab does not know is reported, and the review stands")
  func unknownUser() async throws {
    var review = ForgeTestServer.plain
    review.assignees = ["nobody"]
    let result = try await server.run([
      server.call("GET", open, "[]"),
      server.call(
        "POST", project + "/merge_requests", .gitLabNewRequest,
        [
          "source_branch": "gitops-bot/sync", "target_branch": "main", "title": "Draft: Sync",
          "description": "Text\n\n<!-- gitops-bot: d1 -->\n",
        ], status: 201, request()),
      server.call("GET", "/users?username=nobody", "[]"),
    ]) { [review] host throws(ForgeError) in
      var review = review
      review.isDraft = true
      return try await host.propose(review)
    }
    #expect(try result.get().operation == .created)
    #expect(
      try result.get().problems.map(\.message)
        == [#"there is no user "nobody" at https://gitlab.com/acme/team/infra"#])
  }
}
