import TestSupport
import Testing

@Suite struct ConcurrentRunTests {
  enum Transport: CaseIterable { case http, ssh }

  /// Lets the first two pushes of the bot's branch wait for each other, so that both were computed
  /// from the same state.
  private static let barrier = """
    if grep -q refs/heads/gitops-bot/sync; then
      touch "$PWD/waiting.$$"
      tries=0
      while [ "$(ls "$PWD" | grep -c '^waiting[.]')" -lt 2 ] && [ "$tries" -lt 1200 ]; do
        sleep 0.1
        tries=$((tries + 1))
      done
    fi
    """

  @Test(
    "of two bots at once one wins, and the other leaves all as it was",
    arguments: Transport.allCases)
  func twoAtOnce(_ transport: Transport) async throws {
    switch transport {
    case .http:
      let server = try await GitHTTPServer()
      let remote = try await Remote.example(at: "\(server.repositories)/acme.git")
      try await git("config", "http.receivepack", "true", in: remote.path)
      try await race(
        on: remote, server.url("acme.git"), [],
        ["GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user])
      server.stop()
    case .ssh:
      let server = try await SSHServer()
      let remote = try await Remote.example(at: "\(server.repositories)/acme.git")
      let hosts = try remote.folder.write(server.knownHosts, to: "known_hosts")
      try await race(
        on: remote, server.url("acme.git"),
        ["--known-hosts", hosts, "--ssh-key", server.userKey], [:])
      server.stop()
    }
  }

  private func race(
    on remote: Remote, _ url: String, _ options: [String], _ environment: [String: String?]
  ) async throws {
    try remote.addHook("pre-receive", Self.barrier)
    func run(_ email: String) async throws -> ProgramResult {
      try await Bot.run(
        ["run", url, "--set", "project.email=\(email)"] + options, environment: environment)
    }
    async let first = run("first@acme.io")
    async let second = run("second@acme.io")
    let results = try await [("first", first), ("second", second)]

    let winners = results.filter { $0.1.status == 0 }
    let losers = results.filter { $0.1.status == 1 }
    #expect(winners.count == 1 && losers.count == 1, "\(results.map(\.1.errorOutput))")
    for (name, result) in winners {
      #expect(result.output.hasPrefix("proposed: "))
      let text = try await remote.text("infrastructure.config.json", in: "gitops-bot/sync")
      #expect(text.contains("\(name)@acme.io"))
    }
    for (_, result) in losers {
      #expect(result.errorOutput.contains("run again"), "\(result.errorOutput)")
    }
    let names = try await git("for-each-ref", "--format=%(refname)", "refs/heads", in: remote.path)
    #expect(names == "refs/heads/gitops-bot/sync\nrefs/heads/main")
    try await git("fsck", "--strict", in: remote.path)
  }
}
