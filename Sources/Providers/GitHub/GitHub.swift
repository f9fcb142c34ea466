internal import HTTP

/// github.com and GitHub Enterprise.
struct GitHub: ReviewServer {
  var publicServers: [String: String] {
    ["github.com": "https://github.com", "ssh.github.com": "https://github.com"]
  }

  /// GitHub Actions names its server in `GITHUB_SERVER_URL`, and so do others that run the same
  /// actions.
  func ciServer(_ variables: [String: String]) -> String? {
    Gitea.runsActions(variables) ? nil : variables["GITHUB_SERVER_URL"]
  }

  var apiVariables: (api: String, server: String)? { ("GITHUB_API_URL", "GITHUB_SERVER_URL") }

  /// `/api/v3` on GitHub Enterprise
  /// (https://docs.github.com/en/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api).
  func api(at origin: String) -> String {
    origin == "https://github.com" ? "https://api.github.com" : origin + "/api/v3"
  }

  var tokenVariables: [String] { ["GITHUB_TOKEN", "GH_TOKEN"] }

  func headers(token: String) -> [String: String] {
    [
      "Authorization": "Bearer \(token)", "Accept": "application/vnd.github+json",
      // https://docs.github.com/en/rest/about-the-rest-api/api-versions
      "X-GitHub-Api-Version": "2022-11-28", "User-Agent": "gitops-bot",
    ]
  }

  // https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/proposing-changes-to-your-work-with-pull-requests/using-query-parameters-to-create-a-pull-request
  func compareURL(of forge: Forge, base: String, branch: String) -> String {
    "\(forge.page)/compare/\(base)...\(branch)?expand=1"
  }

  func tokenPage(of forge: Forge) -> String { forge.origin + "/settings/tokens" }

  func protectionPage(of forge: Forge) -> String { forge.page + "/settings/branches" }

  /// A longer one is answered with "body is too long (maximum is 65536 characters)".
  var bodyLimit: Int { 65_536 }

  func reviews(_ session: ForgeSession) throws(ForgeError) -> any ForgeAPI {
    try GitHubAPI(session)
  }
}

extension GitHub {
  func pushPermission(of forge: Forge) -> MissingPermission {
    MissingPermission(
      name: "contents: write",
      remedy:
        "add \"contents: write\" to `permissions:` of the workflow or to the token; a classic "
        + "token needs the scope repo, \(forge.origin)/settings/tokens")
  }

  /// GitHub's errors have numbers (GH006, GH013).
  func permission(
    toPush branch: String, to forge: Forge, saying words: String
  ) -> MissingPermission? {
    if words.contains("to create or update workflow") { return workflowPermission }
    guard words.contains("gh013") || words.contains("repository rule violations") else {
      return nil
    }
    return MissingPermission(
      name: "bypass of the rules",
      remedy: "let the bot past the rules for \(branch) at \(forge.page)/settings/rules, or choose "
        + "another review.branch")
  }

  /// No `permissions:` of a workflow gives it to `GITHUB_TOKEN`
  /// (https://docs.github.com/en/actions/security-for-github-actions/security-guides/automatic-token-authentication).
  private var workflowPermission: MissingPermission {
    MissingPermission(
      name: "workflows",
      remedy: "give GITOPS_BOT_TOKEN a token with the scope workflow, or of a GitHub App with the "
        + "permission workflows; GITHUB_TOKEN never has it. Or leave .github/workflows as it is")
  }

  func missingPermission(in refusal: ForgeRefusal) -> MissingPermission? {
    let forge = refusal.forge
    if refusal.says("not permitted to create or approve pull requests") {
      return MissingPermission(
        name: "Allow GitHub Actions to create and approve pull requests",
        remedy: "tick it at \(forge.page)/settings/actions (an organisation has it in its own "
          + "settings too), or give GITOPS_BOT_TOKEN")
    }
    if refusal.says("SAML") {
      return MissingPermission(
        name: "single sign-on",
        remedy: "authorise the token for the organisation at \(forge.origin)/settings/tokens")
    }
    let accepted = acceptedPermission(refusal.response)
    // The texts of GitHub Apps, GITHUB_TOKEN among them, and of fine-grained tokens.
    if refusal.says("Resource not accessible by integration") {
      return MissingPermission(
        name: accepted,
        remedy: "add \"\(accepted)\" to `permissions:` of the workflow, or to the app")
    }
    if refusal.says("Resource not accessible by personal access token") {
      return MissingPermission(
        name: accepted,
        remedy: "add \"\(accepted)\" to the token at \(forge.origin)"
          + "/settings/personal-access-tokens")
    }
    return missingScope(refusal.response, forge)
  }

  /// The first set of permissions that GitHub would accept, as workflows write it.
  ///
  /// `X-Accepted-GitHub-Permissions: pull_requests=write; issues=write` separates alternatives by
  /// `;` and what belongs together by `,`
  /// (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api).
  private func acceptedPermission(_ response: HTTPResponse) -> String {
    let first = response.header("x-accepted-github-permissions")?.split(separator: ";").first
    guard let first else { return "pull-requests: write" }
    return first.split(separator: ",").map { permission in
      permission.trimmingSpaces.replacing("_", with: "-").replacing("=", with: ": ")
    }.joined(separator: ", ").printable
  }

  /// Classic tokens have scopes, which GitHub tells with every answer; a missing one makes a 404.
  private func missingScope(_ response: HTTPResponse, _ forge: Forge) -> MissingPermission? {
    guard let scopes = response.header("x-oauth-scopes"),
      !scopes.split(separator: ",").map(\.trimmingSpaces).contains("repo")
    else { return nil }
    return MissingPermission(
      name: "repo", remedy: "give the token the scope repo at \(forge.origin)/settings/tokens")
  }
}

extension Substring {
  /// The text without spaces at its ends.
  fileprivate var trimmingSpaces: String {
    var result = drop { $0 == " " }
    while result.last == " " { result.removeLast() }
    return String(result)
  }
}
