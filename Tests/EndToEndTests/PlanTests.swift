import TestSupport
import Testing

@Suite struct PlanTests {
  @Test("plan shows a patch that applies, says so with exit 2, and writes nothing")
  func remote() async throws {
    let remote = try await Remote.example()
    let before = FolderContents(of: remote.path)

    let result = try await Bot.run(["plan", remote.url, "--quiet"])

    #expect(result.status == 2, "\(result.errorOutput)")
    #expect(before.differences(to: FolderContents(of: remote.path)) == [])
    let copy = try await remote.workingCopy()
    let applied = try await runGit(
      ["apply", "--check", "--index"], in: copy.path, input: result.standardOutput)
    #expect(applied.status == 0, "\(applied.errorOutput)")
  }

  @Test("what plan shows is what run proposes")
  func agreesWithRun() async throws {
    let remote = try await Remote.example()
    let plan = try await Bot.run(["plan", remote.url])
    let copy = try await remote.workingCopy()
    let applied = try await runGit(["apply", "--index"], in: copy.path, input: plan.standardOutput)
    #expect(applied.status == 0, "\(applied.errorOutput)")

    #expect(try await Bot.run(["run", remote.url]).status == 0)

    let planned = try await git("write-tree", in: copy.path)
    #expect(planned == (try await remote.id("gitops-bot/sync^{tree}")))
  }

  @Test("plan in a clone leaves every file of it alone, Git's own included")
  func clone() async throws {
    let remote = try await Remote.example()
    let copy = try await remote.workingCopy()
    let (before, there) = (FolderContents(of: copy.path), FolderContents(of: remote.path))

    let result = try await Bot.run(["plan"], in: copy.path)

    #expect(result.status == 2, "\(result.errorOutput)")
    #expect(before.differences(to: FolderContents(of: copy.path)) == [])
    #expect(there.differences(to: FolderContents(of: remote.path)) == [])
  }

  @Test("plan with nothing to do ends with 0, so a pipeline can go on")
  func nothingToDo() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge()

    let result = try await Bot.run(["plan", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.hasPrefix("unchanged: "))
    #expect(!result.output.contains("diff --git"))
  }

  @Test("run --dry-run pushes nothing")
  func dryRun() async throws {
    let remote = try await Remote.example()
    let before = FolderContents(of: remote.path)

    let result = try await Bot.run(["run", "--dry-run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("diff --git"))
    #expect(before.differences(to: FolderContents(of: remote.path)) == [])
  }
}
