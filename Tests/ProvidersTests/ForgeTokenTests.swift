import Testing

@testable import Providers

@Suite struct ForgeTokenTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let forge: Forge?
    let variables: [String: String]
    /// The variable that is taken.
    let expected: String?

    init(
      _ description: String, _ kind: ForgeKind, _ host: String, _ variables: [String: String],
      _ expected: String?
    ) {
      testDescription = description
      forge = Forge(kind: kind, address: "https://\(host)/acme/infra.git")
      self.variables = variables
      self.expected = expected
    }
  }

  private static let all = [
    "GITHUB_TOKEN": "a", "GH_TOKEN": "b", "GITLAB_TOKEN": "c", "GITEA_TOKEN": "d",
  ]
  private static let cases = [
    Case("GitHub", .gitHub, "github.com", all, "GITHUB_TOKEN"),
    Case("gh", .gitHub, "github.com", ["GH_TOKEN": "b", "GITHUB_TOKEN": ""], "GH_TOKEN"),
    Case(
      "the bot's own first", .gitHub, "github.com", all.merging(["GITOPS_BOT_TOKEN": "z"]) { $1 },
      "GITOPS_BOT_TOKEN"),
    Case("another GitHub", .gitHub, "git.example.com", all, nil),
    Case(
      "Enterprise in its own Actions", .gitHub, "git.example.com",
      all.merging(["GITHUB_SERVER_URL": "https://GIT.example.com"]) { $1 }, "GITHUB_TOKEN"),
    Case(
      "github.com from Enterprise", .gitHub, "github.com",
      all.merging(["GITHUB_SERVER_URL": "https://git.example.com"]) { $1 }, nil),
    Case("GitLab", .gitLab, "gitlab.com", all, "GITLAB_TOKEN"),
    Case("another GitLab", .gitLab, "git.example.com", all, nil),
    Case(
      "another GitLab in its own CI", .gitLab, "git.example.com",
      all.merging(["CI_SERVER_URL": "https://git.example.com"]) { $1 }, "GITLAB_TOKEN"),
    Case(
      "another port is another server", .gitLab, "git.example.com:8443",
      all.merging(["CI_SERVER_URL": "https://git.example.com"]) { $1 }, nil),
    Case("Gitea", .gitea, "git.example.com", all, "GITEA_TOKEN"),
    Case(
      "another Gitea than the token's", .gitea, "codeberg.org",
      all.merging(["GITEA_SERVER_URL": "https://git.example.com"]) { $1 }, nil),
    Case(
      "Gitea in its own Actions", .gitea, "git.example.com",
      [
        "GITHUB_TOKEN": "a", "GITEA_ACTIONS": "true",
        "GITHUB_SERVER_URL": "https://git.example.com",
      ],
      "GITHUB_TOKEN"),
    Case(
      "github.com from Gitea's Actions", .gitHub, "git.example.com",
      [
        "GITHUB_TOKEN": "a", "GITEA_ACTIONS": "true",
        "GITHUB_SERVER_URL": "https://git.example.com",
      ],
      nil),
    Case("none", .gitHub, "github.com", [:], nil),
  ]

  @Test("A token goes to the server it was made for, and to no other", arguments: cases)
  func chosen(_ expected: Case) throws {
    let forge = try #require(expected.forge)
    let token = ForgeToken(for: forge, in: expected.variables)
    #expect(token?.variable == expected.expected)
    #expect(token?.secret == expected.expected.flatMap { expected.variables[$0] })
  }

  @Test("A token that is printed by mistake shows where it came from alone")
  func printed() throws {
    let forge = ForgeTestServer.gitHub.forge
    let token = try #require(ForgeToken(for: forge, in: ["GH_TOKEN": "s3cret"]))
    var dumped = ""
    dump(token, to: &dumped)
    for text in ["\(token)", String(reflecting: token), "\([token])", dumped] {
      #expect(!text.contains("s3cret"))
      #expect(text.contains("GH_TOKEN for https://github.com"))
    }
  }

  @Test(
    "The API is asked where the server has it",
    arguments: [
      (ForgeKind.gitHub, "https://github.com/a/b", [:], "https://api.github.com"),
      (.gitHub, "git@git.example.com:a/b.git", [:], "https://git.example.com/api/v3"),
      (
        .gitHub, "https://x.ghe.com/a/b",
        ["GITHUB_SERVER_URL": "https://x.ghe.com", "GITHUB_API_URL": "https://api.x.ghe.com/"],
        "https://api.x.ghe.com"
      ),
      (
        .gitHub, "https://github.com/a/b",
        ["GITHUB_SERVER_URL": "https://x.ghe.com", "GITHUB_API_URL": "https://api.x.ghe.com"],
        "https://api.github.com"
      ),
      (.gitLab, "ssh://git@git.example.com:2222/a/b/c.git", [:], "https://git.example.com/api/v4"),
      (
        .gitLab, "https://git.example.com/a/b",
        [
          "CI_SERVER_URL": "https://git.example.com",
          "CI_API_V4_URL": "https://git.example.com/g/api/v4",
        ],
        "https://git.example.com/g/api/v4"
      ),
      (.gitea, "http://127.0.0.1:3000/a/b", [:], "http://127.0.0.1:3000/api/v1"),
      (
        .gitea, "https://git.example.com/a/b",
        [
          "GITEA_ACTIONS": "true", "GITHUB_SERVER_URL": "https://git.example.com",
          "GITHUB_API_URL": "https://git.example.com/g/api/v1",
        ],
        "https://git.example.com/g/api/v1"
      ),
      (
        .gitea, "https://codeberg.org/a/b",
        ["GITHUB_SERVER_URL": "https://github.com", "GITHUB_API_URL": "https://api.github.com"],
        "https://codeberg.org/api/v1"
      ),
    ] as [(ForgeKind, String, [String: String], String)])
  func api(_ kind: ForgeKind, _ address: String, _ variables: [String: String], _ api: String) {
    #expect(Forge(kind: kind, address: address)?.api(variables) == api)
  }

  @Test(
    "The server whose CI runs the bot is recognised, and no other is taken for it",
    arguments: [
      (
        ["GITHUB_SERVER_URL": "https://git.example.com"], "git@git.example.com:a/b.git",
        ForgeKind.gitHub
      ),
      (
        ["GITHUB_SERVER_URL": "https://git.example.com", "GITEA_ACTIONS": "true"],
        "https://git.example.com/a/b", .gitea
      ),
      (
        ["CI_SERVER_URL": "https://git.example.com:8443"], "ssh://git@git.example.com:2222/a/b",
        .gitLab
      ),
      (["CI_SERVER_URL": "https://git.example.com"], "https://github.com/a/b", .gitHub),
      (["CI_SERVER_URL": "https://git.example.com"], "https://other.example.com/a/b", nil),
      ([:], "https://git.example.com/a/b", nil),
    ] as [([String: String], String, ForgeKind?)])
  func recognised(_ variables: [String: String], _ address: String, _ kind: ForgeKind?) {
    let forge = Forge(address: address, variables: variables)
    #expect(forge?.kind == kind)
    if let server = variables["CI_SERVER_URL"], kind == .gitLab { #expect(forge?.origin == server) }
  }
}
