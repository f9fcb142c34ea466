import TestSupport
import Testing

@Suite struct SSHTests {
  private struct Served {
    let server: SSHServer
    let remote: Remote
    let references: String

    init() async throws {
      server = try await SSHServer()
      remote = try await Remote.example(at: "\(server.repositories)/acme.git")
      references = try await remote.references()
    }

    /// Runs the bot with a `known_hosts` file of that text.
    func run(knownHosts: String, key: String? = nil) async throws -> ProgramResult {
      let file = try remote.folder.write(knownHosts, to: "known_hosts")
      return try await Bot.run([
        "run", server.url("acme.git"), "--ssh-key", key ?? server.userKey, "--known-hosts", file,
      ])
    }

    /// Expects that a run ended with `status` and moved nothing.
    func expectRefusal(_ result: ProgramResult, status: Int32, saying words: String) async throws {
      #expect(result.status == status, "\(result.errorOutput)")
      #expect(result.errorOutput.contains("error: "))
      #expect(result.errorOutput.contains(words), "\(result.errorOutput)")
      #expect(!result.output.contains("proposed"))
      #expect(try await remote.references() == references)
    }
  }

  @Test("a key and a known host clone and push")
  func pushes() async throws {
    let served = try await Served()

    let result = try await served.run(knownHosts: served.server.knownHosts)

    #expect(result.status == 0, "\(result.errorOutput)")
    let count = try await git(
      "rev-list", "--count", "main..gitops-bot/sync", in: served.remote.path)
    #expect(count == "2")
    let again = try await served.run(knownHosts: served.server.knownHosts)
    #expect(again.status == 0 && again.output.hasPrefix("unchanged: "), "\(again.errorOutput)")
  }

  @Test("a server with another key than the known one gets nothing")
  func impostor() async throws {
    let served = try await Served()
    let other = try await SSHServer()
    let key = other.knownHosts.split(separator: " ", maxSplits: 1)[1]
    let line = "[\(served.server.host)]:\(served.server.port) \(key)"

    let result = try await served.run(knownHosts: line)

    try await served.expectRefusal(result, status: 1, saying: "host key")
  }

  @Test("a server that nobody vouched for gets nothing")
  func stranger() async throws {
    let served = try await Served()

    let result = try await served.run(knownHosts: "elsewhere.example.org ssh-ed25519 AAAA\n")

    try await served.expectRefusal(
      result, status: 1, saying: "holds no key of [127.0.0.1]:\(served.server.port)")
  }

  @Test("a key that the server does not let in is told as such with exit 5")
  func wrongKey() async throws {
    let served = try await Served()

    let result = try await served.run(
      knownHosts: served.server.knownHosts, key: served.server.strangerKey)

    try await served.expectRefusal(result, status: 5, saying: "check the token, password or key")
  }

  @Test("a key file that is not there is named")
  func absentKey() async throws {
    let served = try await Served()

    let result = try await served.run(
      knownHosts: served.server.knownHosts, key: "/nonexistent/id_ed25519")

    try await served.expectRefusal(result, status: 5, saying: "/nonexistent/id_ed25519")
  }
}
