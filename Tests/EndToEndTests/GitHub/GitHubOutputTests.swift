import Foundation
import TestSupport
import Testing

@Suite struct GitHubOutputTests {
  private static let names = [
    "pull-request-number", "pull-request-url", "pull-request-operation",
    "pull-request-head-sha", "pull-request-branch", "pull-request-commits-verified",
    "outcome", "base", "base-sha", "compare-url", "files", "conflicts", "errors", "warnings",
    "missing-values",
  ]

  /// What a run leaves in the two files of a step.
  private func step(
    _ arguments: [String]
  ) async throws -> (result: ProgramResult, outputs: [String: String], summary: String) {
    let folder = try TemporaryFolder()
    let result = try await Bot.run(
      arguments + ["--output", "github"],
      environment: [
        "GITHUB_OUTPUT": folder.path("output"), "GITHUB_STEP_SUMMARY": folder.path("summary"),
      ])
    func text(_ name: String) throws -> String {
      String(decoding: try folder.read(name), as: UTF8.self)
    }
    return (result, try outputs(text("output")), try text("summary"))
  }

  /// Reads the file as GitHub's runner does.
  private func outputs(_ text: String) throws -> [String: String] {
    var outputs: [String: String] = [:]
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst(), !line.isEmpty {
      let parts = line.components(separatedBy: "<<")
      let end = try #require(lines.firstIndex { $0 == parts[1] })
      outputs[parts[0]] = lines[..<end].joined(separator: "\n")
      lines = lines[(end + 1)...]
    }
    return outputs
  }

  @Test("later steps find every output, whether something was proposed, nothing, or an error")
  func always() async throws {
    let remote = try await Remote.example()
    let proposed = try await step(["run", remote.url])
    let unchanged = try await step(["run", remote.url])
    let failed = try await step(["run", remote.url, "--set", "project.domian=acme.io"])

    #expect([proposed, unchanged, failed].map(\.result.status) == [0, 0, 1])
    for outputs in [proposed, unchanged, failed].map(\.outputs) {
      #expect(outputs.keys.sorted() == Self.names.sorted())
    }
    #expect(
      [proposed, unchanged, failed].map { $0.outputs["outcome"] }
        == ["proposed", "unchanged", "failed"])
    #expect(
      proposed.outputs["pull-request-head-sha"] == (try await remote.id("gitops-bot/sync")))
    #expect(proposed.outputs["pull-request-branch"] == "gitops-bot/sync")
    #expect(proposed.outputs["files"] != "0")
    #expect(
      failed.result.output.hasPrefix("::error file=--set,title=gitops-bot::unknown value"),
      "\(failed.result.output)")
    #expect(failed.summary.contains("did you mean project.domain&#63;"))
  }

  @Test("a plan shows its diff in a group, and each finding beside its line")
  func plan() async throws {
    let remote = try await Remote.example()
    let plan = try await step(["plan", remote.url])
    #expect(plan.result.status == 2)
    let lines = plan.result.output.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("::group::") } == ["::group::Details", "::group::Diff"])
    #expect(lines.filter { $0 == "::endgroup::" }.count == 2)
    #expect(lines.contains { $0.hasPrefix("::warning ") && $0.contains("profile-does-not-fit") })
    #expect(plan.outputs["outcome"] == "planned")
    #expect(plan.summary.contains("\n### Values\n\n| key | old | new | from |\n"))
  }

  @Test("the summary of a step is what reviewers read, and what only the run knows")
  func summary() async throws {
    try await ReviewedRepository.use { place in
      await place.reviews.refuse(
        "GET /labels", with: ReviewServer.Refusal(status: 404, body: "{}"))
      let folder = try TemporaryFolder()
      let result = try await place.run(
        "run", "--output", "github", environment: ["GITHUB_STEP_SUMMARY": folder.path("summary")])
      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      let summary = String(decoding: try folder.read("summary"), as: UTF8.self)
      let body = try #require(await place.reviews.reviews.first?.body)
      #expect(summary.contains("\n\n\(body)\n\n<details><summary>Findings (1)</summary>"))
      #expect(summary.contains("review&#45;incomplete"))
    }
  }

  @Test("a summary that others have filled almost is not lost for what does not fit")
  func fullSummary() async throws {
    let remote = try await Remote.example()
    let folder = try TemporaryFolder()
    let filled = String(repeating: "x", count: (1 << 20) - 2_000)
    let path = try folder.write(filled, to: "summary")
    let result = try await Bot.run(
      ["plan", remote.url, "--output", "github"], environment: ["GITHUB_STEP_SUMMARY": path])
    #expect(result.status == 2)
    let summary = String(decoding: try folder.read("summary"), as: UTF8.self)
    #expect(summary.utf8.count <= 1 << 20)
    #expect(summary.dropFirst(filled.count).hasPrefix("### gitops-bot: planned\n\n<pre>"))
  }

  @Test("what a template says can give no command, output or markup of its own")
  func hostile() async throws {
    let name = "manifests/<img src=x>|@owner ::set-output##[x].yaml"
    let remote = try await Remote.holding([
      "bot.config.json": """
      { "replacements": [ { "kind": "text", "from": "stand-in", "to": "{{project.domain}}" } ] }
      """,
      name: "a: stand-in\nb: |\n  ::error::stand-in\n  ##[error]x\n",
    ])
    let plan = try await step(["plan", remote.url, "--verbose", "--set", "project.domain=a.io"])
    #expect(plan.result.status == 2, "\(plan.result.errorOutput)")
    for line in plan.result.output.split(separator: "\n") {
      let text = line.drop { " +-".contains($0) }
      #expect(!text.hasPrefix("::error") && !text.contains("##["), "\(line)")
    }
    #expect(plan.outputs.count == Self.names.count)
    #expect(!plan.summary.contains("@owner"))
    // In code it is text.
    #expect(plan.summary.contains("`manifests/<img src=x>"))
    #expect(!plan.summary.replacing(/`[^`]*`/, with: "").contains("<img"))
  }
}
