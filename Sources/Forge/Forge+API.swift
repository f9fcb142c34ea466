extension Forge {
  /// The address below which the server's API lies, without a slash at its end.
  ///
  /// GitHub Actions names the API of its server in `GITHUB_API_URL`, and so do Gitea's
  /// (`getGithubContext` in https://gitea.com/gitea/act); GitLab CI does in `CI_API_V4_URL`. They
  /// count where the server is this one. Else it is where the software has it: `/api/v3` on
  /// GitHub Enterprise
  /// (https://docs.github.com/en/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api),
  /// `/api/v4` and `/api/v1` on GitLab and Gitea.
  /// `variables` is the environment.
  public func api(_ variables: [String: String]) -> String {
    switch kind {
    case .gitHub:
      if let url = named("GITHUB_API_URL", byServer: "GITHUB_SERVER_URL", variables) { return url }
      return origin == "https://github.com" ? "https://api.github.com" : origin + "/api/v3"
    case .gitLab:
      return named("CI_API_V4_URL", byServer: "CI_SERVER_URL", variables) ?? origin + "/api/v4"
    case .gitea:
      return named("GITHUB_API_URL", byServer: "GITHUB_SERVER_URL", variables)
        ?? origin + "/api/v1"
    }
  }

  private func named(
    _ name: String, byServer server: String, _ variables: [String: String]
  ) -> String? {
    guard isServer(variables[server]), let url = variables[name], url.contains("://") else {
      return nil
    }
    return String(Substring(url).trimmingSlashes())
  }

  /// Whether `address`, such as `https://git.example.com`, is this server.
  func isServer(_ address: String?) -> Bool {
    guard let address else { return false }
    return Forge.origin(of: address) == Forge.origin(of: origin)
  }
}
