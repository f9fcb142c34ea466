import Testing

@testable import BotCore

@Suite struct PlaceholderTests {
  @Test(
    "a replacement is split where its placeholders are, and unfinished ones stay text",
    arguments: [
      ("{{project.domain}}", [.key("project.domain")]),
      ("{{ project.domain }}", [.key("project.domain")]),
      ("a {{x}} b", [.literal("a "), .key("x"), .literal(" b")]),
      ("{{x}}{{y}}", [.key("x"), .key("y")]),
      ("plain", [.literal("plain")]),
      ("", []),
      ("{{x", [.literal("{{x")]),
      ("x}}", [.literal("x}}")]),
      ("{x}", [.literal("{x}")]),
      ("{{}}", [.key("")]),
    ] as [(String, [Placeholder])])
  func splits(_ text: String, _ pieces: [Placeholder]) {
    #expect(Placeholder.split(text) == pieces)
  }

  @Test("every key that a replacement needs is asked for, in order")
  func keys() {
    #expect(Placeholder.keys(in: "{{b}}-{{a}}-{{b}}") == ["b", "a", "b"])
  }

  @Test("a text with a value missing is not filled in halfway")
  func expands() {
    let values = ["project.name": "acme", "braces": "{{project.name}}"]
    #expect(Placeholder.expand("{{project.name}}-prod", with: values) == "acme-prod")
    #expect(Placeholder.expand("{{project.name}}-{{cluster.name}}", with: values) == nil)
    #expect(Placeholder.expand("no keys", with: [:]) == "no keys")
    // What was filled in is not read again.
    #expect(Placeholder.expand("{{braces}}", with: values) == "{{project.name}}")
  }
}
