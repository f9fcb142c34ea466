import Foundation
import TestSupport
import Testing

@Suite struct SettledTests {
  private func served() async throws -> (GitHTTPServer, Remote) {
    let server = try await GitHTTPServer()
    let remote = try await Remote.example(at: "\(server.repositories)/acme.git")
    try await git("config", "http.receivepack", "true", in: remote.path)
    return (server, remote)
  }

  private func run(_ server: GitHTTPServer, _ more: String...) async throws -> ProgramResult {
    try await Bot.run(
      ["run", server.url("acme.git")] + more,
      environment: ["GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user])
  }

  /// The requests that a run makes, without those that were refused for want of a password.
  private func exchanges(_ server: GitHTTPServer, after count: Int) throws -> [String] {
    Array(Set(try server.requests().dropFirst(count)))
  }

  /// The names of the marks that the server has.
  private func marks(of remote: Remote) async throws -> [Substring] {
    try await git(
      "for-each-ref", "--format=%(refname)", "refs/gitops-bot/settled", in: remote.path
    ).split(separator: "\n")
  }

  @Test("a run with nothing new asks for the references and nothing else")
  func oneExchange() async throws {
    let (server, remote) = try await served()
    #expect(try await run(server).status == 0)
    let asking = "GET /acme.git/info/refs?service=git-upload-pack"
    let pushes = try server.requests().filter { $0 == "POST /acme.git/git-receive-pack" }
    #expect(pushes.count == 1)

    var before = try server.requests().count
    let open = try await run(server)
    #expect(open.output.hasPrefix("unchanged: the open proposal"), "\(open.errorOutput)")
    #expect(try exchanges(server, after: before) == [asking])

    try await remote.merge()
    try await remote.removeBranch()
    #expect(try await run(server).output.hasPrefix("unchanged: main"))
    before = try server.requests().count
    let merged = try await run(server)
    #expect(merged.output.hasPrefix("unchanged: main is up to date"), "\(merged.errorOutput)")
    #expect(try exchanges(server, after: before) == [asking])
    #expect(try await marks(of: remote).count == 1)
  }

  @Test("with an upstream template a run with nothing new fetches nothing, and sees a release")
  func template() async throws {
    let (server, remote) = try await served()
    let template = try await Remote.example(at: "\(server.repositories)/public/template.git")
    try await remote.commit("Follow the template") {
      try $0.replace(
        "\"replacements\"",
        with: "\"template\": { \"url\": \"\(server.url("public/template.git"))\" },\n"
          + "  \"replacements\"",
        in: "bot.config.json")
    }
    let first = try await run(server)
    #expect(first.status == 0, "\(first.errorOutput)")
    try await remote.merge()
    try await remote.removeBranch()
    #expect(try await run(server).output.hasPrefix("unchanged: main"))

    let before = try server.requests().count
    #expect(try await run(server).output.hasPrefix("unchanged: main is up to date"))
    let asking = ["acme", "public/template"].map {
      "GET /\($0).git/info/refs?service=git-upload-pack"
    }
    #expect(try Set(exchanges(server, after: before)) == Set(asking))

    try await template.commit("Release") {
      try $0.write("a: example.com\n", to: "manifests/new.yaml")
    }
    let release = try await run(server)
    #expect(release.output.hasPrefix("proposed: "), "\(release.output)\(release.errorOutput)")
    #expect(try await remote.text("manifests/new.yaml", in: "gitops-bot/sync") == "a: acme.io")
  }

  /// A repository that follows a template which anybody may read, over http, settled before a release.
  private func released() async throws -> (GitHTTPServer, Remote, template: Remote) {
    let (server, remote) = try await served()
    let template = try await Remote.example(at: "\(server.repositories)/public/template.git")
    try await remote.commit("Follow the template") {
      try $0.replace(
        "\"replacements\"",
        with: "\"template\": { \"url\": \"\(server.url("public/template.git"))\" },\n"
          + "  \"replacements\"",
        in: "bot.config.json")
    }
    #expect(try await run(server).status == 0)
    try await remote.merge()
    try await remote.removeBranch()
    #expect(try await run(server).output.hasPrefix("unchanged: main"))
    try await template.commit("Release") {
      try $0.write("a: example.com\n", to: "manifests/new.yaml")
    }
    return (server, remote, template)
  }

  @Test("a template that has a release is asked and fetched once, while the repository is fetched")
  func release() async throws {
    let (server, remote, template) = try await released()
    let before = try server.requests().count
    let release = try await run(server)
    #expect(release.output.hasPrefix("proposed: "), "\(release.output)\(release.errorOutput)")
    #expect(try await remote.text("manifests/new.yaml", in: "gitops-bot/sync") == "a: acme.io")
    let requests = try server.requests().dropFirst(before).filter { $0.contains("/template.git/") }
    // The transfer has a connection of its own, which asks again.
    let asking = "GET /public/template.git/info/refs?service=git-upload-pack"
    #expect(requests == [asking, asking, "POST /public/template.git/git-upload-pack"])
    let lock = try await remote.text("gitops-bot.lock.json", in: "gitops-bot/sync")
    #expect(lock.contains("\"commit\" : \"\(try await template.id("main"))\""))
  }

  @Test("a run that fails while the template is fetched leaves nothing behind")
  func failure() async throws {
    let (server, remote, _) = try await released()
    try await remote.commit("Break the configuration") {
      try $0.write("{", to: "bot.config.json")
    }
    let folder = try TemporaryFolder()
    let before = try await remote.references()
    let result = try await Bot.run(
      ["run", server.url("acme.git")],
      environment: [
        "GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user,
        "TMPDIR": folder.path,
      ])
    #expect(result.status != 0)
    #expect(result.errorOutput.contains("bot.config.json:1:"), "\(result.errorOutput)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    #expect(try await remote.references() == before)
  }

  @Test("a mark does not hide a new commit, a new value or another branch of the bot's")
  func looksAgain() async throws {
    let (server, remote) = try await served()
    #expect(try await run(server).status == 0)
    // Each of these differs from the run before it in one thing alone.
    try await remote.commit("Move") {
      try $0.replace("\"acme.io\"", with: "\"acme.dev\"", in: "infrastructure.config.json")
    }
    let moved = try await run(server)
    #expect(moved.output.hasPrefix("proposed: "), "\(moved.output)\(moved.errorOutput)")
    try await remote.removeBranch()
    #expect(try await run(server).output.hasPrefix("proposed: "))
    let value = try await run(server, "--set", "project.email=team@acme.io")
    #expect(value.output.hasPrefix("proposed: "), "\(value.output)\(value.errorOutput)")
  }

  @Test("--recheck looks at everything, and the runs that follow are as quick as before")
  func rechecks() async throws {
    let (server, remote) = try await served()
    #expect(try await run(server).status == 0)
    let marks = try await marks(of: remote)
    #expect(marks.count == 1)
    let before = try server.requests().count
    let result = try await run(server, "--recheck")
    #expect(result.output.hasPrefix("unchanged: the open proposal"), "\(result.errorOutput)")
    #expect(try exchanges(server, after: before).contains("POST /acme.git/git-upload-pack"))
    #expect(try await self.marks(of: remote) == marks)
  }

  @Test("every run tells of a conflict until a person has decided it")
  func conflict() async throws {
    let sample = try await TemplateSample()
    #expect(try await sample.sync().status == 0)
    for (remote, count) in [(sample.repository, 2), (sample.template, 3)] {
      try await remote.commit("More of it") {
        try $0.replace("replicas: 1", with: "replicas: \(count)", in: "manifests/chat.yaml")
      }
    }
    for _ in 0..<2 {
      let result = try await sample.run()
      #expect(result.status == 3, "\(result.output)\(result.errorOutput)")
      #expect(result.output.contains("replicas: 3"), "\(result.output)")
    }
  }
}
