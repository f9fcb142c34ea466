import TestSupport
import Testing

@Suite struct DeclinedPushTests {
  enum Transport: CaseIterable, Sendable {
    case http
    case ssh
  }

  /// A server of either kind with the example on it.
  private struct Server {
    let remote: Remote
    private let arguments: [String]
    private let environment: [String: String?]
    /// Keeps the server running.
    private let owner: any Sendable

    init(_ transport: Transport) async throws {
      switch transport {
      case .http:
        let server = try await GitHTTPServer()
        remote = try await Remote.example(at: "\(server.repositories)/acme.git")
        try await git("config", "http.receivepack", "true", in: remote.path)
        arguments = [server.url("acme.git")]
        environment = ["GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user]
        owner = server
      case .ssh:
        let server = try await SSHServer()
        remote = try await Remote.example(at: "\(server.repositories)/acme.git")
        let hosts = try remote.folder.write(server.knownHosts, to: "known_hosts")
        arguments = [
          server.url("acme.git"), "--ssh-key", server.userKey, "--known-hosts", hosts,
        ]
        environment = [:]
        owner = server
      }
    }

    func run(_ more: String...) async throws -> ProgramResult {
      defer { withExtendedLifetime(owner) {} }
      return try await Bot.run(["run"] + arguments + more, environment: environment)
    }
  }

  @Test(
    "a declined push is an error with the server's words, never a success",
    arguments: Transport.allCases, ["pre-receive", "update"])
  func declined(_ transport: Transport, hook: String) async throws {
    let server = try await Server(transport)
    try server.remote.addHook(hook, "echo 'Branches end with -review here.' >&2; exit 1")
    let references = try await server.remote.references()

    let result = try await server.run()

    #expect(result.status == 1)
    #expect(result.errorOutput.contains("Branches end with -review here."))
    #expect(result.errorOutput.contains("gitops-bot/sync"))
    #expect(!(result.output + result.errorOutput).contains("proposed"))
    #expect(try await server.remote.references() == references)
  }

  @Test(
    "where the branch alone is declined, nothing that came with it stays",
    arguments: Transport.allCases)
  func branchDeclined(_ transport: Transport) async throws {
    let server = try await Server(transport)
    try server.remote.addHook(
      "update", "case $1 in refs/heads/*) echo 'No branches.' >&2; exit 1;; esac")
    let references = try await git("for-each-ref", in: server.remote.path)

    let result = try await server.run()

    #expect(result.status == 1)
    #expect(result.errorOutput.contains("No branches."))
    #expect(try await git("for-each-ref", in: server.remote.path) == references)
  }

  @Test(
    "a server that takes only branches still gets the proposal, and the next one",
    arguments: Transport.allCases,
    [
      ("update", "case $1 in refs/gitops-bot/*) echo 'Only branches.' >&2; exit 1;; esac"),
      ("pre-receive", "if grep -q refs/gitops-bot/; then echo 'Only branches.' >&2; exit 1; fi"),
    ])
  func renderedDeclined(_ transport: Transport, hook: (String, String)) async throws {
    let server = try await Server(transport)
    try server.remote.addHook(hook.0, hook.1)

    let first = try await server.run("--output", "json")

    #expect(first.status == 0, "\(first.errorOutput)")
    let fields = try Fields(first)
    #expect(fields.outcome == "proposed")
    #expect(fields.findings.map(\.code).contains("rendered-not-pushed"))
    #expect(fields.commit == (try await server.remote.id("gitops-bot/sync")))

    try await server.remote.merge()
    let second = try await server.run()
    #expect(second.status == 0, "\(second.errorOutput)")
    #expect(second.output.hasPrefix("unchanged: main is up to date"))

    try await server.remote.commit("Another e-mail") {
      try $0.replace("ops@acme.io", with: "team@acme.io", in: "infrastructure.config.json")
    }
    let third = try await server.run("--output", "json")
    #expect(third.status == 0, "\(third.errorOutput)")
    #expect(try Fields(third).findings.map(\.code).contains("rendered-again"))
    let info = try await server.remote.text(
      "manifests/shared/config/cluster-info.yaml", in: "gitops-bot/sync")
    #expect(info.contains("contact: team@acme.io"))
  }
}
