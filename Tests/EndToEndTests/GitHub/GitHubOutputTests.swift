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
    #expect(plan.summary.contains("<summary>Values ("))
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
    #expect(!plan.summary.contains("<img") && !plan.summary.contains("@owner"))
    #expect(plan.summary.contains("&#60;img"))
  }
}
