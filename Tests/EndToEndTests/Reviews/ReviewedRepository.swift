import Foundation
import TestSupport
import Testing

/// A repository on a real Git server whose reviews are at a `ReviewServer`.
struct ReviewedRepository: Sendable {
  let forge: ReviewForge
  let server: GitHTTPServer
  let remote: Remote
  let reviews: ReviewServer

  /// Runs `body` with one that holds the example, and expects that every request was right.
  static func use(
    _ forge: ReviewForge = .gitHub, _ body: @Sendable (ReviewedRepository) async throws -> Void
  ) async throws {
    let server = try await GitHTTPServer()
    let remote = try await Remote.example(at: "\(server.repositories)/acme/infra.git")
    try await git("config", "http.receivepack", "true", in: remote.path)
    try await ReviewServer.serve(forge.api, token: server.password) { reviews in
      try await body(
        ReviewedRepository(forge: forge, server: server, remote: remote, reviews: reviews))
      #expect(await reviews.complaints == [])
    }
  }

  /// The address of the repository, as the forge's own CI would give it.
  var url: String { server.url("acme/infra.git") }

  /// The page on which a person opens the review.
  var comparePage: String {
    server.url("acme/infra/" + forge.api.comparePage)
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

  /// What the forge's own CI sets, and a token.
  func environment() async -> [String: String?] {
    let variables = forge.api.variables(
      server: server.url("").trimmingSuffix("/"), api: await reviews.origin)
    return variables.merging([
      "GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user,
    ]) { $1 }
  }

  /// Merges the first review and deletes its branch.
  func merge() async throws {
    try await remote.merge()
    try await remote.removeBranch()
    try await reviews.change(1) { ($0.isOpen, $0.isMerged) = (false, true) }
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
