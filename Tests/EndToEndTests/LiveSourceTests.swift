import TestSupport
import Testing

@Suite struct LiveSourceTests {
  @Test(
    "a live source that cannot be read is told with its place, and nothing is proposed",
    arguments: [
      ("--nodes", "{\"items\": [", "source.json:1:12"),
      ("--nodes", "{\"items\": []}", "there are no nodes, source.json:1:11"),
      ("--terraform-output", "{\"cluster_region\": }", "source.json:1:20"),
      (
        "--terraform-output",
        "{\"cluster_region\": {\"sensitive\": true, \"value\": \"s3cret\"}}", "sensitive"
      ),
    ])
  func unreadable(_ option: String, _ text: String, _ error: String) async throws {
    let remote = try await Remote.holding(BadInput.sound)
    let references = try await remote.references()
    try remote.folder.write(text, to: "source.json")

    let result = try await Bot.run(
      ["run", remote.url, option, "source.json"], in: remote.folder.path)

    #expect(result.status == 1, "\(result.output)")
    #expect(result.errorOutput.contains(error), "\(result.errorOutput)")
    #expect(!result.errorOutput.contains("s3cret"))
    #expect(try await remote.references() == references)
  }

  @Test("a fact goes before the file, survives without its source, and yields to an edit")
  func remembered() async throws {
    let remote = try await Remote.holding(BadInput.sound)
    let facts = "{\"cluster_region\": {\"sensitive\": false, \"value\": \"fra1\"}}"
    try remote.folder.write(facts, to: "facts.json")
    let path = "manifests/config.yaml"

    let first = try await Bot.run(
      ["run", remote.url, "--terraform-output", "facts.json"], in: remote.folder.path)
    #expect(first.status == 0, "\(first.errorOutput)")
    #expect(try await remote.text(path, in: "gitops-bot/sync").contains("region: fra1"))
    try await remote.merge()
    #expect(try await Bot.run(["run", remote.url]).output.hasPrefix("unchanged"))

    try await remote.commit("Say it by hand") {
      try $0.replace(
        "\"nodeCount\": 3", with: "\"nodeCount\": 3, \"region\": \"nyc3\"",
        in: "infrastructure.config.json")
    }
    let edited = try await Bot.run(["run", remote.url])
    #expect(edited.status == 0, "\(edited.errorOutput)")
    #expect(try await remote.text(path, in: "gitops-bot/sync").contains("region: nyc3"))
  }
}
