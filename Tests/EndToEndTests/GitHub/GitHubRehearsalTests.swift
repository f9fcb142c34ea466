import Foundation
import TestSupport
import Testing

@Suite struct GitHubRehearsalTests {
  /// A repository that somebody just made from a template: every value is a stand-in.
  private func made() async throws -> GitHubJob {
    let configuration = """
      { "replacements": [
        { "kind": "domain", "from": "example.com", "to": "{{project.domain}}" },
        { "kind": "email", "from": "admin@example.com", "to": "{{project.email}}" } ] }

      """
    return try GitHubJob(
      try await Remote.holding([
        "bot.config.json": configuration,
        "manifests/site.yaml": "host: chat.example.com\nmail: admin@example.com\n",
      ]))
  }

  private static let created = """
    { "ref": "refs/heads/main", "created": true,
      "repository": { "is_template": false, "default_branch": "main" } }
    """

  @Test("whoever makes a repository from the template is told once what to set and where")
  func creation() async throws {
    let job = try await made()
    let before = try await job.remote.references()
    let result = try #require(try await job.run("push", payload: Self.created))
    #expect(result.status == 0)
    #expect(try await job.remote.references() == before)
    try expectGolden("creation", result, job)
  }

  @Test("a creation whose values are variables is proposed at once")
  func creationWithValues() async throws {
    var job = try await made()
    job.variables = [
      "GITOPS_BOT_VALUE_PROJECT_DOMAIN": "acme.io",
      "GITOPS_BOT_VALUE_PROJECT_EMAIL": "ops@acme.io",
    ]
    let result = try #require(try await job.run("push", payload: Self.created))
    #expect(result.status == 0)
    #expect(
      try await job.remote.text("manifests/site.yaml", in: "gitops-bot/sync")
        == "host: chat.acme.io\nmail: ops@acme.io")
    try expectGolden("creation-with-values", result, job)
  }

  @Test("a maintainer who runs the workflow by hand sees what would come, then gets it")
  func dispatch() async throws {
    let job = try await made()
    let before = try await job.remote.references()
    func payload(dryRun: Bool) -> String {
      """
      { "inputs": { "name": "", "domain": "acme.io", "email": "", "command": "run",
          "value": "project.email=ops@acme.io", "dry-run": \(dryRun) },
        "repository": { "is_template": false, "default_branch": "main" } }
      """
    }
    let dry = try #require(
      try await job.run("workflow_dispatch", payload: payload(dryRun: true)))
    #expect(dry.status == 0)
    #expect(try await job.remote.references() == before)
    try expectGolden("dispatch-dry-run", dry, job)

    let result = try #require(
      try await job.run("workflow_dispatch", payload: payload(dryRun: false)))
    #expect(result.status == 0)
    #expect(
      try await job.remote.text("manifests/site.yaml", in: "gitops-bot/sync")
        == "host: chat.acme.io\nmail: ops@acme.io")
    try expectGolden("dispatch", result, job)
  }

  @Test("a maintainer who forgets a value sees the job fail")
  func dispatchWithoutValues() async throws {
    let job = try await made()
    let payload = """
      { "inputs": { "command": "run", "domain": "acme.io", "dry-run": false },
        "repository": { "is_template": false, "default_branch": "main" } }
      """
    let result = try #require(try await job.run("workflow_dispatch", payload: payload))
    #expect(result.status == 1)
    #expect(!result.requests.contains("issues"))
    #expect(result.outputs.contains("\nproject.email\n"))
    #expect(result.outputs.hasSuffix("exit-code=1\n"))
  }

  @Test("the schedule stays quiet while nothing changes")
  func schedule() async throws {
    var job = try await made()
    job.variables = [
      "GITOPS_BOT_VALUE_PROJECT_DOMAIN": "acme.io",
      "GITOPS_BOT_VALUE_PROJECT_EMAIL": "ops@acme.io",
    ]
    let payload = "{ \"schedule\": \"17 5 * * *\" }"
    #expect(try await job.run("schedule", payload: payload)?.status == 0)
    let proposed = try await job.remote.references()
    let result = try #require(try await job.run("schedule", payload: payload))
    #expect(result.status == 0)
    #expect(try await job.remote.references() == proposed)
    try expectGolden("schedule", result, job)
  }

  @Test(
    "the template keeps its stand-ins, and pushes of every day run nothing",
    arguments: [
      """
      { "created": true, "repository": { "is_template": true, "default_branch": "main" } }
      """,
      """
      { "created": false, "repository": { "is_template": false, "default_branch": "main" } }
      """,
      """
      { "created": true, "repository": { "is_template": false, "default_branch": "trunk" } }
      """,
    ])
  func leavesOut(_ payload: String) async throws {
    let job = try await made()
    #expect(try await job.run("push", payload: payload) == nil)
  }

  /// Compares everything that a job left behind with `Tests/Goldens/github/NAME.txt`; with
  /// `GITOPS_BOT_RECORD=1` writes that file anew, and fails.
  private func expectGolden(_ name: String, _ result: GitHubJob.Result, _ job: GitHubJob) throws {
    let text = """
      == log
      \(result.log)
      == outputs
      \(result.outputs)
      == summary
      \(result.summary)
      == requests
      \(result.requests)
      """
    let seen =
      text
      .replacing(job.remote.folder.path, with: "/srv")
      .replacing(/delimiter-[0-9A-F-]{36}/, with: "delimiter-RANDOM")
      .replacing(/gitops-bot\.\w{6}\b/, with: "gitops-bot.RANDOM")
      // The form of the lock is not this test's business.
      .replacing(
        /diff --git a\/gitops-bot.lock.json.*?(?=\ndiff --git)/.dotMatchesNewlines(),
        with: "(the lock)"
      )
      .replacing(/\b[0-9a-f]{40}\b/, with: "COMMIT")
      .replacing(/\b[0-9a-f]{12}\b/, with: "COMMIT")
    let path = "\(Remote.project)/Tests/Goldens/github/\(name).txt"
    if ProcessInfo.processInfo.environment["GITOPS_BOT_RECORD"] == "1" {
      try seen.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("\(path) is recorded; look at it, and run again")
      return
    }
    #expect(seen == (try String(contentsOfFile: path, encoding: .utf8)))
  }
}
