import TestSupport
import Testing

@Suite struct SigningTests {
  /// How a key is named.
  enum Key: String, CaseIterable, Sendable {
    case sshFile
    case openPGPFingerprint
    case openPGPAddress
    case variable

    func options(_ keys: SigningKeys) -> (arguments: [String], environment: [String: String?]) {
      switch self {
      case .sshFile: (["--signing-key", keys.sshKey], [:])
      case .openPGPFingerprint: (["--signing-key", keys.fingerprint], keys.environment)
      case .openPGPAddress:
        (["--signing-key", keys.email, "--signing-format", "openpgp"], keys.environment)
      case .variable: ([], ["GITOPS_BOT_SIGNING_KEY": keys.sshKey])
      }
    }
  }

  private func run(
    _ remote: Remote, _ key: Key, _ keys: SigningKeys, _ more: [String] = []
  ) async throws -> ProgramResult {
    let (arguments, environment) = key.options(keys)
    return try await Bot.run(["run", remote.url] + arguments + more, environment: environment)
  }

  private func newCommits(_ remote: Remote) async throws -> [String] {
    try await git("rev-list", "main..gitops-bot/sync", in: remote.path)
      .split(separator: "\n").map(String.init)
  }

  @Test("Git accepts every commit of a signed proposal", arguments: Key.allCases)
  func verified(_ key: Key) async throws {
    let keys = try await SigningKeys()
    let remote = try await Remote.example()

    let result = try await run(remote, key, keys)

    #expect(result.status == 0, "\(result.errorOutput)")
    let commits = try await newCommits(remote)
    #expect(commits.count == 2)
    for commit in commits {
      let judged = try await keys.verify(commit, in: remote.path)
      #expect(judged.status == 0, "\(judged.errorOutput)")
    }
    let check = try await runGit(["fsck", "--strict", "--full", "--no-progress"], in: remote.path)
    #expect(check.status == 0, "\(check.errorOutput)")
    // The recorded rendering follows from its inputs alone, so it has no signature.
    #expect(try await keys.verify("refs/gitops-bot/rendered", in: remote.path).status != 0)
    let again = try await run(remote, key, keys)
    #expect(again.output.hasPrefix("unchanged: "), "\(again.errorOutput)")
  }

  @Test("a signed proposal in a repository without a remote is whole")
  func local() async throws {
    let keys = try await SigningKeys()
    let remote = try await Remote.example()

    let result = try await Bot.run(["run", "--signing-key", keys.sshKey], in: remote.path)

    #expect(result.status == 0, "\(result.errorOutput)")
    for commit in try await newCommits(remote) {
      #expect(try await keys.verify(commit, in: remote.path).status == 0)
    }
    let check = try await runGit(["fsck", "--strict", "--full", "--no-progress"], in: remote.path)
    #expect(check.status == 0 && check.output == "", "\(check.output)\(check.errorOutput)")
  }

  @Test("somebody's commit stays theirs when the bot signs it again")
  func replayed() async throws {
    let keys = try await SigningKeys()
    let remote = try await Remote.example()
    #expect(try await run(remote, .sshFile, keys).status == 0)
    try await remote.commit("Fix by hand", on: "gitops-bot/sync") {
      try $0.append("# by hand\n", to: "manifests/sources/gitea.yaml")
    }
    try await remote.commit("Another e-mail") {
      try $0.replace("ops@acme.io", with: "team@acme.io", in: "infrastructure.config.json")
    }

    let result = try await run(remote, .sshFile, keys, ["--signoff"])

    #expect(result.output.hasPrefix("proposed: "), "\(result.errorOutput)")
    let commits = try await newCommits(remote)
    for commit in commits {
      let judged = try await keys.verify(commit, in: remote.path)
      #expect(judged.status == 0, "\(judged.errorOutput)")
    }
    let people = try await git(
      "log", "-1", "--format=%an %ae|%cn|%B", "gitops-bot/sync", in: remote.path)
    #expect(people == "Test test@example.org|gitops-bot|Fix by hand")
  }

  @Test("a project that asks for sign-offs finds one among the trailers of each commit")
  func signoff() async throws {
    let remote = try await Remote.example()

    let result = try await Bot.run(["run", remote.url, "--signoff"])

    #expect(result.status == 0, "\(result.errorOutput)")
    let format = "--format=%an <%ae>|%(trailers:key=Signed-off-by,valueonly,separator=%x2C)"
    let log = try await git("log", format, "main..gitops-bot/sync", in: remote.path)
    for line in log.split(separator: "\n") {
      let parts = line.split(separator: "|")
      #expect(parts.count == 2 && parts.first == parts.last, "\(line)")
    }
    let again = try await Bot.run(["run", remote.url, "--signoff"])
    #expect(again.output.hasPrefix("unchanged: "), "\(again.errorOutput)")
  }

  @Test("a key that cannot sign pushes nothing, and is named")
  func unusable() async throws {
    let keys = try await SigningKeys()
    let remote = try await Remote.example()
    let references = try await remote.references()
    let secret = try await git("hash-object", "-w", keys.sshKey, in: remote.path)
    let text = try await git("cat-file", "blob", secret, in: remote.path)

    for (key, format, words) in [
      ("/nonexistent/key", "ssh", "/nonexistent/key"),
      ("nobody@example.org", "", "gpg could not sign with nobody@example.org"),
      (remote.path + "/config", "", "ssh-keygen could not sign with "),
      (text, "", "the signing key is a key itself"),
    ] {
      let variables: [String: String?] = [
        "GITOPS_BOT_SIGNING_KEY": key, "GITOPS_BOT_SIGNING_FORMAT": format,
      ]
      let result = try await Bot.run(
        ["run", remote.url], environment: keys.environment.merging(variables) { $1 })
      #expect(result.status == 5, "\(result.errorOutput)")
      #expect(result.errorOutput.contains(words), "\(result.errorOutput)")
      #expect(!(result.output + result.errorOutput).contains("PRIVATE KEY"))
      #expect(try await remote.references() == references)
    }
  }

  @Test("a missing program is named", arguments: [Key.sshFile, .openPGPFingerprint])
  func missingProgram(_ key: Key) async throws {
    let keys = try await SigningKeys()
    let remote = try await Remote.example()
    let references = try await remote.references()
    let empty = try TemporaryFolder()

    let result = try await Bot.run(
      ["run", remote.url] + key.options(keys).arguments, environment: ["PATH": empty.path])

    #expect(result.status == 1, "\(result.errorOutput)")
    let program = key == .sshFile ? "ssh-keygen" : "gpg"
    #expect(result.errorOutput.contains("error: \(program) could not be run"))
    #expect(try await remote.references() == references)
  }
}
