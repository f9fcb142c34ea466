import Testing

@testable import Flux
@testable import YAML

@Suite struct GoYAMLWriterTests {
  @Test func theTextThatFluxSubstitutesInIsWrittenAsGoWritesIt() throws {
    let value = Value.map([
      "kind": .string("A"), "a10": .int(1), "a9": .double(2), "a-b": .null, "B": .bool(true),
      "": .string(""), "y": .string("yes"), "1": .string("1.30"),
      "list": .list([.int(1), .list([]), .map([:]), .list([.string("${n}")])]),
      "ref": .string("${s}"), "star": .string("*.x"), "colon": .string("a: b"),
      "block": .string("a\n b\n"), "indented": .string(" a\n"), "open": .string("a \nb"),
      "tab": .string("a\tb"), "emoji": .string("é😀"), "float": .double(1.5),
      "date": .string("2020-01-01"), "long": .string(String(repeating: "word ", count: 20) + "end"),
    ])
    let expected = """
      "": ""
      "1": "1.30"
      B: true
      a-b: null
      a9: 2
      a10: 1
      block: |
        a
         b
      colon: 'a: b'
      date: "2020-01-01"
      emoji: "é\\U0001F600"
      float: 1.5
      indented: |2
         a
      kind: A
      list:
      - 1
      - []
      - {}
      - - ${n}
      long: word word word word word word word word word word word word word word word word
        word word word word end
      open: "a \\nb"
      ref: ${s}
      star: '*.x'
      tab: "a\\tb"
      "y": "yes"

      """
    #expect(try GoYAMLWriter.text(of: value) == expected)
  }

  @Test func emptyLinesAtTheEndBringNoMarkerThatBreaksAnOpenQuote() throws {
    #expect(try GoYAMLWriter.text(of: .map(["a": .string("x\n\n")])) == "a: |+\n  x\n\n")
  }

  @Test(arguments: [
    (Value.double(.infinity), "json: unsupported value: +Inf"),
    (.double(.nan), "json: unsupported value: NaN"),
    (.string("a\u{7F}"), "yaml: control characters are not allowed"),
  ])
  func whatFluxCannotWriteIsAnError(value: Value, message: String) {
    #expect(throws: GoError(message)) { try GoYAMLWriter.text(of: .map(["a": value])) }
  }
}
