import Foundation
import TestSupport
import Testing

/// A repository on a real Git server whose pull requests are at a `GitHubServer`.
struct ReviewedRepository: Sendable {
  let server: GitHTTPServer
  let remote: Remote
  let gitHub: GitHubServer

  /// Runs `body` with one that holds the example, and expects that every request was right.
  static func use(
    _ body: @Sendable (ReviewedRepository) async throws -> Void
  ) async throws {
    let server = try await GitHTTPServer()
    let remote = try await Remote.example(at: "\(server.repositories)/acme/infra.git")
    try await git("config", "http.receivepack", "true", in: remote.path)
    try await GitHubServer.serve(token: server.password) { gitHub in
      try await body(ReviewedRepository(server: server, remote: remote, gitHub: gitHub))
      #expect(await gitHub.complaints == [])
    }
  }

  /// The address of the repository, as GitHub Actions would give it.
  var url: String { server.url("acme/infra.git") }

  /// The page on which a person opens the review.
  var comparePage: String {
    server.url("acme/infra/compare/main...gitops-bot/sync?expand=1")
  }

  /// Runs the bot with a token, and expects that it prints the token nowhere.
  func run(
    _ arguments: String..., environment: [String: String?] = [:]
  ) async throws -> ProgramResult {
    let result = try await Bot.run(
      [arguments.first ?? "run", url] + arguments.dropFirst(),
      environment: await self.environment().merging(environment) { $1 })
    #expect(!(result.output + result.errorOutput).contains("horse"))
    return result
  }

  /// What GitHub Actions sets, and a token.
  func environment() async -> [String: String?] {
    [
      "GITHUB_SERVER_URL": server.url("").trimmingSuffix("/"),
      "GITHUB_API_URL": await gitHub.origin,
      "GITEA_ACTIONS": nil, "GITOPS_BOT_TOKEN": server.password,
      "GITOPS_BOT_USERNAME": server.user,
    ]
  }

  /// Merges the open pull request and deletes its branch.
  func merge() async throws {
    try await remote.merge()
    try await remote.removeBranch()
    try await gitHub.change(1) { ($0.state, $0.isMerged) = ("closed", true) }
  }

  /// Whether the bot's branch is there.
  func hasBranch() async throws -> Bool {
    try await remote.references().contains("refs/heads/gitops-bot/sync")
  }

  /// Changes a value of the installation on `main`.
  func setDomain(_ new: String, from old: String) async throws {
    try await remote.commit("Move to \(new)") {
      try $0.replace("\"\(old)\"", with: "\"\(new)\"", in: "infrastructure.config.json")
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
