import Foundation
import TestSupport
import Testing

@Suite struct HTTPTests {
  private func served() async throws -> (GitHTTPServer, Remote) {
    let server = try await GitHTTPServer()
    let remote = try await Remote.example(at: "\(server.repositories)/acme.git")
    try await git("config", "http.receivepack", "true", in: remote.path)
    return (server, remote)
  }

  /// The address with a user and a password in it.
  private func signed(_ server: GitHTTPServer, password: String) -> String {
    server.url("acme.git").replacing("http://", with: "http://\(server.user):\(password)@")
  }

  private func tokens(_ server: GitHTTPServer) -> [String: String?] {
    ["GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user]
  }

  @Test("a token in the environment clones and pushes, and appears nowhere")
  func token() async throws {
    let (server, remote) = try await served()

    let result = try await Bot.run(
      ["run", server.url("acme.git"), "--verbose"], environment: tokens(server))

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(
      try await git("rev-list", "--count", "main..gitops-bot/sync", in: remote.path) == "2")
    #expect(!(result.output + result.errorOutput).contains(server.password))
    let again = try await Bot.run(["run", server.url("acme.git")], environment: tokens(server))
    #expect(again.status == 0 && again.output.hasPrefix("unchanged: "), "\(again.errorOutput)")
  }

  @Test("a password in the address works, and reaches neither the output nor a commit")
  func passwordInAddress() async throws {
    let (server, remote) = try await served()
    let address = signed(server, password: "correct%20horse")

    for form in ["text", "json"] {
      let result = try await Bot.run(["run", address, "--output", form])
      #expect(result.status == 0, "\(result.errorOutput)")
      for word in ["correct%20horse", server.password] {
        #expect(!(result.output + result.errorOutput).contains(word))
      }
    }
    let log = try await git("log", "-p", "--format=raw", "main..gitops-bot/sync", in: remote.path)
    #expect(log.contains("acme-production") && !log.contains("horse"))
  }

  @Test("a password in a clone's remote works, and is not printed")
  func passwordInRemote() async throws {
    let (server, remote) = try await served()
    let copy = try await remote.workingCopy()
    let address = signed(server, password: "correct%20horse")
    try await git("remote", "set-url", "origin", address, in: copy.path)

    let result = try await Bot.run(["run", "--verbose"], in: copy.path)

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.errorOutput.contains("reading \(server.url("acme.git")) …"))
    #expect(!(result.output + result.errorOutput).contains("horse"))
    #expect(
      try await git("rev-list", "--count", "main..gitops-bot/sync", in: remote.path) == "2")
  }

  @Test("a wrong password is told as such with exit 5, and is not printed")
  func wrongPassword() async throws {
    let (server, remote) = try await served()
    let references = try await remote.references()

    let attempts = [
      try await Bot.run(["run", signed(server, password: "battery-staple")]),
      try await Bot.run(
        ["run", server.url("acme.git")],
        environment: ["GITOPS_BOT_TOKEN": "battery-staple", "GITOPS_BOT_USERNAME": server.user]),
      try await Bot.run(["run", server.url("acme.git")]),
    ]

    for result in attempts {
      #expect(result.status == 5, "\(result.errorOutput)")
      #expect(result.errorOutput.contains("error: "))
      #expect(result.errorOutput.contains("check the token, password or key"))
      #expect(!(result.output + result.errorOutput).contains("battery-staple"))
    }
    #expect(try await remote.references() == references)
  }

  @Test("a token that may only read is told as such with exit 5")
  func readOnly() async throws {
    let (server, remote) = try await served()
    try await server.makeReadOnly("acme.git")
    let references = try await remote.references()

    let result = try await Bot.run(["run", server.url("acme.git")], environment: tokens(server))

    #expect(result.status == 5, "\(result.errorOutput)")
    #expect(result.errorOutput.contains("error: pushing to \(server.url("acme.git"))"))
    #expect(!result.output.contains("proposed"))
    #expect(try await remote.references() == references)
  }

  @Test("a token of GitHub is not offered to another server")
  func foreignToken() async throws {
    let (server, remote) = try await served()
    try Data("x-access-token:{PLAIN}s3cret\n".utf8).write(
      to: URL(fileURLWithPath: "\(server.repositories)/../passwords"))
    let references = try await remote.references()

    for name in ["GITHUB_TOKEN", "GH_TOKEN"] {
      let result = try await Bot.run(
        ["run", server.url("acme.git")], environment: [name: "s3cret"])
      #expect(result.status == 5, "\(result.errorOutput)")
    }
    #expect(try await remote.references() == references)

    // The same token is right where it was made for this server.
    let own = try await Bot.run(
      ["run", server.url("acme.git")], environment: ["GITOPS_BOT_TOKEN": "s3cret"])
    #expect(own.status == 0, "\(own.errorOutput)")
  }

  @Test("a server that does not answer is an error that names it")
  func unreachable() async throws {
    let address = "http://127.0.0.1:\(try Loopback.freePort())/acme.git"
    let result = try await Bot.run(["run", address])
    #expect(result.status == 1)
    #expect(result.errorOutput.contains("error: reading \(address): "))
    #expect(result.errorOutput.contains("check the address and the network"))
    #expect(result.output == "")
  }

  @Test("a repository that the server does not have is an error that names it")
  func absent() async throws {
    let (server, _) = try await served()
    let result = try await Bot.run(["run", server.url("other.git")], environment: tokens(server))
    #expect(result.status == 1, "\(result.errorOutput)")
    #expect(result.errorOutput.contains("error: reading \(server.url("other.git")): "))
  }
}
