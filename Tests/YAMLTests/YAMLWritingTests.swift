import TestSupport
import Testing

@testable import YAML

@Suite struct YAMLWritingTests {
  @Test(arguments: [
    "yes", "No", "ON", "off", "y", "N", "true", "False", "1.30", "1e3", "1E+5", "0x1F", "0o17",
    "0b11", "017",
    "1_000", "1,000", "12:30:45", "190:20:30.15", "2001-12-14", "2001-1-1t1:1:1Z", "~", "null",
    "Null", "", "-1",
    "+1", ".5", "5.", "-.inf", ".NaN", "NaN", "<<", "=", "-_1", "-0X1f", "._",
    "*.x", "&a", "!t", "@x", "`x", "%x", "#x", "|", ">", "- a", "-", "? a", "?", ": a", "[a", "]a",
    "{a", "}a",
    ",a", "'a", "\"a", "a: b", "a:", "a #b", " a", "a ", "a\tb", "\ta", "---", "--- a", "...",
    "a\rb", "\u{0}",
    "\u{7F}", "\u{85}", "\u{2028}", "a\u{FEFF}", "a\u{1B}[0m", "\n",
  ])
  func aStringThatAReaderCouldTakeForSomethingElseIsQuoted(text: String) throws {
    let written = yaml(of: .map(["k": .string(text)]))
    #expect(written.hasPrefix("k: \""))
    #expect(try Value(yaml: Array(written.utf8)) == .map(["k": .string(text)]))
  }

  @Test(arguments: [
    "acme.io", "acme-production", "10Gi", "500m", "s-4vcpu-8gb", "1.31.0", "10.0.0.1",
    "https://x.io:8443/a?b=c#d",
    "a b", "ops@acme.io", "x:y", "a,b", "-f", "--flag=x", "é", "it's", "v1", "infinit",
    "1.2.3-do.0", "12 h", "😀",
  ])
  func anOrdinaryStringStaysReadable(text: String) throws {
    let written = yaml(of: .map(["k": .string(text)]))
    #expect(written == "k: \(text)\n")
    #expect(try Value(yaml: Array(written.utf8)) == .map(["k": .string(text)]))
  }

  @Test func mapsAndListsStandInBlockStyleAndByteOrder() {
    let value = Value.map([
      "b": .list([
        .map(["v": .int(1), "u": .list([])]), .list([.bool(true), .null]), .string("l1\nl2"),
      ]),
      "a": .map([:]), "B": .double(2), "t": .string("x\ny\n"),
    ])
    let expected = """
      B: 2.0
      a: {}
      b:
        - u: []
          v: 1
        - - true
          - null
        - |-
          l1
          l2
      t: |
        x
        y

      """
    #expect(yaml(of: value) == expected)
  }

  @Test(arguments: [
    ("a\nb", "|-"), ("a\n", "|"), ("a\n\n", "|+"), (" a\nb\n", "|2"), ("\n\na", "|2-"),
    ("\ta\n", "|2"), ("a\n  \nb", "|-"),
    ("a\n\tb\n", "|"),
  ])
  func textOfSeveralLinesIsABlockThatReadsBackTheSame(text: String, header: String) throws {
    let value = Value.map(["k": .string(text), "z": .int(1)])
    #expect(yaml(of: value).hasPrefix("k: \(header)\n"))
    #expect(try Value(yaml: Array(yaml(of: value).utf8)) == value)
  }

  @Test func aLongKeyIsStillAKey() throws {
    let value = Value.map([String(repeating: "k", count: 3000): .map(["a": .int(1)]), "b": .int(2)])
    #expect(try Value(yaml: Array(yaml(of: .list([value])).utf8)) == .list([value]))
  }

  @Test(arguments: 0..<8)
  func whateverIsWrittenReadsBackAsTheSameValue(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<150 {
      let value = Self.value(depth: 4, &random)
      let text = yaml(of: value)
      #expect(try Value(yaml: Array(text.utf8)) == value, "\(text)")
      #expect(try PositionedValue.parse(json: Array(value.description.utf8)).value == value)
    }
  }

  private static func value(depth: Int, _ random: inout SeededGenerator) -> Value {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2:
      return .int(
        Int.random(in: Int.min...Int.max, using: &random) >> Int.random(in: 0..<64, using: &random))
    case 3: return .double(Double.random(in: -1e10...1e10, using: &random))
    case 4: return .string(text(&random))
    case 5:
      let count = Int.random(in: 0..<4, using: &random)
      return .list((0..<count).map { _ in value(depth: depth - 1, &random) })
    default:
      let count = Int.random(in: 0..<4, using: &random)
      let members = (0..<count).map { _ in (text(&random), value(depth: depth - 1, &random)) }
      return .map(Dictionary(members) { first, _ in first })
    }
  }

  private static func text(_ random: inout SeededGenerator) -> String {
    let parts = [
      "a", "Z", "1", "0", ".", ":", " ", "#", "-", "_", "\n", "\n\n", "\t", "\r", "\"", "'", "\\",
      "{", "]", ",", "é",
      "\u{301}", "😀", "\u{85}", "\u{2028}", "\u{0}", "~", "no", "e5", "|", "&", "*", "<<", "=", "%",
      "@",
    ]
    let count = Int.random(in: 0..<7, using: &random)
    return (0..<count).map { _ in random.one(of: parts) }.joined()
  }
}
