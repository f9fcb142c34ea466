import Foundation
import TestSupport
import Testing

@Suite struct HostileTreeTests {
  @Test(
    "a tree without end is refused with its folder, whoever asks",
    arguments: HostileTree.allCases, ["run", "plan", "check", "preview"])
  func base(_ tree: HostileTree, command: String) async throws {
    let remote = try await Remote.holding(BadInput.sound)
    try await tree.add(to: remote.path)
    let references = try await remote.references()
    let arguments = command == "preview" ? ["manifests", "--repository", remote.url] : [remote.url]

    let result = try await Bot.run([command] + arguments)

    #expect(result.status == 1, "\(result.output)\(result.errorOutput)")
    #expect(result.errorOutput.contains(tree.complaint), "\(result.errorOutput)")
    #expect(result.errorOutput.contains("take it out of the repository"))
    #expect(try await remote.references() == references)
  }

  @Test("a template's tree without end is refused", arguments: HostileTree.allCases)
  func template(_ tree: HostileTree) async throws {
    let sample = try await TemplateSample()
    try await tree.add(to: sample.template.path)
    let references = try await sample.repository.references()

    let result = try await Bot.run(["run", sample.repository.url])

    #expect(result.status == 1, "\(result.output)\(result.errorOutput)")
    #expect(result.errorOutput.contains(tree.complaint), "\(result.errorOutput)")
    #expect(try await sample.repository.references() == references)
  }

  @Test("what people push to the review branch is refused as well", arguments: HostileTree.allCases)
  func people(_ tree: HostileTree) async throws {
    let remote = try await Remote.holding(BadInput.sound)
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await tree.add(to: remote.path, branch: "gitops-bot/sync")
    try await remote.commit("Change") {
      try $0.write("host: a.example.com\n", to: "manifests/b.yaml")
    }
    let references = try await remote.references()

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 1, "\(result.output)\(result.errorOutput)")
    #expect(result.errorOutput.contains(tree.complaint), "\(result.errorOutput)")
    #expect(try await remote.references() == references)
  }

  @Test(
    "a file of 11 MiB is refused by name where its content decides",
    arguments: ["bot.config.json", "infrastructure.config.json", "gitops-bot.lock.json"])
  func largeConfiguration(_ name: String) async throws {
    var files = BadInput.sound
    files[name] = (files[name] ?? "{}") + String(repeating: " ", count: 11 << 20)
    let remote = try await Remote.holding(files)

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 1)
    #expect(
      result.errorOutput.contains("reading \(name): it is larger than 10 MiB"),
      "\(result.errorOutput)")
  }

  @Test("a manifest of 11 MiB is left alone and named")
  func largeManifest() async throws {
    var files = BadInput.sound
    files["manifests/large.yaml"] = "a: example.com\n" + String(repeating: "#\n", count: 11 << 19)
    let remote = try await Remote.holding(files)

    let run = try await Bot.run(["run", remote.url, "--output", "json"])
    let check = try await Bot.run(["check", remote.url])

    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(run.output.contains("\"tooLarge\""))
    #expect(
      try await remote.id("main:manifests/large.yaml")
        == remote.id("gitops-bot/sync:manifests/large.yaml"))
    #expect(check.status == 1)
    #expect(
      check.output.contains("manifests/large.yaml:1:1: error: ")
        && check.output.contains("the file is larger than 10 MiB"), "\(check.output)")
  }

  @Test("10,000 replacements are compiled, and one more is refused at its place")
  func replacements() async throws {
    func configuration(_ count: Int) -> String {
      let rules = (0..<count).map {
        "  { \"kind\": \"text\", \"from\": \"STAND-\($0)-IN\", \"to\": \"{{project.domain}}\" }"
      }
      return "{ \"include\": [\"manifests/**\"], \"replacements\": [\n"
        + rules.joined(separator: ",\n") + "\n] }\n"
    }
    var files = BadInput.sound
    files["bot.config.json"] = configuration(10_000)
    files["manifests/a.yaml"] = "a: STAND-9999-IN\n"
    let remote = try await Remote.holding(files)
    let fair = try await Bot.run(["run", remote.url])
    #expect(fair.status == 0, "\(fair.errorOutput)")
    #expect(try await remote.text("manifests/a.yaml", in: "gitops-bot/sync") == "a: acme.io")

    files["bot.config.json"] = configuration(10_001)
    let other = try await Remote.holding(files)
    let result = try await Bot.run(["run", other.url])
    #expect(result.status == 1)
    #expect(
      result.errorOutput.contains(
        "there are 10001 replacements, and at most 10000 are read, bot.config.json:10002:3"),
      "\(result.errorOutput)")
  }
}
