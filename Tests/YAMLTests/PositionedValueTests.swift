import Testing

@testable import YAML

@Suite struct PositionedValueTests {
  @Test(arguments: [
    ("{}", Value.map([:])),
    (
      "\u{FEFF} [1, -2, 3.5, 1e2, 0] ",
      .list([.int(1), .int(-2), .double(3.5), .double(100), .int(0)])
    ),
    (
      #"{"a": {"b": [true, false, null]}}"#,
      .map(["a": .map(["b": .list([.bool(true), .bool(false), .null])])])
    ),
    (#""\u0041\ud83d\ude00\n\/\\\"é""#, .string("A😀\n/\\\"é")),
    ("99999999999999999999", .double(1e20)),
  ])
  func validJSONIsReadAsItsValue(text: String, value: Value) throws {
    #expect(try PositionedValue.parse(json: Array(text.utf8)).value == value)
  }

  @Test(arguments: [
    ("", 1, 1), (" \n ", 2, 2), ("{", 1, 2), ("{\"a\":1,}", 1, 7), ("[1,]", 1, 3), ("[1 2]", 1, 4),
    ("{\n  \"a\": 1,\n  \"a\": 2\n}", 3, 3), ("{\"é\": tru}", 1, 7), ("// x\n{}", 1, 1),
    ("{'a': 1}", 1, 2), ("{a: 1}", 1, 2), ("[01]", 1, 2), ("[-]", 1, 3), ("[1.]", 1, 4),
    ("[1e999]", 1, 2), ("[.5]", 1, 2), ("[+1]", 1, 2), ("\"\\ud800\"", 1, 2),
    ("\"\\ud800\\u0041\"", 1, 2),
    ("\"\\x\"", 1, 2), ("\"\\u00g0\"", 1, 3), ("\"a\nb\"", 1, 1), ("\"a\tb\"", 1, 3),
    ("{} {}", 1, 4),
    ("\r\n[\r\n?]", 3, 1), ("[NaN]", 1, 2), ("\"abc", 1, 1),
  ])
  func everyMistakeIsNamedAtItsPlace(text: String, line: Int, column: Int) {
    let error = #expect(throws: ParseError.self) {
      try PositionedValue.parse(json: Array(text.utf8))
    }
    #expect(error?.position == TextPosition(line: line, column: column))
    #expect(error?.remedy.isEmpty == false)
  }

  @Test func invalidUTF8IsNamedAtItsPlace() {
    let error = #expect(throws: ParseError.self) {
      try PositionedValue.parse(json: Array("[\n\"é".utf8) + [0xFF] + Array("\"]".utf8))
    }
    #expect(error?.position == TextPosition(line: 2, column: 3))
  }

  @Test func deepNestingEndsInAnErrorAndNotInACrash() {
    let deep = [UInt8](repeating: .openBracket, count: 100_000)
    #expect(throws: ParseError.self) { try PositionedValue.parse(json: deep) }
    let fair = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(throws: Never.self) { try PositionedValue.parse(json: Array(fair.utf8)) }
  }

  @Test func positionsAndRangesPointAtTheText() throws {
    let text = "{\n  \"é\": \"x\", \"n\": [ 12 ]\n}"
    let root = try PositionedValue.parse(json: Array(text.utf8))
    let first = try #require(root.member("é"))
    #expect(first.keyPosition == TextPosition(line: 2, column: 3))
    #expect(first.value.position == TextPosition(line: 2, column: 8))
    guard case .list(let list)? = root.member("n")?.value.kind else {
      Issue.record("n is no list")
      return
    }
    #expect(list[0].position == TextPosition(line: 2, column: 20))
    #expect(String(decoding: Array(text.utf8)[list[0].range], as: UTF8.self) == "12")
  }
}
