import TestSupport
import Testing

@testable import YAML

/// Random files, in random styles, rewritten with random texts: the oracle is the reader itself,
/// asked for the texts of all scalars before and after.
@Suite struct StructureProofPropertyTests {
  @Test(arguments: 0..<12)
  func noFilePassesWithAnotherStructureOrAnotherText(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var rewritten = 0
    for _ in 0..<120 {
      let bytes = Array(Self.file(&random).utf8)
      let text = Self.replacement(&random)
      guard let before = try? YAMLStream(bytes) else { continue }
      switch StructureProofTests.rewriting(bytes, "STAND", text) {
      case .notYAML(let error):
        Issue.record("\(error) in \(String(decoding: bytes, as: UTF8.self))")
      case .failed: break
      case .rewritten(let result, let edits):
        rewritten += 1
        let after = try YAMLStream(result)
        let expected = before.documents.map {
          Self.shape($0) { StructureProofTests.replacing(Array("STAND".utf8), in: $0, by: text) }
        }
        #expect(after.documents.map { Self.shape($0) { $0 } } == expected)
        #expect(bytes.applying(edits) == result)
      }
    }
    #expect(rewritten > 60)
  }

  /// The document as text, without places and styles.
  private static func shape(_ node: YAMLNode, _ rewrite: (String) -> String) -> String {
    let name = "<\(node.tag)&\(node.anchor ?? "")>"
    return switch node.kind {
    case .scalar(let scalar): name + rewrite(scalar.text).jsonQuoted
    case .list(let elements):
      name + "[" + elements.map { shape($0, rewrite) }.joined(separator: ",") + "]"
    case .map(let members):
      name + "{"
        + members.map { shape($0.key, rewrite) + ":" + shape($0.value, rewrite) }.joined(
          separator: ",") + "}"
    case .alias(let number): "*\(number)"
    }
  }

  fileprivate static func replacement(_ random: inout SeededGenerator) -> String {
    let parts = [
      "acme", "no", "1.30", "-", ":", ": ", " #", "'", "\"", "\\", "\n", " ", "*", "&", "{", "]",
      ",", "é", "\t", "~", "|",
      "\u{85}", "\r", "---",
    ]
    return (0..<Int.random(in: 1...3, using: &random)).map { _ in random.one(of: parts) }.joined()
  }

  static func file(_ random: inout SeededGenerator) -> String {
    let documents = (0..<Int.random(in: 1...2, using: &random)).map { _ in
      "k0: &x " + random.one(of: ["STAND", "'a STAND'", "y"]) + " # STAND\n"
        + block(indent: 0, depth: 3, &random)
    }
    let text = documents.joined(separator: "---\n")
    guard Bool.random(using: &random) else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
  }

  private static func block(indent: Int, depth: Int, _ random: inout SeededGenerator) -> String {
    let margin = String(repeating: " ", count: indent)
    let isList = indent > 0 && Bool.random(using: &random)
    return (1...Int.random(in: 1...4, using: &random)).map { number in
      let head =
        margin
        + (isList
          ? "-" : random.one(of: ["k\(number):", "\"\(number)STAND\":", "STAND\(number):"]))
      if depth > 0, Int.random(in: 0..<3, using: &random) == 0 {
        return head + random.one(of: ["", " # STAND", " !t"]) + "\n"
          + block(indent: indent + 2, depth: depth - 1, &random)
      }
      return head + " " + scalar(indent: indent + 2, &random) + "\n"
    }.joined()
  }

  private static func scalar(indent: Int, _ random: inout SeededGenerator) -> String {
    let margin = "\n" + String(repeating: " ", count: indent)
    let words = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      random.one(of: ["STAND", "a", "STAND.b", "x-STAND"])
    }
    let line = words.joined(separator: " ")
    return switch Int.random(in: 0..<12, using: &random) {
    case 0: "'" + line + "'"
    case 1: "\"" + line + "\\n\\x41" + margin + line + "\""
    case 2: "|" + random.one(of: ["", "-", "+"]) + margin + line + "\n" + margin + "  " + line
    case 3:
      ">" + random.one(of: ["", "-"]) + margin + line + margin + line + "\n" + margin + " " + line
    case 4: "[" + line + ", 'STAND', {STAND: " + line + "}, *x]"
    case 5: line + margin + line + " # STAND"
    case 6: "*x"
    case 7: ""
    case 8: "!t " + line
    case 9: "{a: STAND, \"STAND\": [" + line + "]} # STAND"
    default: line
    }
  }
}

extension StructureProofPropertyTests {
  /// A file of scalars on one line each.
  private static func simpleFile(_ random: inout SeededGenerator) -> String {
    let words = ["STAND", "a STAND", "x-STAND.b", "1", "https://STAND:1/a", "STAND STAND"]
    return (1...5).map { number in
      let word = random.one(of: words)
      let forms = [
        word, "'\(word)'", "\"\(word)\"", "[\(word), 'STAND', {a: STAND}]", "!t \(word)",
        "&x \(word)",
      ]
      return "k\(number): " + random.one(of: forms) + random.one(of: ["", " # STAND", "\n# STAND"])
        + "\n"
    }.joined()
  }

  @Test(arguments: 0..<6)
  func theShortcutNeverPassesWhatTheFullProofWouldNot(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 1000)
    var taken = 0
    for _ in 0..<200 {
      let file = Self.simpleFile(&random)
      guard let before = try? YAMLOutline(Array(file.utf8)) else { continue }
      let text = random.one(of: ["acme", "acme.io", Self.replacement(&random)])
      let stand = Array("STAND".utf8)
      let edits = StructureProofTests.edits(before.bytes, stand, text)
      let plan = RewritePlan(before, edits: edits) {
        StructureProofTests.replacing(stand, in: String(decoding: $0, as: UTF8.self), by: text)
      }
      guard plan.failure == nil, plan.isSurelyRight else { continue }
      taken += 1
      #expect(plan.difference() == nil, "\(file)")
    }
    #expect(taken > 40)
  }
}
