import Testing

@testable import BotCore

@Suite struct OverridesTests {
  private func entries(
    _ options: [String], _ variables: [String: String] = [:]
  ) throws -> [String: String] {
    let overrides = Overrides(options: options, variables: variables)
    return Dictionary(
      uniqueKeysWithValues: overrides.entries.map { ($0.key.name, "\($0.value) \($0.source)") })
  }

  @Test(
    "the variable of a key is the one that the errors name",
    arguments: [
      ("project.domain", "GITOPS_BOT_VALUE_PROJECT_DOMAIN"),
      ("cluster.nodeSize", "GITOPS_BOT_VALUE_CLUSTER_NODE_SIZE"),
      ("cluster.haControlPlane", "GITOPS_BOT_VALUE_CLUSTER_HA_CONTROL_PLANE"),
    ])
  func variable(_ name: String, _ variable: String) {
    #expect(ValueKeys().named(name)?.variable == variable)
  }

  @Test("no two keys share a variable")
  func variables() {
    #expect(Set(ValueKeys().all.map(\.variable)).count == ValueKeys().all.count)
  }

  @Test("--set goes before the environment, and its last word counts")
  func order() throws {
    let found = try entries(
      ["project.description=a", "project.description=b=c"],
      [
        "GITOPS_BOT_VALUE_PROJECT_DESCRIPTION": "v", "GITOPS_BOT_VALUE_PROJECT_EMAIL": "e@f.io",
        "GITOPS_BOT_VALUE_PROJECT_DOMAIN": "", "OTHER": "x",
      ])
    #expect(
      found == [
        "project.description": "\"b=c\" --set",
        "project.email": "\"e@f.io\" GITOPS_BOT_VALUE_PROJECT_EMAIL",
      ])
  }

  @Test("numbers and switches reach the file as what they are")
  func forms() throws {
    let found = try entries([
      "cluster.nodeCount=3", "cluster.haControlPlane=true", "cluster.version=1.30",
    ])
    #expect(
      found == [
        "cluster.nodeCount": "3 --set", "cluster.haControlPlane": "true --set",
        "cluster.version": "\"1.30\" --set",
      ])
  }

  @Test(
    "what cannot be a value is refused by name",
    arguments: [
      ["cluster.nodeCount=-1"], ["cluster.nodeCount=1.5"], ["cluster.nodeCount="],
      ["cluster.haControlPlane=yes"], ["project.name"], ["=x"], ["project.token=x"],
      ["project.domain=https://acme.io"], ["project.email=ops"], ["project.name=My Company"],
    ])
  func refused(_ options: [String]) {
    let overrides = Overrides(options: options, variables: [:])
    #expect(overrides.problems.map(\.file) == ["--set"])
    #expect(overrides.entries.isEmpty)
  }

  @Test("a value is written into the configuration without disturbing a byte of the rest")
  func written() throws {
    let file = "{\n\t\"project\": { \"name\" : \"acme\" },\n\t\"storage\": {}\n}\n"
    let overrides = Overrides(
      options: ["project.name=beta", "cluster.nodeCount=2"], variables: [:])
    let bytes = try overrides.written(into: Array(file.utf8), file: "i.json", environment: nil)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("{\n\t\"project\": { \"name\" : \"beta\" },\n\t\"storage\": {},\n"))
    #expect(text.contains("\"name\": \"production\""))
    #expect(text.contains("\"nodeCount\": 2"))
    let again = try overrides.written(into: bytes, file: "i.json", environment: nil)
    #expect(again == bytes)
  }

  @Test("a written value leaves the comments of the configuration as they are")
  func commented() throws {
    let file = "// Ours.\n{\n  // Who.\n  \"project\": { \"name\": \"acme\" /* for now */, },\n}\n"
    let overrides = Overrides(
      options: ["project.name=beta", "project.email=a@b.io"], variables: [:])
    let bytes = try overrides.written(into: Array(file.utf8), file: "i.json", environment: nil)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "// Ours.\n{\n  // Who.\n  \"project\": { \"name\": \"beta\" /* for now */, "
        + "\"email\": \"a@b.io\", },\n}\n")
  }

  @Test("which environment a name belongs to is never guessed")
  func environments() throws {
    let file = Array(#"{"environments": [{"name": "a"}, {"name": "b"}]}"#.utf8)
    let count = Overrides(options: ["cluster.nodeCount=2"], variables: [:])
    #expect(throws: ConfigurationError.self) {
      try count.written(into: file, file: "i.json", environment: nil)
    }
    let written = try count.written(into: file, file: "i.json", environment: "b")
    #expect(
      String(decoding: written, as: UTF8.self)
        .contains(#"{"name": "a"}, {"name": "b", "cluster": {"#))
    let name = Overrides(options: ["environment.name=c"], variables: [:])
    #expect(throws: ConfigurationError.self) {
      try name.written(into: file, file: "i.json", environment: "b")
    }
  }
}
