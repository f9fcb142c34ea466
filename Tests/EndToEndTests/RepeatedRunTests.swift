import TestSupport
import Testing

@Suite struct RepeatedRunTests {
  @Test("a schedule that runs every hour leaves no trace while nothing is new")
  func twice() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    let (references, objects) = (try await remote.references(), try await remote.objectCount())

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.hasPrefix("unchanged: "))
    #expect(try await remote.references() == references)
    #expect(try await remote.objectCount() == objects)
  }

  @Test(
    "a merged proposal is not proposed again, whichever button merged it",
    arguments: Merging.allCases, [true, false])
  func merged(_ how: Merging, removingBranch: Bool) async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge(how)
    if removingBranch { try await remote.removeBranch() }
    let (references, objects) = (try await remote.references(), try await remote.objectCount())

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.hasPrefix("unchanged: main is up to date"))
    #expect(try await remote.references() == references)
    #expect(try await remote.objectCount() == objects)
  }

  @Test("an open proposal is not pushed anew each time somebody commits elsewhere")
  func baseMoved() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.commit("An owner's change") { try $0.append("More.\n", to: "README.md") }
    let references = try await remote.references()

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.hasPrefix("unchanged: the open proposal"))
    #expect(try await remote.references() == references)
  }

  @Test("an open proposal follows a change of the owner that brings in a new stand-in")
  func refreshed() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.commit("One more host") {
      try $0.append("# see https://new.example.com\n", to: "manifests/sources/gitea.yaml")
    }

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.hasPrefix("proposed: "))
    let text = try await remote.text("manifests/sources/gitea.yaml", in: "gitops-bot/sync")
    #expect(text.hasSuffix("# see https://new.acme.io"))
    #expect(
      try await git("rev-list", "--count", "main..gitops-bot/sync", in: remote.path) == "2")
  }
}
