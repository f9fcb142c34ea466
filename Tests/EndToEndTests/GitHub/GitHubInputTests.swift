import TestSupport
import Testing

@Suite struct GitHubInputTests {
  @Test(
    "a workflow that sets every input goes on working, whatever the command",
    arguments: [("run", 0, "planned: "), ("plan", 0, "planned: "), ("undo", 1, "to take back")])
  func inputs(_ command: String, status: Int32, words: String) async throws {
    let job = try GitHubJob(try await Remote.holding(BadInput.sound))
    let payload = #"{ "repository": { "is_template": false, "default_branch": "main" } }"#
    let file = try #require(BadInput.sound["bot.config.json"])
    let inputs = [
      "binary": try Bot.program(), "command": command, "dry-run": "true", "force": "true",
      "allow-replace": "true", "recheck": "true", "environment": "production", "only": "static",
      "values": "project.domain=acme.io\nproject.name=acme",
      "config": try job.remote.folder.write(file, to: "other.json"),
      "terraform-output": try job.remote.folder.write("{}", to: "outputs.json"),
    ]
    let result = try #require(try await job.run("schedule", payload: payload, inputs: inputs))
    #expect(result.status == status, "\(result.log)")
    #expect(result.log.contains(words), "\(result.log)")
    #expect(!result.log.contains("Unknown option"), "\(result.log)")
  }
}
