import Foundation
import TestSupport
import Testing

@Suite struct CacheTests {
  /// A repository on a server, and an empty folder for clones.
  private struct Place {
    let server: GitHTTPServer
    let remote: Remote
    let folder: TemporaryFolder

    init() async throws {
      server = try await GitHTTPServer()
      remote = try await Remote.example(at: "\(server.repositories)/acme.git")
      try await git("config", "http.receivepack", "true", in: remote.path)
      folder = try TemporaryFolder()
    }

    var cache: String { folder.path("cache") }

    func run(_ command: String = "run") async throws -> ProgramResult {
      try await Bot.run(
        [command, server.url("acme.git"), "--cache", cache],
        environment: ["GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user])
    }

    /// The kept clone.
    func clone() throws -> String {
      let names = try FileManager.default.contentsOfDirectory(atPath: cache)
      return "\(cache)/\(try #require(names.first { $0.hasSuffix(".git") }))"
    }
  }

  @Test("a kept clone brings the same result, whole, and no credential stands in it")
  func kept() async throws {
    let place = try await Place()
    let first = try await place.run()
    #expect(first.status == 0, "\(first.errorOutput)")
    try await place.remote.merge()
    try await place.remote.removeBranch()
    try await place.remote.commit("Move") {
      try $0.replace("\"acme.io\"", with: "\"acme.dev\"", in: "infrastructure.config.json")
    }
    let second = try await place.run()
    #expect(second.output.hasPrefix("proposed: "), "\(second.output)\(second.errorOutput)")
    let branch = "gitops-bot/sync^{tree}"
    let tree = try await place.remote.id(branch)
    try await place.remote.removeBranch()
    let fresh = try await Bot.run(
      ["run", place.server.url("acme.git")],
      environment: [
        "GITOPS_BOT_TOKEN": place.server.password, "GITOPS_BOT_USERNAME": place.server.user,
      ])
    #expect(fresh.output.hasPrefix("proposed: "), "\(fresh.errorOutput)")
    #expect(try await place.remote.id(branch) == tree)

    let clone = try place.clone()
    let check = try await runGit(["fsck", "--strict"], in: clone)
    #expect(check.status == 0, "\(check.errorOutput)")
    // What a run that was ended left behind leads to objects that are there.
    #expect(try await git("for-each-ref", "refs/outgoing", in: clone) == "")
    let words = try await runGit(["grep", "--no-index", "-r", "horse", "."], in: clone)
    #expect(words.standardOutput.isEmpty)
    let mode = try FileManager.default.attributesOfItem(atPath: clone)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o700)
  }

  @Test("several runs that begin with no clone make one, and all of them end well")
  func several() async throws {
    let place = try await Place()
    let results = try await withThrowingTaskGroup(of: ProgramResult.self) { group in
      for _ in 0..<3 { group.addTask { try await place.run("plan") } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for result in results { #expect(result.status == 2, "\(result.errorOutput)") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.cache).count == 1)
  }

  @Test("a clone that is no repository any more is named, with what to do")
  func broken() async throws {
    let place = try await Place()
    #expect(try await place.run("plan").status == 2)
    let clone = try place.clone()
    try FileManager.default.removeItem(atPath: clone)
    try FileManager.default.createDirectory(atPath: clone, withIntermediateDirectories: true)
    let result = try await place.run("plan")
    #expect(result.status == 1)
    #expect(result.errorOutput.contains(clone) && result.errorOutput.contains("delete it"))
  }
}
