import Git
import Testing

@Suite("Differences of lines")
struct LineDiffTests {
  struct Row: Sendable {
    let old: String
    let new: String
    let changes: [LineChange]
  }

  @Test(
    "A changed line is found where it is, and nothing beside it",
    arguments: [
      Row(old: "", new: "", changes: []),
      Row(old: "1\n2\n", new: "1\n2\n", changes: []),
      Row(old: "", new: "1\n2\n", changes: [LineChange(old: 0..<0, new: 0..<2)]),
      Row(old: "1\n2\n", new: "", changes: [LineChange(old: 0..<2, new: 0..<0)]),
      Row(old: "1\n2\n3\n", new: "1\nx\n3\n", changes: [LineChange(old: 1..<2, new: 1..<2)]),
      Row(old: "1\n2\n", new: "0\n1\n2\n", changes: [LineChange(old: 0..<0, new: 0..<1)]),
      Row(old: "1\n2\n", new: "1\nx\n2\n", changes: [LineChange(old: 1..<1, new: 1..<2)]),
      Row(old: "1\n2\n", new: "1\n2\n3\n", changes: [LineChange(old: 2..<2, new: 2..<3)]),
      Row(old: "1\n2\n3\n", new: "1\n3\n", changes: [LineChange(old: 1..<2, new: 1..<1)]),
      Row(
        old: "1\n2\n3\n4\n5\n", new: "x\n2\n4\n5\ny\n",
        changes: [
          LineChange(old: 0..<1, new: 0..<1), LineChange(old: 2..<3, new: 2..<2),
          LineChange(old: 5..<5, new: 4..<5),
        ]),
    ])
  func table(_ row: Row) throws {
    #expect(try lineChanges(from: Array(row.old.utf8), to: Array(row.new.utf8)) == row.changes)
  }

  @Test("A line end that went missing at the end of a file is seen")
  func openLine() throws {
    let changes = try lineChanges(from: Array("1\n2\n".utf8), to: Array("1\n2".utf8))
    #expect(changes == [LineChange(old: 1..<2, new: 1..<2)])
  }

  @Test("Another kind of line end is seen")
  func carriageReturn() throws {
    let changes = try lineChanges(from: Array("1\n2\n".utf8), to: Array("1\r\n2\n".utf8))
    #expect(changes == [LineChange(old: 0..<1, new: 0..<1)])
  }

  @Test("Bytes that are no text are compared all the same")
  func binary() throws {
    let changes = try lineChanges(from: [0, 10, 0xFF, 10], to: [0, 10, 0xFE, 10])
    #expect(changes == [LineChange(old: 1..<2, new: 1..<2)])
  }
}
