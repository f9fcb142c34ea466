import TestSupport
import Testing

@Suite struct PrivateCATests {
  private func served(
    by authority: CertificateAuthority
  ) async throws -> (GitHTTPServer, Remote) {
    let server = try await GitHTTPServer(certifiedBy: authority)
    let remote = try await Remote.example(at: "\(server.repositories)/acme.git")
    try await git("config", "http.receivepack", "true", in: remote.path)
    return (server, remote)
  }

  /// How the authority is made known.
  enum Trust: String, CaseIterable, Sendable {
    case option
    case variable
    case optionBesideVariable
  }

  @Test(
    "a server with a certificate of a private authority is pushed to", arguments: Trust.allCases)
  func trusted(_ trust: Trust) async throws {
    let authority = try await CertificateAuthority()
    let (server, remote) = try await served(by: authority)
    let another = try await CertificateAuthority()
    var arguments = ["run", server.url("acme.git")]
    var environment: [String: String?] = [
      "GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user,
    ]
    switch trust {
    case .option: arguments += ["--ca-file", authority.certificate]
    case .variable: environment["SSL_CERT_FILE"] = authority.certificate
    case .optionBesideVariable:
      arguments += ["--ca-file", another.certificate]
      environment["SSL_CERT_FILE"] = authority.certificate
    }

    let result = try await Bot.run(arguments, environment: environment)

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(
      try await git("rev-list", "--count", "main..gitops-bot/sync", in: remote.path) == "2")
  }

  @Test("a server of an unknown authority gets neither the token nor a push")
  func untrusted() async throws {
    let authority = try await CertificateAuthority()
    let (server, remote) = try await served(by: authority)
    let references = try await remote.references()
    let other = try await CertificateAuthority()

    for arguments in [[], ["--ca-file", other.certificate]] {
      let result = try await Bot.run(
        ["run", server.url("acme.git")] + arguments,
        environment: ["GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user])
      #expect(result.status == 1, "\(result.errorOutput)")
      #expect(result.errorOutput.contains("error: reading \(server.url("acme.git")): "))
      #expect(result.errorOutput.contains("certificate"), "\(result.errorOutput)")
      #expect(result.errorOutput.contains("--ca-file"), "\(result.errorOutput)")
    }
    #expect(try await remote.references() == references)
    #expect(try server.requests() == [])
  }

  @Test("a file without certificates is named")
  func noCertificate() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("nothing", to: "ca.pem")
    for path in [file, folder.path("absent.pem")] {
      let result = try await Bot.run(["run", "https://localhost:1/a.git", "--ca-file", path])
      #expect(result.status == 1)
      #expect(result.errorOutput.contains(path), "\(result.errorOutput)")
    }
  }
}
