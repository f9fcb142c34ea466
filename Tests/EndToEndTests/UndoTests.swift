import TestSupport
import Testing

@Suite struct UndoTests {
  private let chat = "manifests/applications/mattermost/helmrelease.yaml"

  /// A repository whose first proposal was merged.
  private func merged() async throws -> Remote {
    let remote = try await Remote.example()
    let first = try await Bot.run(["run", remote.url])
    #expect(first.status == 0, "\(first.errorOutput)")
    try await remote.merge(.squash)
    try await remote.removeBranch()
    return remote
  }

  @Test("undo brings back every file of the template, byte for byte, and run stays quiet")
  func everything() async throws {
    let remote = try await merged()

    let result = try await Bot.run(["undo", remote.url, "--allow-replace"])

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    try await remote.merge(.squash)
    let differing = try await git("diff", "--name-only", "main~2", "main", in: remote.path)
    #expect(differing == "gitops-bot.lock.json")
    let quiet = try await Bot.run(["run", remote.url])
    #expect(quiet.output.hasPrefix("unchanged: "), "\(quiet.errorOutput)")
    #expect(quiet.output.contains("inputs-undone"))
    let again = try await Bot.run(["undo", remote.url])
    #expect(again.output.hasPrefix("unchanged: "), "\(again.output)\(again.errorOutput)")
  }

  @Test("undo keeps what the owner edited since, and run begins again when a value changes")
  func keepsEdits() async throws {
    let remote = try await merged()
    try await remote.commit("Owner's own") { copy in
      try copy.append("# mine, at https://wiki.acme.io\n", to: chat)
      try copy.replace("https://chat.acme.io", with: "https://chat.acme.io/login", in: chat)
      try copy.write("host: own.acme.io\n", to: "manifests/own.yaml")
    }

    let result = try await Bot.run(["undo", remote.url, "--allow-replace"])

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    let text = try await remote.text(chat, in: "gitops-bot/sync")
    #expect(text.hasSuffix("# mine, at https://wiki.acme.io"))
    #expect(text.contains("https://chat.example.com/login"))
    #expect(
      try await remote.text("manifests/own.yaml", in: "gitops-bot/sync") == "host: own.acme.io")
    try await remote.merge()
    try await remote.commit("Move") {
      try $0.replace("\"acme.io\"", with: "\"acme.dev\"", in: "infrastructure.config.json")
    }
    let later = try await Bot.run(["run", remote.url, "--allow-replace"])
    #expect(later.output.hasPrefix("proposed: "), "\(later.output)\(later.errorOutput)")
    #expect(
      try await remote.text(chat, in: "gitops-bot/sync").contains("https://chat.acme.dev/login"))
  }

  @Test("undo of one half leaves the other half", arguments: ["static", "dynamic"])
  func half(_ part: String) async throws {
    let remote = try await merged()

    let result = try await Bot.run(["undo", remote.url, "--only", part, "--allow-replace"])

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    let text = try await remote.text(chat, in: "gitops-bot/sync")
    #expect(text.contains("chat.acme.io") == (part == "dynamic"))
    #expect(text.contains("infraConfig_") == (part == "static"))
    let hasVariables = try await remote.paths(in: "gitops-bot/sync").contains {
      $0.hasSuffix("infrastructure-vars.yaml")
    }
    #expect(hasVariables == (part == "static"))
    try await remote.merge()
    let quiet = try await Bot.run(["run", remote.url])
    #expect(quiet.output.hasPrefix("unchanged: "), "\(quiet.output)\(quiet.errorOutput)")
  }

  @Test("the original of every file can be printed")
  func show() async throws {
    let remote = try await merged()
    let path = "manifests/clusters/acme-production/backup.yaml"

    let result = try await Bot.run(["undo", remote.url, "--show", path])

    #expect(result.status == 0, "\(result.errorOutput)")
    let original = try await remote.bytes(
      "manifests/clusters/my-cluster/backup.yaml", in: "main~1")
    #expect(result.standardOutput == original)
    let absent = try await Bot.run(["undo", remote.url, "--show", "nothing.yaml"])
    #expect(absent.status == 1 && absent.errorOutput.contains("nothing.yaml"))
  }

  @Test("before anything was merged there is nothing to undo, and that is said")
  func nothing() async throws {
    let remote = try await Remote.example()
    let result = try await Bot.run(["undo", remote.url])
    #expect(result.status == 1)
    #expect(result.errorOutput.contains("there is nothing to take back"))
  }
}
