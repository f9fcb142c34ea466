import TestSupport
import Testing

@Suite struct PeopleTests {
  private let file = "manifests/sources/gitea.yaml"

  /// A repository with an open proposal that somebody has committed on.
  private func committedOn() async throws -> Remote {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.commit("Fix by hand", on: "gitops-bot/sync") {
      try $0.append("# by hand\n", to: file)
    }
    return remote
  }

  private func changeEmail(_ remote: Remote) async throws {
    try await remote.commit("Another e-mail") {
      try $0.replace("ops@acme.io", with: "team@acme.io", in: "infrastructure.config.json")
    }
  }

  @Test("somebody's commit on the bot's branch is carried to the next proposal")
  func carried() async throws {
    let remote = try await committedOn()
    let author = try await git(
      "log", "-1", "--format=%an %ae %at", "gitops-bot/sync", in: remote.path)
    let quiet = try await Bot.run(["run", remote.url])
    #expect(quiet.output.hasPrefix("unchanged: "), "\(quiet.errorOutput)")
    try await changeEmail(remote)

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.hasPrefix("proposed: "))
    #expect(
      try await git("log", "-1", "--format=%an %ae %at", "gitops-bot/sync", in: remote.path)
        == author)
    #expect(
      try await git("rev-list", "--count", "main..gitops-bot/sync", in: remote.path) == "3")
    let text = try await remote.text(file, in: "gitops-bot/sync")
    #expect(text.hasSuffix("# by hand"))
    let references = try await remote.references()
    let again = try await Bot.run(["run", remote.url])
    #expect(again.output.hasPrefix("unchanged: "), "\(again.errorOutput)")
    #expect(try await remote.references() == references)
  }

  @Test("a commit of somebody that does not fit leaves the branch alone")
  func doesNotFit() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    let chat = "manifests/applications/mattermost/helmrelease.yaml"
    try await remote.commit("Own host", on: "gitops-bot/sync") {
      try $0.replace("https://chat.acme.io", with: "https://talk.acme.io", in: chat)
    }
    try await remote.commit("Move") {
      try $0.replace("\"acme.io\"", with: "\"acme.dev\"", in: "infrastructure.config.json")
    }
    let references = try await remote.references()

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 1)
    #expect(result.errorOutput.contains("gitops-bot/sync has a commit of somebody else"))
    #expect(result.errorOutput.contains("Own host"))
    #expect(try await remote.references() == references)
  }

  @Test("what was squashed into the base and reverted there does not come back")
  func staysReverted() async throws {
    let remote = try await committedOn()
    try await remote.merge(.squash)
    try await remote.commit("Revert the fix") {
      try $0.replace("# by hand\n", with: "", in: file)
    }
    try await changeEmail(remote)

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.hasPrefix("proposed: "))
    #expect(try await !remote.text(file, in: "gitops-bot/sync").contains("by hand"))
  }

  @Test("a commit after the merge is not thrown away with the merged branch")
  func afterMerge() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge(.squash)
    try await remote.commit("Too late", on: "gitops-bot/sync") {
      try $0.append("# late\n", to: file)
    }
    try await changeEmail(remote)
    let references = try await remote.references()

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 1)
    #expect(result.errorOutput.contains("Too late"), "\(result.errorOutput)")
    #expect(try await remote.references() == references)
  }

  @Test("commits of a bot that the configuration names may be replaced")
  func namedBots() async throws {
    let remote = try await Remote.example()
    try await remote.commit("Name a bot") {
      try $0.replace(
        "\"labels\": [\"gitops\"]", with: "\"bots\": [\"test@example.org\"]", in: "bot.config.json")
    }
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.commit("Format", on: "gitops-bot/sync") {
      try $0.append("# by hand\n", to: file)
    }
    try await changeEmail(remote)

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(try await !remote.text(file, in: "gitops-bot/sync").contains("by hand"))
  }

  @Test("a base branch that somebody merged into the open proposal is no commit to keep")
  func updatedBranch() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.commit("An owner's change") { try $0.append("More.\n", to: "README.md") }
    let copy = try await remote.workingCopy()
    try await git("checkout", "--quiet", "gitops-bot/sync", in: copy.path)
    try await git("merge", "--quiet", "-m", "Update branch", "origin/main", in: copy.path)
    try await git("push", "--quiet", "origin", "gitops-bot/sync", in: copy.path)
    try await changeEmail(remote)

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(
      try await git("rev-list", "--count", "main..gitops-bot/sync", in: remote.path) == "2")
  }
}
