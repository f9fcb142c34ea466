import Rewriter
import Testing

/// Where an editor finds what the report names.
struct LineIndexTests {
  struct Row: Sendable {
    let bytes: [UInt8]
    let offset: Int
    let line: Int
    let column: Int
  }

  static let rows = [
    row("", 0, 1, 1), row("abc", 0, 1, 1), row("abc", 2, 1, 3), row("abc", 3, 1, 4),
    row("a\nb", 1, 1, 2), row("a\nb", 2, 2, 1), row("a\r\nb", 3, 2, 1), row("\n\n\n", 2, 3, 1),
    row("a\n", 2, 2, 1), row("é = x", 5, 1, 5), row("a\né🚀x", 8, 2, 3),
    row("\u{FEFF}abc", 3, 1, 1), row("\u{FEFF}abc", 5, 1, 3), row("\u{FEFF}abc", 0, 1, 1),
    Row(bytes: [0xFF, 0xFF, 0x61], offset: 2, line: 1, column: 3),
    Row(bytes: [0x80, 0x61], offset: 1, line: 1, column: 1),
    row("abc", 10, 1, 11),
  ]

  @Test("a finding points at the line and column an editor shows", arguments: rows)
  func position(row: Row) {
    let index = row.bytes.withUnsafeBytes { LineIndex($0) }
    #expect(index.position(of: row.offset) == SourcePosition(line: row.line, column: row.column))
  }

  @Test("an edit is found at its place")
  func edit() throws {
    let bytes = Array("é: 1\nhost: \"é.example.com\"\n".utf8)
    let rules = try RuleSet([domain])
    let edits = bytes.withUnsafeBytes { rules.edits(in: $0) }
    let index = bytes.withUnsafeBytes { LineIndex($0) }
    #expect(edits.map { index.position(of: $0.range.lowerBound).description } == ["2:10"])
  }

  private static func row(_ text: String, _ offset: Int, _ line: Int, _ column: Int) -> Row {
    Row(bytes: Array(text.utf8), offset: offset, line: line, column: column)
  }
}
