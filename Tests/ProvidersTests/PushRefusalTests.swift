import Testing

@testable import Providers

/// What a person is told when the server takes no push.
@Suite struct PushRefusalTests {
  private static let gitHub = "https://github.com/acme/infra"
  private static let gitLab = "https://gitlab.com/acme/team/infra"
  private static let gitea = "https://codeberg.org/acme/infra"

  /// An address, what the server says, and the permission and the page that are named.
  static let refusals: [(address: String, words: String, name: String?, remedy: String)] = [
    (
      gitHub, "refusing to allow a GitHub App to create or update workflow `.github/a.yaml`",
      "workflows", "GITHUB_TOKEN never has it"
    ),
    (
      gitHub, "remote: error: GH013: Repository rule violations found for refs/heads/main.",
      "bypass of the rules", gitHub + "/settings/rules"
    ),
    (
      gitHub, "remote: error: GH006: Protected branch update failed for refs/heads/main.",
      "push to the protected branch main", gitHub + "/settings/branches"
    ),
    (
      gitLab, "You are not allowed to push code to this project.",
      "write_repository", gitLab + "/-/settings/access_tokens"
    ),
    (
      gitLab, "GitLab: You are not allowed to force push code to a protected branch on this.",
      "push to the protected branch main", gitLab + "/-/settings/repository"
    ),
    (
      gitea, "Gitea: branch main is protected from force push", "push to the protected branch main",
      gitea + "/settings/branches"
    ),
    (
      gitea, "User permission denied: not allowed to push code", "write:repository",
      "https://codeberg.org/user/settings/applications"
    ),
    // A hook that pushes on repeats what the other server said.
    (gitea, "mirror: GH013: no", "bypass of the rules", gitea + "/settings/rules"),
    (gitHub, "our own hook says no", nil, ""),
  ]

  @Test("a declined push tells which permission is missing, and where it is given")
  func refused() throws {
    for row in Self.refusals {
      let forge = try #require(Forge(address: row.address))
      let missing = forge.missing(forPushTo: "main", saying: row.words)
      #expect(missing?.name == row.name, "\(row.words)")
      #expect(row.name == nil || missing?.remedy.contains(row.remedy) == true, "\(row.words)")
    }
  }

  @Test("people find the review by the name that its server gives it")
  func names() {
    #expect(ForgeKind.name(ofReview: 7, at: Self.gitHub + "/pull/7") == "#7")
    #expect(ForgeKind.name(ofReview: 7, at: Self.gitLab + "/-/merge_requests/7") == "!7")
    #expect(
      ForgeKind.name(ofReview: 7, at: "https://gitlab.com/acme/pull/-/merge_requests/7") == "!7")
    #expect(ForgeKind.name(ofReview: 7, at: Self.gitLab + "/-/issues/7") == "#7")
    #expect(ForgeKind.name(ofReview: 7, at: Self.gitea + "/pulls/7") == "#7")
  }

  @Test("every server is named in the configuration, and each name means one of them")
  func choices() {
    let names = ForgeChoice.allCases.map(\.rawValue)
    #expect(names == ["github", "gitlab", "gitea", "none"])
    #expect(names.map { ForgeChoice(rawValue: $0)?.rawValue } == names)
    #expect(ForgeChoice(rawValue: "gitHub") == nil)
    #expect(
      ForgeToken.variables == [
        "GITOPS_BOT_TOKEN", "GITHUB_TOKEN", "GH_TOKEN", "GITLAB_TOKEN", "GITEA_TOKEN",
      ])
  }
}
