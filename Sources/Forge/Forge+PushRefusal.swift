extension Forge {
  /// Finds what is missing when the server declines a push; nil where its words do not tell, as those of
  /// an owner's own hooks.
  ///
  /// A declined push has no status code: what a server's hooks print, and the reason that it gives for
  /// the reference, are all that there is. GitHub's errors have numbers (GH006, GH013); the other texts
  /// are in GitLab's `lib/gitlab/checks` and in Gitea's `routers/private/hook_pre_receive.go`.
  ///
  /// - Parameters:
  ///   - branch: The branch, without `refs/heads/`.
  ///   - words: Everything that the server said.
  /// - Returns: The permission, with the page where it is given.
  public func missing(forPushTo branch: String, saying words: String) -> MissingPermission? {
    let words = words.lowercased()
    func says(_ texts: String...) -> Bool { texts.contains { words.contains($0) } }
    if says("to create or update workflow") { return workflowPermission }
    if says("gh013", "repository rule violations") {
      return MissingPermission(
        name: "bypass of the rules",
        remedy: "let the bot past the rules for \(branch) at \(page)/settings/rules, or choose "
          + "another review.branch")
    }
    if says("gh006", "protected branch", "\(branch.lowercased()) is protected") {
      return MissingPermission(
        name: "push to the protected branch \(branch)",
        remedy: "let the bot push to \(branch) at \(protectionPage), or choose another "
          + "review.branch")
    }
    if says("not allowed to push code", "not allowed to upload code") { return pushPermission }
    return nil
  }

  /// What is missing when the server knows who pushes and lets them push nothing: status 403.
  public var pushPermission: MissingPermission {
    switch kind {
    case .gitHub:
      MissingPermission(
        name: "contents: write",
        remedy:
          "add \"contents: write\" to `permissions:` of the workflow or to the token; a classic "
          + "token needs the scope repo, \(origin)/settings/tokens")
    case .gitLab:
      MissingPermission(
        name: "write_repository",
        remedy: "give the token the scope write_repository and the role Developer at "
          + "\(page)/-/settings/access_tokens")
    case .gitea:
      MissingPermission(
        name: "write:repository",
        remedy: "make a token with write:repository at \(origin)/user/settings/applications, of a "
          + "user who may write to \(page)")
    }
  }

  /// The page of the repository, for remedies.
  var page: String { "\(origin)/\(path)" }

  /// No `permissions:` of a workflow gives it to `GITHUB_TOKEN`
  /// (https://docs.github.com/en/actions/security-for-github-actions/security-guides/automatic-token-authentication).
  private var workflowPermission: MissingPermission {
    MissingPermission(
      name: "workflows",
      remedy: "give GITOPS_BOT_TOKEN a token with the scope workflow, or of a GitHub App with the "
        + "permission workflows; GITHUB_TOKEN never has it. Or leave .github/workflows as it is")
  }

  private var protectionPage: String {
    switch kind {
    case .gitHub, .gitea: page + "/settings/branches"
    case .gitLab: page + "/-/settings/repository"
    }
  }
}
