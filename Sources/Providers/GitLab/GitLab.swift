internal import HTTP

/// gitlab.com and GitLab on servers of one's own.
struct GitLab: ReviewServer {
  var publicServers: [String: String] {
    ["gitlab.com": "https://gitlab.com", "altssh.gitlab.com": "https://gitlab.com"]
  }

  func ciServer(_ variables: [String: String]) -> String? { variables["CI_SERVER_URL"] }

  var apiVariables: (api: String, server: String)? { ("CI_API_V4_URL", "CI_SERVER_URL") }

  func api(at origin: String) -> String { origin + "/api/v4" }

  var tokenVariables: [String] { ["GITLAB_TOKEN"] }

  var gitUser: String { "oauth2" }

  // https://docs.gitlab.com/ci/jobs/ci_job_token/
  var jobPassword: JobPassword? {
    JobPassword(user: "gitlab-ci-token", variable: "CI_JOB_TOKEN", serverVariable: "CI_SERVER_URL")
  }

  // https://docs.gitlab.com/user/project/merge_requests/creating_merge_requests/
  func compareURL(of forge: Forge, base: String, branch: String) -> String {
    "\(forge.page)/-/merge_requests/new?merge_request%5Bsource_branch%5D=\(branch)"
      + "&merge_request%5Btarget_branch%5D=\(base)"
  }

  func tokenPage(of forge: Forge) -> String {
    forge.origin + "/-/user_settings/personal_access_tokens"
  }

  func protectionPage(of forge: Forge) -> String { forge.page + "/-/settings/repository" }

  func pushPermission(of forge: Forge) -> MissingPermission {
    MissingPermission(
      name: "write_repository",
      remedy: "give the token the scope write_repository and the role Developer at "
        + "\(forge.page)/-/settings/access_tokens")
  }

  /// The scope, else the role (https://docs.gitlab.com/user/permissions/).
  func missingPermission(in refusal: ForgeRefusal) -> MissingPermission? {
    guard refusal.response.status == 403 else { return nil }
    // RFC 6750, section 3.1.
    if refusal.says("insufficient_scope") {
      return MissingPermission(
        name: "api",
        remedy: "make a token with the scope api at \(refusal.forge.page)/-/settings/access_tokens")
    }
    return MissingPermission(
      name: "Developer",
      remedy: "give the token's user the role Developer at "
        + "\(refusal.forge.page)/-/project_members")
  }

  /// `#7` is an issue there.
  var reviewMark: (mark: String, path: String)? { ("!", "/merge_requests/") }

  /// The bound of GitLab (https://docs.gitlab.com/administration/instance_limits/).
  var bodyLimit: Int { 1_048_576 }

  func reviews(_ session: ForgeSession) -> any ForgeAPI { GitLabAPI(session) }
}
