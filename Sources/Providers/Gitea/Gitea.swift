/// Gitea and Forgejo.
struct Gitea: ReviewServer {
  var publicServers: [String: String] {
    ["codeberg.org": "https://codeberg.org", "gitea.com": "https://gitea.com"]
  }

  /// Whether Gitea's or Forgejo's Actions run the process: they set GitHub's variables, and
  /// `GITEA_ACTIONS` (https://docs.gitea.com/usage/actions/faq).
  static func runsActions(_ variables: [String: String]) -> Bool {
    variables["GITEA_ACTIONS"] == "true"
  }

  func ciServer(_ variables: [String: String]) -> String? {
    Gitea.runsActions(variables) ? variables["GITHUB_SERVER_URL"] : nil
  }

  var serverVariable: String? { "GITEA_SERVER_URL" }

  // `getGithubContext` in https://gitea.com/gitea/act.
  var apiVariables: (api: String, server: String)? { ("GITHUB_API_URL", "GITHUB_SERVER_URL") }

  func api(at origin: String) -> String { origin + "/api/v1" }

  var tokenVariables: [String] { ["GITEA_TOKEN"] }

  /// Without a server that is named, a token is for whichever Gitea the repository is on.
  func tokenVariables(for forge: Forge, in variables: [String: String]) -> [String] {
    let actions = ciServer(variables)
    guard forge.isServer(variables["GITEA_SERVER_URL"] ?? actions ?? forge.origin) else {
      return []
    }
    return forge.isServer(actions) ? tokenVariables + ["GITHUB_TOKEN"] : tokenVariables
  }

  // https://docs.gitea.com/development/api-usage
  func headers(token: String) -> [String: String] {
    ["Authorization": "token \(token)", "Accept": "application/json", "User-Agent": "gitops-bot"]
  }

  func compareURL(of forge: Forge, base: String, branch: String) -> String {
    "\(forge.page)/compare/\(base)...\(branch)"
  }

  func tokenPage(of forge: Forge) -> String { forge.origin + "/user/settings/applications" }

  func protectionPage(of forge: Forge) -> String { forge.page + "/settings/branches" }

  func pushPermission(of forge: Forge) -> MissingPermission {
    MissingPermission(
      name: "write:repository",
      remedy: "make a token with write:repository at \(forge.origin)/user/settings/applications, "
        + "of a user who may write to \(forge.page)")
  }

  /// Gitea names scopes: `required scope(s): [write:issue]`.
  func missingPermission(in refusal: ForgeRefusal) -> MissingPermission? {
    guard refusal.says("required scope"),
      let list = refusal.words?.split(separator: "[").dropFirst().first,
      let scope = list.split(separator: "]").first.map(String.init)
    else { return nil }
    return MissingPermission(
      name: scope,
      remedy: "make a token with \(scope) at \(refusal.forge.origin)/user/settings/applications")
  }

  /// What keeps the page readable, since Gitea has no bound: its column is `LONGTEXT`.
  var bodyLimit: Int { 262_144 }

  var pageSize: (name: String, value: String) { ("limit", "50") }

  func reviews(_ session: ForgeSession) -> any ForgeAPI { GiteaAPI(session) }
}
