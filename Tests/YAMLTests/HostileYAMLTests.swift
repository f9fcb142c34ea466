import Testing

@testable import YAML

@Suite struct HostileYAMLTests {
  @Test(arguments: ["[", "{a: ", "- ", "? ", "[[]", "a: [", "- [", "{[", "-\t", "!t [", "&a ["])
  func deepNestingNeitherCrashesNorHangs(open: String) {
    expectNotYAML(HostileYAML.nested(open, 10_000))
  }

  @Test func deepIndentationNeitherCrashesNorHangs() {
    expectNotYAML(HostileYAML.indented(1_500))
  }

  @Test func anAliasBombIsRewrittenWithoutBeingUnfolded() throws {
    let outcome = StructureProofTests.rewriting(HostileYAML.bomb(asKeys: false), "STAND", "acme")
    guard case .rewritten(let bytes, let edits) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(edits.count == 2)
    #expect(bytes.starts(with: "a0: &a0 [acme, acme]".utf8))
  }

  /// Found in public repositories: rules of CRDs, and a separator without a line break at the end.
  @Test(arguments: [
    "a: |\n  has(x) ? STAND : *b\n" + String(repeating: "  *word && b\n", count: 12) + "  [x]: y\n",
    "a: STAND\n---", "a: STAND\n---\n---", "---\na: STAND\n--- ",
  ])
  func unusualButValidFilesAreRead(text: String) throws {
    let bytes = Array(text.utf8)
    let start = try #require(text.utf8.firstIndex(of: 0x53)).utf16Offset(in: text)
    let edits = [ByteEdit(range: start..<start + 5, replacement: Array("acme".utf8))]
    let outcome = StructureProof.rewriting(bytes, edits: edits) {
      String(decoding: $0, as: UTF8.self).replacing("STAND", with: "acme")
    }
    guard case .rewritten(let new, _) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(String(decoding: new, as: UTF8.self) == text.replacing("STAND", with: "acme"))
  }

  @Test func anAliasBombInKeysIsRewrittenWithoutBeingUnfolded() {
    let outcome = StructureProofTests.rewriting(HostileYAML.bomb(asKeys: true), "STAND", "acme")
    guard case .rewritten(_, let edits) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(edits.count == 2)
  }

  @Test(arguments: [
    "a: 1\nb: 2\na: 3\n", "{a: 1, 'a': 2}", "&x a: 1\nb: {*x : 2, a: 3}\n",
    "? [a, {b: c}]\n: 1\n? [a, {b: c}]\n: 2\n", "? &x [a]\n: 1\n? *x\n: {? *x : 1, ? *x : 2}\n",
  ])
  func aKeyThatStandsTwiceIsRefused(text: String) {
    expectNotYAML(Array(text.utf8))
  }

  @Test func keysThatWouldBecomeOneAreRefused() {
    let text = "? [STAND]\n: 1\n? [acme]\n: 2\n"
    let outcome = StructureProofTests.rewriting(Array(text.utf8), "STAND", "acme")
    guard case .failed = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }

  @Test(arguments: ["a: *b\n", "a: &a [*a]\n", "a: &a {b: *a}\n"])
  func anAliasOfNothingIsRefused(text: String) {
    expectNotYAML(Array(text.utf8))
  }

  /// Closing brackets in quotes and lines that return to the margin hide how deep it is.
  @Test(arguments: ["[\"]\",", "- [\n\"\n]\n\",", "{a: [']]}}',"])
  func hiddenDeepNestingNeitherCrashesNorHangs(open: String) {
    expectNotYAML(HostileYAML.nested(open, 2_000))
    let closed = String(repeating: "[']',", count: 500) + String(repeating: "]", count: 500)
    expectNotYAML(Array(closed.utf8))
  }

  @Test(arguments: [40, 60])
  func whatNestsAsDeepAsTheLargestManifestsIsRewritten(depth: Int) {
    let lines = (0..<depth).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    let text = lines + String(repeating: " ", count: depth) + "STAND: [{b: [STAND]}]\n"
    let outcome = StructureProofTests.rewriting(Array(text.utf8), "STAND", "x")
    guard case .rewritten = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }

  @Test func bracketsInAScriptAreNoNesting() {
    let script = "a: |\n" + String(repeating: "  echo \\033[0m STAND {{ [\n", count: 300)
    let outcome = StructureProofTests.rewriting(Array(script.utf8), "STAND", "x")
    guard case .rewritten(_, let edits) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(edits.count == 300)
  }

  @Test(arguments: ["a: ", "# ", "a: '", "- [", "a: |\n  ", "- [&STAND ", "a: b # "])
  func oneHugeLineIsRewrittenInFairTime(head: String) {
    let tail = head.hasSuffix("'") ? "'" : head.contains("[") ? "x]" : ""
    let words = String(repeating: "STAND, ", count: 60_000) + tail
    let outcome = StructureProofTests.rewriting(Array((head + words).utf8), "STAND", "acme")
    guard case .rewritten(_, let edits) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(edits.count >= 59_999)
  }

  @Test func aRareLineBreakThatEndsABlockIsNoCrash() {
    let block = "key: |-\n  STAND\n    :\u{85}"
    let outcome = StructureProofTests.rewriting(
      Array((block + block.replacing("key", with: "other") + "x: y").utf8), "STAND", "")
    guard case .failed(_, let reason) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(reason.contains("cannot be found again"))
  }

  @Test func invalidUTF8IsNotReadAsYAML() {
    expectNotYAML(Array("a: b\n".utf8) + [0xFF])
    expectNotYAML([0xED, 0xA0, 0x80])
  }

  private func expectNotYAML(_ bytes: [UInt8]) {
    let outcome = StructureProofTests.rewriting(bytes, "STAND", "acme")
    guard case .notYAML = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }
}
