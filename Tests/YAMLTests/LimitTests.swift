import Foundation
import TestSupport
import Testing

@testable import YAML

@Suite struct LimitTests {
  private func map(_ count: Int) -> String {
    (0..<count).map { "k\($0): STAND\n" }.joined()
  }

  private func object(_ count: Int) -> String {
    "{\n" + (0..<count).map { "\"k\($0)\": 1" }.joined(separator: ",\n") + "\n}"
  }

  @Test func asManyKeysAsAMapMayHaveAreRewritten() {
    let outcome = StructureProofTests.rewriting(
      Array(map(YAMLLimits.keys).utf8), "STAND", "acme")
    guard case .rewritten(_, let edits) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(edits.count == YAMLLimits.keys)
  }

  @Test func oneKeyMoreIsNamedAtItsPlace() {
    let text = Array(map(YAMLLimits.keys + 1).utf8)
    let place = TextPosition(line: YAMLLimits.keys + 1, column: 1)
    let error = #expect(throws: ParseError.self) { try YAMLStream(text) }
    #expect(error?.position == place)
    #expect(error?.message == "one map has more than 250000 keys")
    let outcome = StructureProofTests.rewriting(text, "STAND", "acme")
    #expect(outcome == .notYAML(YAMLLimits.tooManyKeys(at: place)))
  }

  @Test func asManyNamesAsAnObjectMayHaveAreReadAndOneMoreIsNamed() throws {
    let fair = try PositionedValue.parse(json: Array(object(YAMLLimits.keys).utf8))
    #expect(fair.value.members.count == YAMLLimits.keys)
    let error = #expect(throws: ParseError.self) {
      try PositionedValue.parse(json: Array(object(YAMLLimits.keys + 1).utf8))
    }
    #expect(error?.position == TextPosition(line: YAMLLimits.keys + 2, column: 1))
  }

  @Test(arguments: ["[", "{a: ", "- "])
  func aFileNestsAsDeepAsTheLimitAndNoDeeper(open: String) throws {
    let close = open == "- " ? "" : open == "[" ? "]" : "}"
    func nested(_ levels: Int) -> [UInt8] {
      Array(
        (String(repeating: open, count: levels) + "STAND" + String(repeating: close, count: levels))
          .utf8)
    }
    guard
      case .rewritten = StructureProofTests.rewriting(nested(YAMLLimits.levels), "STAND", "acme")
    else {
      Issue.record("a file at the limit is not read")
      return
    }
    let error = #expect(throws: ParseError.self) { try YAMLStream(nested(YAMLLimits.levels + 1)) }
    #expect(error?.message == "the file nests too deep to be read")
    #expect(error?.remedy == "nest no deeper than 128 levels")
  }

  /// Threads other than the first have 512 KiB on macOS.
  @Test func theDeepestFileIsReadOnASmallStack() async {
    let levels = YAMLLimits.levels - 1
    let text =
      String(repeating: "[", count: levels) + "STAND" + String(repeating: "]", count: levels)
    let isRewritten = await withCheckedContinuation { continuation in
      let thread = Thread {
        let outcome = StructureProofTests.rewriting(Array("- \(text)\n".utf8), "STAND", "acme")
        if case .rewritten = outcome {
          continuation.resume(returning: true)
        } else {
          continuation.resume(returning: false)
        }
      }
      thread.stackSize = 512 << 10
      thread.start()
    }
    #expect(isRewritten)
  }

  @Test func positionsAreThoseFoundFromTheStart() {
    let pieces = ["a", "é", "日", "\n", "\r\n", "\r", " ", "word: "]
    var random = SeededGenerator(seed: 7)
    let text = (0..<3_000).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
    let bytes = Array(text.joined().utf8)
    let positions = TextPositions(bytes)
    for offset in 0...bytes.count {
      #expect(positions[offset] == TextPosition(of: offset, in: bytes))
    }
  }
}
