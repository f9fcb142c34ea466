import Testing

@testable import BotCore

@Suite struct FileMergeTests {
  @Test("an edit of the owner's is neither lost nor in the way", arguments: FileMergeRow.all)
  func table(_ row: FileMergeRow) throws {
    let merged = try row.merge.merged()
    expectEqual(merged.bytes, row.expected)
    #expect(merged.conflicts.map(\.line) == row.conflicts)
  }

  @Test(
    "whose edit it is makes no difference where both fit",
    arguments: FileMergeRow.all.filter(\.isSymmetric))
  func exchanged(_ row: FileMergeRow) throws {
    var merge = row.merge
    (merge.ours, merge.theirs) = (row.theirs, row.ours)
    let merged = try merge.merged()
    expectEqual(merged.bytes, row.expected)
    #expect(merged.conflicts.isEmpty)
  }

  @Test("a file that was merged once stays", arguments: FileMergeRow.all)
  func again(_ row: FileMergeRow) throws {
    guard row.style == .keepMine, row.conflicts.isEmpty else { return }
    var merge = row.merge
    merge.base = row.theirs
    merge.ours = row.expected
    let merged = try merge.merged()
    expectEqual(merged.bytes, row.expected)
  }

  @Test("a person can see what a conflict is about")
  func texts() throws {
    let row = FileMergeRow("", "x: 0\na: 1\n", "x: 0\na: 2\n", "x: 0\na: 3\n", "")
    let merged = try row.merge.merged()
    #expect(
      merged.conflicts == [TextConflict(line: 2, base: "a: 1\n", ours: "a: 2\n", theirs: "a: 3\n")])
  }

  @Test("a long conflict does not swamp the report")
  func longTexts() throws {
    let text = String(repeating: "x", count: 5_000)
    let row = FileMergeRow("", path: "a.txt", "1\n", text, "2\n", "")
    let conflict = try #require(try row.merge.merged().conflicts.first)
    #expect(conflict.ours?.count == TextConflict.longestText)
    #expect(conflict.ours?.hasSuffix("…") == true)
  }

  @Test(
    "no secret is repeated in a report",
    arguments: [
      FileMergeRow(
        "", "kind: Secret\nk: s1\n", "kind: Secret\nk: s2\n", "kind: Secret\nk: s3\n", ""),
      FileMergeRow(
        "", "sops: {mac: x}\nk: s1\n", "sops: {mac: x}\nk: s2\n", "sops: {mac: x}\nk: s3\n", ""),
      FileMergeRow(
        "a Secret that both made something else", "kind: Secret\nk: s1\n", "kind: A\nk: s2\n",
        "kind: A\nk: s3\n", ""),
      FileMergeRow(
        "what ours made a Secret", "kind: A\nk: s1\n", "kind: Secret\nk: s2\n",
        "kind: A\nk: s3\n", ""),
      FileMergeRow(
        "what theirs made a Secret", "kind: A\nk: s1\n", "kind: A\nk: s2\n",
        "kind: Secret\nk: s3\n", ""),
    ])
  func secrets(_ row: FileMergeRow) throws {
    let conflict = try #require(try row.merge.merged().conflicts.first)
    #expect([conflict.base, conflict.ours, conflict.theirs] == [nil, nil, nil])
  }

  private func expectEqual(
    _ bytes: [UInt8], _ expected: [UInt8], at location: SourceLocation = #_sourceLocation
  ) {
    if bytes == expected { return }
    let found = String(decoding: bytes.prefix(400), as: UTF8.self).debugDescription
    let wanted = String(decoding: expected.prefix(400), as: UTF8.self).debugDescription
    Issue.record("\(found) instead of \(wanted)", sourceLocation: location)
  }
}
