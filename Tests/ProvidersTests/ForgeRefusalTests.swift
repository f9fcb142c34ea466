import ForgeTestSupport
import Testing

@testable import Providers

/// What becomes of a first run when opening the review fails.
@Suite struct ForgeRefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let server: ForgeTestServer
    let status: Int
    var headers: [String: String] = [:]
    var answer = "{}"
    let kind: ForgeError.Kind
    var permission: String?
    /// What the remedy must name.
    var remedy = ""

    init(
      _ description: String, _ server: ForgeTestServer, _ status: Int,
      _ headers: [String: String] = [:], message: String? = nil, answer: String = "{}",
      _ kind: ForgeError.Kind, permission: String? = nil, remedy: String = ""
    ) {
      testDescription = description
      self.server = server
      self.status = status
      self.headers = headers
      self.answer = message.map { #"{"message": "\#($0)", "status": "\#(status)"}"# } ?? answer
      self.kind = kind
      self.permission = permission
      self.remedy = remedy
    }
  }

  private static let cases = [
    Case(
      "bad token", .gitHub, 401, message: "Bad credentials", .authentication,
      remedy: "https://github.com/settings/tokens"),
    Case(
      "Actions may not open pull requests", .gitHub, 403,
      message: "GitHub Actions is not permitted to create or approve pull requests.", .permission,
      permission: "Allow GitHub Actions to create and approve pull requests",
      remedy: "https://github.com/acme/infra/settings/actions"),
    Case(
      "workflow without permission", .gitHub, 403,
      ["X-Accepted-GitHub-Permissions": "pull_requests=write; issues=write"],
      message: "Resource not accessible by integration", .permission,
      permission: "pull-requests: write", remedy: "`permissions:` of the workflow"),
    Case(
      "fine-grained token without permission", .gitHub, 403,
      ["X-Accepted-GitHub-Permissions": "contents=read, pull_requests=write"],
      message: "Resource not accessible by personal access token", .permission,
      permission: "contents: read, pull-requests: write",
      remedy: "https://github.com/settings/personal-access-tokens"),
    Case(
      "classic token without scope", .gitHub, 404,
      ["X-OAuth-Scopes": "gist, read:org", "X-Accepted-OAuth-Scopes": "repo"],
      message: "Not Found", .permission, permission: "repo",
      remedy: "https://github.com/settings/tokens"),
    Case(
      "single sign-on", .gitHub, 403, ["X-GitHub-SSO": "required; url=https://x.example"],
      message: "Resource protected by organization SAML enforcement.", .permission,
      permission: "single sign-on", remedy: "authorise the token"),
    Case(
      "archived on GitHub", .gitHub, 403, message: "Repository was archived so is read-only.",
      .permission, remedy: "unarchive"),
    Case(
      "protected branch", .gitHub, 422, message: "Cannot update this protected branch.",
      .permission, remedy: "review.branch"),
    Case(
      "another 403", .gitHub, 403, message: "Must have write access.", .permission,
      remedy: "https://github.com/acme/infra"),
    Case(
      "no such repository", .gitHub, 404, ["X-OAuth-Scopes": "repo"], message: "Not Found",
      .notFound, remedy: "https://github.com/acme/infra"),
    Case(
      "moved repository", .gitHub, 307, ["Location": "{origin}/repositories/1/pulls"],
      message: "Temporary Redirect", .notFound, remedy: "address of the remote"),
    Case(
      "hourly limit", .gitHub, 403,
      ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "784115347"],
      message: "API rate limit exceeded", .rateLimited),
    Case(
      "secondary limit without a time", .gitHub, 403,
      message: "You have exceeded a secondary rate limit.", .rateLimited),
    Case("bad token", .gitLab, 401, message: "401 Unauthorized", .authentication),
    Case(
      "missing scope", .gitLab, 403,
      answer: #"{"error": "insufficient_scope", "error_description": "more", "scope": "api"}"#,
      .permission, permission: "api",
      remedy: "https://gitlab.com/acme/team/infra/-/settings/access_tokens"),
    Case(
      "missing role", .gitLab, 403, message: "403 Forbidden", .permission,
      permission: "Developer", remedy: "https://gitlab.com/acme/team/infra/-/project_members"),
    Case(
      "no such project", .gitLab, 404, message: "404 Project Not Found", .notFound),
    Case(
      "missing scope", .gitea, 403,
      message: "token does not have at least one of required scope(s): [write:repository]",
      .permission, permission: "write:repository",
      remedy: "https://codeberg.org/user/settings/applications"),
    Case("another 403", .gitea, 403, message: "user has no write access", .permission),
    Case(
      "archived on Gitea", .gitea, 423, message: "acme/infra is archived", .permission,
      remedy: "unarchive"),
    Case("broken server", .gitea, 500, answer: "<html>", .unavailable),
  ]

  /// Where each forge is asked for the open review.
  private func firstCall(_ server: ForgeTestServer) -> String {
    switch server.forge.kind {
    case .gitHub:
      "/repos/acme/infra/pulls?head=acme%3Agitops-bot%2Fsync&state=open&per_page=100&page=1"
    case .gitLab:
      "/projects/acme%2Fteam%2Finfra/merge_requests?source_branch=gitops-bot%2Fsync&state=opened"
        + "&per_page=100&page=1"
    case .gitea: "/repos/acme/infra/pulls?state=open&limit=50&page=1"
    }
  }

  private func creation(_ server: ForgeTestServer) -> String {
    server.forge.kind == .gitLab
      ? "/projects/acme%2Fteam%2Finfra/merge_requests" : "/repos/acme/infra/pulls"
  }

  @Test(
    "A forge that says no tells its user which permission is missing and where to give it",
    arguments: cases)
  func refused(_ expected: Case) async throws {
    let server = expected.server
    var refusal = server.call(
      "POST", creation(server), status: expected.status, headers: expected.headers, expected.answer)
    refusal.complaints = { $0.isEmpty ? ["no body"] : [] }
    let result = try await server.run([
      server.call("GET", firstCall(server), "[]"), refusal,
    ]) { host throws(ForgeError) in try await host.propose(ForgeTestServer.plain) }
    let error = #expect(throws: ForgeError.self) { try result.get() }
    #expect(error?.kind == expected.kind)
    #expect(error?.permission == expected.permission)
    #expect(error?.remedy.contains(expected.remedy) == true)
  }

  @Test("What GitHub says about each field reaches its user, and no token does")
  func words() async throws {
    let result = try await ForgeTestServer.gitHub.run([
      ForgeTestServer.gitHub.call(
        "GET", firstCall(.gitHub), status: 422,
        #"{"message": "Validation Failed for s3cret", "errors": [{"resource": "PullRequest", "#
          + #""field": "base", "code": "invalid"}, {"message": "No commits between a and b"}]}"#)
    ]) { host throws(ForgeError) in try await host.propose(ForgeTestServer.plain) }
    let error = #expect(throws: ForgeError.self) { try result.get() }
    #expect(error?.kind == .validation)
    #expect(
      error?.message
        == "looking for the open pull request: the server answered 422: Validation Failed for …; "
        + "base: invalid; No commits between a and b")
  }

  @Test(
    "What GitLab says about each field reaches its user",
    arguments: [
      (
        #"{"message": ["Another open merge request already exists"]}"#,
        "Another open merge request already exists"
      ),
      (
        #"{"message": {"base": ["is bad"], "title": ["is short", "is empty"]}}"#,
        "is bad; title is short; title is empty"
      ),
      (#"{"error": "title is missing"}"#, "title is missing"),
    ])
  func wordsOfGitLab(_ answer: String, _ words: String) async throws {
    let result = try await ForgeTestServer.gitLab.run([
      ForgeTestServer.gitLab.call("GET", firstCall(.gitLab), status: 400, answer)
    ]) { host throws(ForgeError) in try await host.propose(ForgeTestServer.plain) }
    let error = #expect(throws: ForgeError.self) { try result.get() }
    #expect(
      error?.message == "looking for the open merge request: the server answered 400: " + words)
  }
}
