import TestSupport
import Testing

@Suite struct DeclineTests {
  @Test("a declined proposal is not made again until a value changes, and its commits are kept")
  func declined() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    let proposal = try await remote.id("gitops-bot/sync")

    let declining = try await Bot.run(["decline", remote.url])

    #expect(declining.status == 0, "\(declining.errorOutput)")
    let names = try await remote.references()
    #expect(!names.contains("refs/heads/gitops-bot/sync"))
    #expect(names.contains("\(proposal) commit\trefs/gitops-bot/declined/"))
    let quiet = try await Bot.run(["run", remote.url])
    #expect(quiet.status == 0)
    #expect(quiet.output.hasPrefix("unchanged: ") && quiet.output.contains("proposal-declined"))
    try await remote.commit("An owner's change") { try $0.append("More.\n", to: "README.md") }
    #expect(try await Bot.run(["run", remote.url]).output.hasPrefix("unchanged: "))
    #expect(try await remote.references().contains("refs/heads/gitops-bot/sync") == false)

    try await remote.commit("Another e-mail") {
      try $0.replace("ops@acme.io", with: "team@acme.io", in: "infrastructure.config.json")
    }
    let result = try await Bot.run(["run", remote.url])
    #expect(result.output.hasPrefix("proposed: "), "\(result.errorOutput)")
  }

  @Test("a proposal is made again once somebody deletes the reference that declines it")
  func takenBack() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    #expect(try await Bot.run(["decline", remote.url]).status == 0)
    #expect(try await Bot.run(["run", remote.url]).output.hasPrefix("unchanged: "))
    let declined = try await git(
      "for-each-ref", "--format=%(refname)", "refs/gitops-bot/declined", in: remote.path)
    try await git("update-ref", "-d", declined, in: remote.path)

    let result = try await Bot.run(["run", remote.url])

    #expect(result.output.hasPrefix("proposed: "), "\(result.output)\(result.errorOutput)")
  }

  @Test("without an open proposal there is nothing to decline, and that is said")
  func nothingOpen() async throws {
    let remote = try await Remote.example()
    let result = try await Bot.run(["decline", remote.url])
    #expect(result.status == 1)
    #expect(result.errorOutput.contains("there is no open proposal"))
  }

  @Test("a branch that somebody committed on is not removed by declining")
  func keepsPeoplesCommits() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.commit("Fix by hand", on: "gitops-bot/sync") {
      try $0.append("# by hand\n", to: "README.md")
    }
    let proposal = try await remote.id("gitops-bot/sync")

    let result = try await Bot.run(["decline", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(try await remote.id("gitops-bot/sync") == proposal)
    #expect(try await Bot.run(["run", remote.url]).output.hasPrefix("unchanged: "))
  }
}
