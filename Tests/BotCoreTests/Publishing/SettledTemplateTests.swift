import Foundation
import Git
import TestSupport
import Testing

@testable import BotCore

/// What a mark that anybody may have pushed leads to.
@Suite struct SettledTemplateTests {
  /// Serves a repository with one commit to anybody.
  private func serving() async throws -> GitHTTPServer {
    let server = try await GitHTTPServer()
    let path = folder(of: server)
    try await git("init", "--quiet", "--bare", path)
    let tree = try await git("mktree", in: path)
    let commit = try await git("commit-tree", "-m", "Start", tree, in: path)
    try await git("update-ref", "refs/heads/main", commit, in: path)
    return server
  }

  private func folder(of server: GitHTTPServer) -> String {
    "\(server.repositories)/public/a.git"
  }

  private func url(of server: GitHTTPServer) -> String { server.url("public/a.git") }

  private func opened(_ address: String) async throws -> Workspace {
    try await Workspace.open(
      Request(repository: address, folder: "/", variables: [:]), Progress())
  }

  /// The template of a mark that names its default branch.
  private func marked(_ address: String) throws -> SettledTemplate {
    let text = Data("\(address)\n".utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    return try #require(SettledTemplate(suffixOf: "0123-\(text)"))
  }

  @Test("a mark on a server does not send the bot to a folder of the user's machine")
  func folders() async throws {
    let server = try await serving()
    let (there, here) = (
      try await opened(url(of: server)), try await opened("file://\(folder(of: server))")
    )
    for address in [folder(of: server), "file://\(folder(of: server))"] {
      let template = try marked(address)
      #expect(!template.mayBeAsked(by: there), "\(address)")
      #expect(template.mayBeAsked(by: here), "\(address)")
    }
    #expect(try marked(url(of: server)).mayBeAsked(by: there))
  }

  @Test("a mark does not make the bot download from another server than the repository's own")
  func servers() async throws {
    let own = try await serving()
    for (server, isFetched) in [(own, true), (try await serving(), false)] {
      var workspace = try await opened(url(of: own))
      let template = try marked(url(of: server))
      let found = try #require(
        try template.found(by: workspace.repository, within: .seconds(600)))
      try template.fetch(found, into: &workspace)
      #expect((workspace.earlyTemplate != nil) == isFetched)
      workspace.earlyTemplate?.wait()
    }
  }
}
