extension ForgeRefusal {
  /// The permission that is missing, where the answer tells; nil for every other answer.
  var missingPermission: MissingPermission? {
    guard [403, 404].contains(response.status) else { return nil }
    switch forge.kind {
    case .gitHub: return missingOnGitHub
    case .gitLab: return response.status == 403 ? missingOnGitLab : nil
    case .gitea: return missingOnGitea
    }
  }

  private var missingOnGitHub: MissingPermission? {
    if says("not permitted to create or approve pull requests") {
      return MissingPermission(
        name: "Allow GitHub Actions to create and approve pull requests",
        remedy: "tick it at \(page)/settings/actions (an organisation has it in its own settings "
          + "too), or give GITOPS_BOT_TOKEN")
    }
    if says("SAML") {
      return MissingPermission(
        name: "single sign-on",
        remedy: "authorise the token for the organisation at \(forge.origin)/settings/tokens")
    }
    // The texts of GitHub Apps, GITHUB_TOKEN among them, and of fine-grained tokens.
    if says("Resource not accessible by integration") {
      return MissingPermission(
        name: acceptedPermission,
        remedy: "add \"\(acceptedPermission)\" to `permissions:` of the workflow, or to the app")
    }
    if says("Resource not accessible by personal access token") {
      return MissingPermission(
        name: acceptedPermission,
        remedy: "add \"\(acceptedPermission)\" to the token at \(forge.origin)"
          + "/settings/personal-access-tokens")
    }
    return missingScope
  }

  /// The first set of permissions that GitHub would accept, as workflows write it.
  ///
  /// `X-Accepted-GitHub-Permissions: pull_requests=write; issues=write` separates alternatives by
  /// `;` and what belongs together by `,`
  /// (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api).
  private var acceptedPermission: String {
    let first = response.header("x-accepted-github-permissions")?.split(separator: ";").first
    guard let first else { return "pull-requests: write" }
    return first.split(separator: ",").map { permission in
      permission.trimmingSpaces.replacing("_", with: "-").replacing("=", with: ": ")
    }.joined(separator: ", ").printable
  }

  /// Classic tokens have scopes, which GitHub tells with every answer; a missing one makes a 404.
  private var missingScope: MissingPermission? {
    guard let scopes = response.header("x-oauth-scopes"),
      !scopes.split(separator: ",").map(\.trimmingSpaces).contains("repo")
    else { return nil }
    return MissingPermission(
      name: "repo", remedy: "give the token the scope repo at \(forge.origin)/settings/tokens")
  }

  /// The scope, else the role (https://docs.gitlab.com/user/permissions/).
  private var missingOnGitLab: MissingPermission {
    // RFC 6750, section 3.1.
    if says("insufficient_scope") {
      return MissingPermission(
        name: "api",
        remedy: "make a token with the scope api at \(page)/-/settings/access_tokens")
    }
    return MissingPermission(
      name: "Developer",
      remedy: "give the token's user the role Developer at \(page)/-/project_members")
  }

  /// Gitea names scopes: `required scope(s): [write:issue]`.
  private var missingOnGitea: MissingPermission? {
    guard says("required scope"), let list = words?.split(separator: "[").dropFirst().first,
      let scope = list.split(separator: "]").first.map(String.init)
    else { return nil }
    return MissingPermission(
      name: scope,
      remedy: "make a token with \(scope) at \(forge.origin)/user/settings/applications")
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
