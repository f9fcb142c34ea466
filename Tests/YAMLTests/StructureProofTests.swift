import Testing

@testable import YAML

@Suite struct StructureProofTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let before: String
    let to: String
    let after: String
    var testDescription: String { "\(before) → \(to)" }
    init(_ before: String, _ to: String, _ after: String) {
      self.before = before
      self.to = to
      self.after = after
    }
  }

  static let rewritten = [
    // Nothing but the text.
    Case("a: STAND\n", "acme", "a: acme\n"),
    Case("STAND: x-STAND.y # STAND\n", "acme", "acme: x-acme.y # acme\n"),
    Case("# STAND\na: 'STAND' # b STAND # STAND\n", "acme", "# acme\na: 'acme' # b acme # acme\n"),
    Case("a: x\r\nb: [STAND, {c: STAND}]\r\n", "acme", "a: x\r\nb: [acme, {c: acme}]\r\n"),
    Case(
      "a: x\n---\nb: STAND\n...\n---\n- STAND\n", "acme", "a: x\n---\nb: acme\n...\n---\n- acme\n"),
    Case("\u{FEFF}a: é STAND ü STAND\n", "acme", "\u{FEFF}a: é acme ü acme\n"),
    Case("a: one\n  STAND\n\n  three\nb: c\n", "acme", "a: one\n  acme\n\n  three\nb: c\n"),
    Case("a: \"one\n  STAND \\\n  x\"\n", "acme", "a: \"one\n  acme \\\n  x\"\n"),
    Case("? STAND\n: - STAND\n  - - STAND\n", "acme", "? acme\n: - acme\n  - - acme\n"),
    Case("a: !t STAND\nb: &x STAND\nc: *x\n", "acme", "a: !t acme\nb: &x acme\nc: *x\n"),
    Case("a:\n- STAND\n- ''\n-\n- STAND\n", "acme", "a:\n- acme\n- ''\n-\n- acme\n"),
    // Blocks.
    Case(
      "a: |\n  # STAND\n  STAND\n   x STAND\n# STAND\n", "acme",
      "a: |\n  # acme\n  acme\n   x acme\n# acme\n"),
    Case(
      "a: >- # STAND\n  one STAND\n  two\n\nb: STAND\n", "acme",
      "a: >- # acme\n  one acme\n  two\n\nb: acme\n"),
    Case("a: |2-\n    STAND\n\n  b\n", "acme", "a: |2-\n    acme\n\n  b\n"),
    Case("- |\n STAND\n- >\n STAND\n", "acme", "- |\n acme\n- >\n acme\n"),
    Case("a: |\n  STAND\n  b\n", "x\ny", "a: |\n  x\n  y\n  b\n"),
    Case("a: |\r\n  STAND\r\n  b\r\n", "x\ny", "a: |\r\n  x\r\n  y\r\n  b\r\n"),
    Case("a: >\n  STAND z\n  b\n", "x\ny", "a: >\n  x\n\n  y z b\n"),
    Case("a: |\n  STAND: no\n", "*.x", "a: |\n  *.x: no\n"),
    // Texts that plain scalars cannot be.
    Case("a: STAND\n", "no", "a: \"no\"\n"), Case("a: STAND\n", "1.30", "a: \"1.30\"\n"),
    Case("a: STAND # c\n", "12:30:45", "a: \"12:30:45\" # c\n"),
    Case("- STAND\n", "null", "- \"null\"\n"),
    Case("a: STAND\n", "*.x", "a: \"*.x\"\n"), Case("a: STAND\n", "a: b", "a: \"a: b\"\n"),
    Case("a: x STAND\n", "#y", "a: \"x #y\"\n"), Case("a: STAND\n", "@x", "a: \"@x\"\n"),
    Case("a: STAND.z\n", "&x", "a: \"&x.z\"\n"), Case("a: STAND\n", "- x", "a: \"- x\"\n"),
    Case("a: STAND\n", "", "a: \"\"\n"), Case("a: STAND\n", "\"", "a: '\"'\n"),
    Case("a: STAND\n", "\\d: ", "a: '\\d: '\n"),
    Case("a: STAND\n", "x\ny", "a: \"x\\ny\"\n"), Case("a: STAND\n", "\u{7}", "a: \"\\u0007\"\n"),
    Case("STAND: b\n", "yes", "\"yes\": b\n"), Case("STAND\n", "---", "\"---\"\n"),
    Case("a: [STAND]\n", "x,y", "a: [\"x,y\"]\n"),
    Case("a: {STAND: STAND}\n", "}", "a: {\"}\": \"}\"}\n"),
    Case("a: STAND\n", "x,y", "a: x,y\n"), Case("a: one\n  STAND\n", "b: c", "a: \"one b: c\"\n"),
    Case("a: x STAND\nb: STAND\n", "no", "a: x no\nb: \"no\"\n"),
    // Quotes.
    Case("a: 'STAND'\n", "it's", "a: 'it''s'\n"),
    Case("a: \"STAND\"\n", "a\"b\\", "a: \"a\\\"b\\\\\"\n"),
    Case("a: 'STAND'\n", "x\ny", "a: \"x\\ny\"\n"),
    Case("a: \"STAND\"\n", "x\ny", "a: \"x\\ny\"\n"),
    Case("a: \"\\u0053TAND \\x\u{34}1\"\n", "acme", "a: \"acme A\"\n"),
    Case("a: 'no STAND'\n", "no", "a: 'no no'\n"),
    // Names that are no texts.
    Case("a: &STAND x\nb: *STAND\n", "acme", "a: &STAND x\nb: *STAND\n"),
    Case("a: !STAND x\n", "acme", "a: !STAND x\n"),
    Case(
      "%TAG !e! tag:STAND,2000:\n---\na: !e!x STAND\n", "acme",
      "%TAG !e! tag:STAND,2000:\n---\na: !e!x acme\n"),
    Case("a: &x # STAND\nb: STAND\n", "acme", "a: &x # acme\nb: acme\n"),
    Case("a: b # STAND\n", "x\ny", "a: b # STAND\n"),
  ]

  @Test(arguments: rewritten)
  func theTextChangesAndTheStructureStays(_ rewriting: Case) {
    let bytes = Array(rewriting.before.utf8)
    let outcome = Self.rewriting(bytes, "STAND", rewriting.to)
    guard case .rewritten(let result, let edits) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(String(decoding: result, as: UTF8.self) == rewriting.after)
    #expect(bytes.applying(edits) == result)
  }

  @Test(arguments: [
    Case("a: |\n  STAND\n  b\n", "\u{7}", "1:4"), Case("x: 1\na: |\n  STAND\n", " y", "2:4"),
    Case("acme: 1\nSTAND: 2\n", "acme", "2:1"), Case("a: >\n  STAND\n", "x\ry", "1:4"),
    Case("STAND: a\n", String(repeating: "x", count: 1100), "1:1"),
  ])
  func aTextThatItsScalarCannotHoldIsNamedWithItsPlace(_ rewriting: Case) {
    let outcome = Self.rewriting(Array(rewriting.before.utf8), "STAND", rewriting.to)
    guard case .failed(let position, let reason) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(position.description == rewriting.after)
    #expect(!reason.isEmpty)
  }

  @Test(arguments: [
    "a: {{ .Values.x }} {{ y }}\n", "a: b: c\n", "\ta: b\n", "a: [\n", "a: 1\na: 2\n", "a: \"\n",
    "a: *x\n", "- a\nb: c\n",
    "a: \u{0}b\n", "{{- if .STAND }}\na: b\n{{- end }}\n", "a: |\n\tSTAND\n",
  ])
  func whatIsNoYAMLIsSaidToBeNone(text: String) {
    let outcome = Self.rewriting(Array(text.utf8), "STAND", "acme")
    guard case .notYAML = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }

  /// Proposes the edit of every place where `from` stands in the bytes.
  static func rewriting(
    _ bytes: [UInt8], _ from: String, _ to: String
  ) -> StructureProof.Outcome {
    let old = Array(from.utf8)
    return StructureProof.rewriting(bytes, edits: edits(bytes, old, to)) {
      replacing(old, in: String(decoding: $0, as: UTF8.self), by: to)
    }
  }

  static func edits(_ bytes: [UInt8], _ old: [UInt8], _ to: String) -> [ByteEdit] {
    var edits: [ByteEdit] = []
    var index = 0
    while index + old.count <= bytes.count {
      if bytes[index...].starts(with: old) {
        edits.append(ByteEdit(range: index..<index + old.count, replacement: Array(to.utf8)))
        index += old.count
      } else {
        index += 1
      }
    }
    return edits
  }

  static func replacing(_ old: [UInt8], in text: String, by new: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: old) {
        result += new.utf8
        index += old.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
