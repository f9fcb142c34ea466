import Git
import Testing

@testable import BotCore

@Suite struct AccessTests {
  private static let all = [
    "GITOPS_BOT_TOKEN": "own", "GITOPS_BOT_TEMPLATE_TOKEN": "template", "GITHUB_TOKEN": "github",
    "GH_TOKEN": "gh", "GITLAB_TOKEN": "gitlab", "CI_JOB_TOKEN": "job", "GITEA_TOKEN": "gitea",
  ]

  private func passwords(_ access: RemoteAccess) -> [String] {
    access.credentials.map { credential in
      if case .userPassword(let user, let password) = credential {
        "\(user):\(password)"
      } else {
        ""
      }
    }
  }

  /// An address, the servers that the environment names, and what the address is offered.
  struct Case: Sendable, CustomTestStringConvertible {
    var address: String
    var servers: [String: String] = [:]
    var offered: [String]
    var testDescription: String { "\(address) \(servers)" }
  }

  static let cases = [
    Case(address: "https://github.com/a/b", offered: ["x-access-token:github"]),
    Case(address: "https://github.com.evil.example/a/b", offered: []),
    Case(address: "https://git.acme.io/a/b", offered: []),
    Case(
      address: "https://git.acme.io/a/b", servers: ["GITHUB_SERVER_URL": "https://git.acme.io"],
      offered: ["x-access-token:github"]),
    Case(
      address: "https://git.acme.io:8443/a/b",
      servers: ["GITHUB_SERVER_URL": "https://git.acme.io"], offered: []),
    Case(
      address: "https://github.com/a/b", servers: ["GITHUB_SERVER_URL": "https://git.acme.io"],
      offered: []),
    Case(address: "https://gitlab.com/a/b.git", offered: ["oauth2:gitlab"]),
    Case(
      address: "https://lab.acme.io/a/b", servers: ["CI_SERVER_URL": "https://lab.acme.io"],
      offered: ["oauth2:gitlab", "gitlab-ci-token:job"]),
    Case(
      address: "https://gitlab.com/a/b", servers: ["CI_SERVER_URL": "https://lab.acme.io"],
      offered: []),
    Case(address: "https://codeberg.org/a/b", offered: ["x-access-token:gitea"]),
    Case(
      address: "https://tea.acme.io/a/b", servers: ["GITEA_SERVER_URL": "https://tea.acme.io/"],
      offered: ["x-access-token:gitea"]),
    Case(address: "git@github.com:a/b.git", offered: []),
  ]

  @Test("a token is offered to the server that it is for, and to no other", arguments: cases)
  func offered(_ example: Case) async throws {
    let variables = Self.all.merging(example.servers) { $1 }
    let location = try Location(example.address, relativeTo: "/")
    let request = Request(repository: example.address, folder: "/", variables: variables)
    let own = try await Access(request: request).remoteAccess(to: location)
    let general = location.isSSH ? [] : ["x-access-token:own"]
    #expect(passwords(own) == general + example.offered)

    let elsewhere = try Location("https://elsewhere.example/x/y", relativeTo: "/")
    let template = try await Access(request: request)
      .templateAccess(to: location, beside: elsewhere)
    let templates = location.isSSH ? [] : ["x-access-token:template"]
    #expect(passwords(template) == templates + example.offered)
  }

  @Test(
    "a token goes over plain http to this machine alone, unless the owner of the network says so",
    arguments: [
      ("http://git.acme.io/a/b", [:], false), ("http://10.0.0.1:3000/a/b", [:], false),
      ("http://git.acme.io/a/b", ["GITOPS_BOT_INSECURE_HTTP": "1"], true),
      ("http://git.acme.io/a/b", ["GITOPS_BOT_INSECURE_HTTP": "true"], false),
      ("http://127.0.0.1:3000/a/b", [:], true), ("http://localhost/a/b", [:], true),
      ("https://git.acme.io/a/b", [:], true),
    ] as [(String, [String: String], Bool)])
  func plainHTTP(_ address: String, _ permission: [String: String], _ isSent: Bool) async throws {
    let location = try Location(address, relativeTo: "/")
    let variables = ["GITOPS_BOT_TOKEN": "own", "GITOPS_BOT_TEMPLATE_TOKEN": "t"]
      .merging(permission) { $1 }
    let access = Access(request: Request(repository: "", folder: "/", variables: variables))
    if isSent {
      #expect(passwords(try await access.remoteAccess(to: location)) == ["x-access-token:own"])
      return
    }
    for ask in [
      { () async throws in try await access.remoteAccess(to: location) },
      { () async throws in try await access.templateAccess(to: location, beside: nil) },
    ] {
      let error = try #require(await #expect(throws: BotError.self) { try await ask() })
      #expect(error.exit == .authentication)
      #expect(error.problems[0].remedy.contains("GITOPS_BOT_INSECURE_HTTP=1"))
    }
  }

  @Test("the repository's token reaches a template on its own server, and not over plain http")
  func templateBeside() async throws {
    let request = Request(
      repository: "", folder: "/", variables: ["GITOPS_BOT_TOKEN": "own"])
    let repository = try Location("https://git.acme.io/a/b", relativeTo: "/")
    for (address, offered) in [
      ("https://git.acme.io/t/t", ["x-access-token:own"]), ("http://git.acme.io/t/t", []),
      ("https://git.acme.io:444/t/t", []),
    ] {
      let location = try Location(address, relativeTo: "/")
      let access = try await Access(request: request)
        .templateAccess(to: location, beside: repository)
      #expect(passwords(access) == offered, "\(address)")
      #expect(access.server == location.server)
    }
  }

  @Test("an address cannot ask a credential helper for another server's password")
  func helperQuestion() throws {
    let plain = try Location("https://me@git.acme.io:444/a/b.git", relativeTo: "/")
    #expect(
      CredentialHelper.question(about: plain)
        == "protocol=https\nhost=git.acme.io:444\npath=a/b.git\nusername=me\n\n")
    #expect(throws: BotError.self) {
      try Location("https://evil.example%0ahost=github.com/a", relativeTo: "/")
    }
  }

  @Test(
    "a user in an address cannot ask a credential helper for another server's password",
    arguments: ["me%0ahost=github.com", "%0Ahost=github.com", "me%0dhost=github.com", "me%00"])
  func helperQuestionOfUser(_ user: String) throws {
    let hostile = try Location("https://\(user)@evil.example/a.git", relativeTo: "/")
    #expect(CredentialHelper.question(about: hostile) == nil)
  }
}
