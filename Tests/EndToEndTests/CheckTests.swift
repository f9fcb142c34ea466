import Foundation
import TestSupport
import Testing

@Suite struct CheckTests {
  /// What `check --output json` prints.
  private struct Result: Decodable {
    var findings: [Fields.Finding]

    init(_ result: ProgramResult) throws {
      self = try JSONDecoder().decode(Result.self, from: Data(result.standardOutput))
      // What is not in the repository is noted, and no mistake.
      findings.removeAll { $0.severity == "note" }
    }

    /// `code path:line` of each, sorted.
    var places: [String] {
      findings.map { "\($0.code) \($0.path ?? "-"):\($0.line.map(String.init) ?? "-")" }.sorted()
    }
  }

  /// The example after its first proposal was merged.
  private func merged() async throws -> Remote {
    let remote = try await Remote.example()
    let run = try await Bot.run(["run", remote.url])
    #expect(run.status == 0, "\(run.errorOutput)")
    try await remote.merge()
    return remote
  }

  @Test("nothing is found in what a run has proposed")
  func clean() async throws {
    let remote = try await merged()
    let result = try await Bot.run(["check", remote.url, "--strict"])
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.contains(": note: ") }, "\(lines)")
    #expect(result.errorOutput.contains("0 errors, 0 warnings, "))
  }

  @Test("each defect planted once is found exactly once, at its line")
  func planted() async throws {
    let remote = try await merged()
    try await remote.commit("Another e-mail") {
      try $0.replace("ops@acme.io", with: "team@acme.io", in: "infrastructure.config.json")
    }
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge()
    var expected: [String] = []
    try await remote.commit("Plant") { copy in
      for defect in Defect.all { expected.append(try defect.plant(in: copy)) }
    }
    let references = try await remote.references()

    let result = try await Bot.run(["check", remote.url, "--output", "json"])

    #expect(result.status == 1, "\(result.errorOutput)")
    let found = try Result(result)
    #expect(found.places == expected.sorted())
    #expect(found.findings.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty })
    let profile = found.findings.first { $0.message.contains("medum") }
    #expect(profile?.remedy == "did you mean infraConfig.resourceProfiles.medium?")
    #expect(try await remote.references() == references, "a check writes nothing")
  }

  @Test("a configuration that says too little is found, and the manifests are checked all the same")
  func incomplete() async throws {
    var files = BadInput.sound
    files["infrastructure.config.json"] = "{}\n"
    files["manifests/broken.yaml"] = "a: [\n"
    let remote = try await Remote.holding(files)
    let found = try Result(try await Bot.run(["check", remote.url, "--output", "json"]))
    #expect(found.findings.contains { $0.code == "configuration-incomplete" })
    #expect(found.findings.contains { $0.code == "yaml-invalid" })
    let wrong = try await Bot.run(["check", remote.url, "--environment", "none"])
    #expect(wrong.status == 1)
    #expect(wrong.errorOutput.contains("there is no environment \"none\""))
  }

  @Test("values that the owner broke by hand are found in their file")
  func brokenValues() async throws {
    let remote = try await merged()
    let path = "manifests/shared/config/infrastructure-config.yaml"
    try await remote.commit("Break") {
      try $0.replace("cluster:\n", with: "cluster: [\n", in: path)
    }
    let found = try Result(try await Bot.run(["check", remote.url, "--output", "json"]))
    #expect(found.findings.map(\.code) == ["values-invalid"])
    #expect(found.findings.first?.path == path)
  }

  @Test("warnings let a check pass unless they are asked to count")
  func strict() async throws {
    let remote = try await merged()
    let path = "manifests/sources/gitea.yaml"
    try await remote.commit("One more") { try $0.append("# www.example.com\n", to: path) }
    let lax = try await Bot.run(["check", remote.url])
    #expect(lax.status == 0)
    #expect(
      lax.output.hasSuffix(
        "\n\(path):8:7: warning: \"example.com\" is a stand-in; write \"acme.io\", "
          + "or exclude the file in bot.config.json [stand-in-left]\n"))
    #expect(try await Bot.run(["check", remote.url, "--strict"]).status == 1)
  }

  @Test("a comment with a reason and a baseline each silence what they name, and no more")
  func suppressed() async throws {
    let remote = try await merged()
    try await remote.commit("Owner's files") {
      try $0.write(
        "a: example.com # gitops-bot: ignore stand-in-left a page about examples\nb: 1\n"
          + "c: example.com\n", to: "manifests/own.yaml")
    }
    let before = try Result(try await Bot.run(["check", remote.url, "--output", "json"]))
    #expect(before.places == ["stand-in-left manifests/own.yaml:3"])
    let baseline = try await Bot.run(["check", remote.url, "--write-baseline"])
    #expect(baseline.status == 0)
    #expect(baseline.errorOutput == "")
    try await remote.commit("Accept") {
      try $0.write(baseline.output, to: ".gitops-bot-baseline.json")
    }
    #expect(try await Bot.run(["check", remote.url, "--strict"]).status == 0)
    try await remote.commit("Another") {
      try $0.append("d: my-cluster\n", to: "manifests/own.yaml")
    }
    let after = try Result(try await Bot.run(["check", remote.url, "--output", "json"]))
    #expect(after.places == ["stand-in-left manifests/own.yaml:4"])
    let again = try await Bot.run(["check", remote.url, "--write-baseline"])
    #expect(again.output.contains("example.com") && again.output.contains("my-cluster"))
  }
}
