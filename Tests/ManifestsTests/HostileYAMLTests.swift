import Testing

@testable import Manifests

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

  @Test func anAliasBombInKeysIsRefused() {
    expectNotYAML(HostileYAML.bomb(asKeys: true))
  }

  @Test func whatIsRewrittenNestsAsDeepAsManifestsDo() {
    let deep = Array((0..<90).map { String(repeating: " ", count: $0) + "a:\n" }.joined().utf8)
    let outcome = StructureProofTests.rewriting(
      deep + Array((String(repeating: " ", count: 90) + "STAND").utf8), "STAND", "x")
    guard case .rewritten = outcome else {
      Issue.record("\(outcome)")
      return
    }
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
