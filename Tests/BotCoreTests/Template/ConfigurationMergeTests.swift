import Testing
import YAML

@testable import BotCore

@Suite struct ConfigurationMergeTests {
  private func merged(
    base: String, ours: String, theirs: String, isShared: (String) -> Bool = { _ in true }
  ) throws -> (text: String, kept: [String]) {
    let result = try mergedConfiguration(
      base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8),
      isShared: isShared)
    return (String(decoding: result.bytes, as: UTF8.self), result.kept.map(\.key))
  }

  @Test("a template's new rule arrives beside the owner's own, in the owner's layout")
  func addsRule() throws {
    let base = #"{"replacements": [{"kind": "domain", "from": "example.com", "to": "a"}]}"#
    let ours = """
      {
          "replacements": [
              { "kind": "domain", "from": "example.com", "to": "mine" },
              { "kind": "text", "from": "own", "to": "x" }
          ],
          "wiring": "none"
      }
      """
    let theirs = """
      {"replacements": [{"kind": "domain", "from": "example.com", "to": "a"},
      {"kind": "name", "from": "my-bucket", "to": "{{project.name}}"}]}
      """
    let result = try merged(base: base, ours: ours, theirs: theirs)
    #expect(
      result.text == """
        {
            "replacements": [
                { "kind": "domain", "from": "example.com", "to": "mine" },
                { "kind": "text", "from": "own", "to": "x" },
                {
                    "from": "my-bucket",
                    "kind": "name",
                    "to": "{{project.name}}"
                }
            ],
            "wiring": "none"
        }
        """)
    #expect(result.kept.isEmpty)
  }

  @Test("a rule that the template takes back goes, and one that the owner removed stays away")
  func removes() throws {
    let base = #"{"replacements": [{"from": "a", "to": "1"}, {"from": "b", "to": "2"}]}"#
    let ours = #"{"replacements": [{"from": "a", "to": "1"}, {"from": "own", "to": "3"}]}"#
    let gone = try merged(base: base, ours: ours, theirs: #"{"replacements": []}"#)
    #expect(gone.text == #"{"replacements": [{"from": "own", "to": "3"}]}"#)
    let changed = #"{"replacements": [{"from": "a", "to": "1"}, {"from": "b", "to": "9"}]}"#
    let stays = try merged(base: base, ours: ours, theirs: changed)
    #expect(stays.text == ours && stays.kept.isEmpty)
  }

  @Test("where both changed one value the owner's stays and the place is told")
  func keeps() throws {
    let result = try mergedConfiguration(
      base: Array(#"{"a": {"x": 1, "y": 1}, "r": [{"from": "f", "to": "1"}]}"#.utf8),
      ours: Array(
        "{\"a\": {\"x\": 2,\n \"y\": 1}, \"r\": [{\"from\": \"f\", \"to\": \"2\"}]}".utf8),
      theirs: Array(#"{"a": {"x": 3, "y": 3}, "r": [{"from": "f", "to": "3"}]}"#.utf8))
    #expect(
      String(decoding: result.bytes, as: UTF8.self)
        == "{\"a\": {\"x\": 2,\n \"y\": 3}, \"r\": [{\"from\": \"f\", \"to\": \"2\"}]}")
    #expect(result.kept.map(\.key) == ["a.x", "r[f].to"])
    #expect(result.kept.first?.position == TextPosition(line: 1, column: 13))
  }

  @Test("lists of patterns are sets: both sides' additions and removals hold")
  func patterns() throws {
    let result = try merged(
      base: #"{"include": ["a/**", "b/**", "c/**"]}"#,
      ours: #"{"include": ["own/**", "a/**", "c/**"]}"#,
      theirs: #"{"include": ["a/**", "b/**", "new/**"]}"#)
    #expect(result.text == #"{"include": ["own/**", "a/**", "new/**"]}"#)
  }

  @Test("what the bot may do never comes from the template")
  func permissions() throws {
    let result = try merged(
      base: "{}", ours: #"{"review": {"branch": "bot"}}"#,
      theirs: #"{"review": {"branch": "main"}, "template": {"url": "x"}, "wiring": "none"}"#,
      isShared: TemplateConfiguration.sharedKeys.contains)
    #expect(result.text == #"{"review": {"branch": "bot"}, "wiring": "none"}"#)
    for key in ["repository", "template", "review", "forge", "sources", "conflicts", "author"] {
      #expect(!TemplateConfiguration.sharedKeys.contains(key))
    }
  }

  @Test("merging what is merged changes nothing, so that a second run finds nothing to do")
  func settles() throws {
    let base = #"{"environments": [{"name": "production", "domain": "example.com"}]}"#
    let ours = #"{"environments": [{"name": "production", "domain": "acme.io"}]}"#
    let theirs = """
      {"environments": [{"name": "production", "domain": "example.com", "cluster": {"region": "x"}},
      {"name": "staging"}], "storage": {"bulk": {"size": "1Gi"}}}
      """
    let first = try merged(base: base, ours: ours, theirs: theirs)
    #expect(first.text.contains("acme.io") && first.text.contains("staging"))
    let again = try merged(base: theirs, ours: first.text, theirs: theirs)
    #expect(again.text == first.text)
    let direct = try merged(base: base, ours: first.text, theirs: theirs)
    #expect(direct.text == first.text && direct.kept.isEmpty)
  }

  @Test("removing a part leaves valid JSON, wherever the part stands")
  func removal() throws {
    let text = "{\n  \"a\": 1,\n  \"b\": [1, 2, 3],\n  \"c\": {\"d\": 1}\n}\n"
    func without(_ path: String...) throws -> String {
      String(decoding: try removingJSON(Array(text.utf8), path: path), as: UTF8.self)
    }
    #expect(try without("a") == "{\n  \"b\": [1, 2, 3],\n  \"c\": {\"d\": 1}\n}\n")
    #expect(try without("c") == "{\n  \"a\": 1,\n  \"b\": [1, 2, 3]\n}\n")
    #expect(try without("b", "1") == text.replacing("[1, 2, 3]", with: "[1, 3]"))
    #expect(try without("b", "2") == text.replacing("[1, 2, 3]", with: "[1, 2]"))
    #expect(try without("c", "d") == text.replacing("{\"d\": 1}", with: "{}"))
    #expect(try without("x", "y") == text && without("b", "7") == text)
  }
}
