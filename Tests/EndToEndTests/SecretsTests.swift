import Foundation
import TestSupport
import Testing

@Suite struct SecretsTests {
  /// Programs in front of the real ones, which write down what they see of the bot.
  private struct Watched {
    let folder: TemporaryFolder

    /// Watches `ssh-keygen` and `git`.
    init() async throws {
      folder = try TemporaryFolder()
      try folder.makeFolder("tmp")
      for name in ["ssh-keygen", "git"] {
        // `ps` and not /proc, which macOS does not have.
        try folder.write(
          """
          #!/bin/sh
          {
            echo "\(name) $*"
            env
            ps -o args= -p $PPID
            cat "\(folder.path("tmp"))"/gitops-bot-*/config
          } >>"\(folder.path("record"))" 2>&1
          exec "\(try Programs.find(name))" "$@"

          """, to: "bin/\(name)", executable: true)
      }
    }

    /// What a run needs to be watched.
    var environment: [String: String?] {
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      return ["PATH": folder.path("bin") + ":" + path, "TMPDIR": folder.path("tmp")]
    }

    /// What the programs saw.
    func record() throws -> String {
      String(decoding: try folder.read("record"), as: UTF8.self)
    }
  }

  /// Everything that a repository holds, as text.
  private func objects(_ remote: Remote) async throws -> String {
    let result = try await runGit(
      ["cat-file", "--batch-all-objects", "--batch"], in: remote.path)
    let references = try await git("for-each-ref", in: remote.path)
    return result.output + references
  }

  /// The forms in which a password could be met.
  private func forms(_ server: GitHTTPServer) -> [String] {
    let pair = Data("\(server.user):\(server.password)".utf8).base64EncodedString()
    let alone = Data(server.password.utf8).base64EncodedString()
    return [server.password, server.password.replacing(" ", with: "%20"), pair, alone]
  }

  private func served() async throws -> (GitHTTPServer, Remote) {
    let server = try await GitHTTPServer()
    let remote = try await Remote.example(at: "\(server.repositories)/acme.git")
    try await git("config", "http.receivepack", "true", in: remote.path)
    return (server, remote)
  }

  /// How the bot gets to know the password.
  enum Source: String, CaseIterable, Sendable {
    case variable
    case address
    case helper
  }

  @Test("a token appears nowhere but at its own server", arguments: Source.allCases)
  func nowhere(_ source: Source) async throws {
    let (server, remote) = try await served()
    let watched = try await Watched()
    let keys = try await SigningKeys()
    var address = server.url("acme.git")
    var environment = watched.environment
    // Tokens of other servers are nobody's business either.
    for name in ["GH_TOKEN", "GITLAB_TOKEN", "GITEA_TOKEN", "CI_JOB_TOKEN", "DIGITALOCEAN_TOKEN"] {
      environment[name] = "f0reign-token-value"
    }
    var arguments = ["--verbose", "--signing-key", keys.sshKey]
    switch source {
    case .variable:
      environment["GITOPS_BOT_TOKEN"] = server.password
      environment["GITOPS_BOT_USERNAME"] = server.user
      environment["CI_REPOSITORY_URL"] = "http://x:\(server.password)@git.example.org/a.git"
    case .address:
      let user = "\(server.user):correct%20horse@"
      address = address.replacing("http://", with: "http://" + user)
    case .helper:
      let helper = try watched.folder.write(
        "#!/bin/sh\necho username=\(server.user)\necho 'password=\(server.password)'\n",
        to: "helper", executable: true)
      arguments += ["--credential-helper", helper]
    }

    let result = try await Bot.run(["run", address] + arguments, environment: environment)

    #expect(result.status == 0, "\(result.errorOutput)")
    var record = try watched.record()
    #expect(record.contains("ssh-keygen -Y sign") && record.contains("[core]"))
    #expect(source != .helper || record.contains("credential fill"))
    // What the user wrote on the command line is there for all to see.
    if source == .address { record = record.replacing(address, with: "") }
    let places = [
      "stdout": result.output, "stderr": result.errorOutput, "programs": record,
      "objects": try await objects(remote),
    ]
    for (place, text) in places {
      for form in forms(server) + ["f0reign-token-value"] {
        #expect(!text.contains(form), "\(place) \(source)")
      }
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: watched.folder.path("tmp"))
    #expect(left == [])
  }

  @Test("a proposal with a credential in it is neither shown nor pushed")
  func refused() async throws {
    let (server, remote) = try await served()
    let references = try await remote.references()
    let environment: [String: String?] = [
      "GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user,
      "GITLAB_TOKEN": "s3cret-token-of-another",
    ]
    let pair = Data("\(server.user):\(server.password)".utf8).base64EncodedString()
    for (setting, place) in [
      ("project.description=\(server.password)", "in the file, infrastructure.config.json"),
      ("project.description=\(pair)", "in the file, infrastructure.config.json"),
      ("cluster.name=s3cret-token-of-another", "in the name of a file or folder, manifests/"),
    ] {
      for command in ["plan", "run"] {
        let result = try await Bot.run(
          [command, server.url("acme.git"), "--verbose", "--set", setting],
          environment: environment)
        #expect(result.status == 4, "\(result.errorOutput)")
        #expect(result.errorOutput.contains(place), "\(result.errorOutput)")
        #expect(result.output == "")
        for form in forms(server) + ["s3cret-token-of-another"] {
          #expect(!result.errorOutput.contains(form))
        }
      }
    }
    #expect(try await remote.references() == references)
  }

  @Test("what the owner has in the repository already does not stop a run")
  func present() async throws {
    let (server, remote) = try await served()
    let moving = "manifests/clusters/my-cluster/notes.txt"
    try await remote.commit("Say too much") {
      try $0.append(server.password, to: "README.md")
      try $0.write(server.password, to: moving)
    }

    let result = try await Bot.run(
      ["run", server.url("acme.git")],
      environment: ["GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user])

    #expect(result.status == 0, "\(result.errorOutput)")
    let moved = moving.replacing("my-cluster", with: "acme-production")
    #expect(try await remote.text(moved, in: "gitops-bot/sync") == server.password)
  }

  @Test("a helper that knows nothing leaves a refusal of the server with exit 5")
  func ignorantHelper() async throws {
    let (server, _) = try await served()
    for helper in ["!true", "no-such-helper"] {
      let result = try await Bot.run(
        ["run", server.url("acme.git"), "--credential-helper", helper])
      #expect(result.status == 5, "\(result.errorOutput)")
    }
  }
}
