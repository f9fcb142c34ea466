import Rewriter
import Testing

/// The table, over every way into the engine.
struct CaseTests {
  /// Rules that match nothing in the table, to fill the automaton and its tables.
  private static let thousand: [Rule] = (0..<250).flatMap { number in
    [
      Rule(kind: .domain, from: "host-\(number).unrelated.invalid", to: "x"),
      Rule(kind: .name, from: "exampl-\(number)-my-cluste", to: "x"),
      Rule(kind: .email, from: "user\(number)@unrelated.invalid", to: "x"),
      Rule(kind: .text, from: "~unrelated \(number)~", to: "x"),
    ]
  }

  /// A rule of one byte makes the prefilter look at every offset.
  private static let single = [Rule(kind: .text, from: "\u{1}", to: "x")]

  /// Big rows would take minutes at every alignment.
  private static let small = Case.all.filter { $0.input.count < 100_000 }

  /// Each list of rules of those rows beside the thousand, compiled once for all rows that share it.
  private static let padded = Dictionary(
    uniqueKeysWithValues: Set(small.map(\.list)).map { list in
      let padding = list.keepsSelfContained ? Array(thousand.prefix(50)) : thousand
      return (list, Result { try list.compiled(with: padding) })
    })

  @Test("the table has at least 150 rows")
  func size() {
    #expect(Case.all.count >= 150)
  }

  @Test("a file gets exactly the bytes its rules promise", arguments: Case.all)
  func whole(row: Case) throws {
    let rules = try row.list.compiled()
    let outcome = row.input.withUnsafeBytes { rules.rewrite($0) }
    switch (outcome, row.expected) {
    case (.unchanged, .unchanged): break
    case (.changed(let bytes, _), .bytes(let expected)): expectEqual(bytes, expected)
    case (.skipped(let reason), .skipped(let expected)): #expect(reason == expected)
    default: Issue.record("\(String(describing: outcome).prefix(200))")
    }
  }

  @Test("edits, applied by a reader of the report, give the file", arguments: small)
  func edits(row: Case) throws {
    guard !row.isSkipped else { return }
    let rules = try row.list.compiled()
    let edits = row.input.withUnsafeBytes { rules.edits(in: $0) }
    var bytes = row.input
    for edit in edits.reversed() {
      #expect(!bytes[edit.range].elementsEqual(edit.replacement))
      #expect(row.list.rules.indices.contains(edit.ruleIndex))
      bytes.replaceSubrange(edit.range, with: edit.replacement)
    }
    expectEqual(bytes, row.output)
  }

  @Test("a scalar is rewritten as the file is", arguments: small)
  func scalar(row: Case) throws {
    guard !row.isSkipped, let text = String(validating: row.input, as: UTF8.self) else { return }
    let rules = try row.list.compiled()
    expectEqual(Array(rules.rewrite(text).utf8), row.output)
  }

  @Test("a name in the tree is rewritten as in the files that refer to it", arguments: small)
  func renames(row: Case) throws {
    guard !row.isSkipped, let text = String(validating: row.input, as: UTF8.self) else { return }
    let fixed = try RuleSet(row.list.rules)
    #expect(fixed.renamed(text) == nil)
    let renaming = row.list.rules.map { rule in
      var rule = rule
      rule.renamesPaths = true
      return rule
    }
    let rules = try RuleSet(renaming, keepsSelfContained: row.list.keepsSelfContained)
    let renamed = Array((rules.renamed(text) ?? text).utf8)
    expectEqual(renamed, Array(rules.rewrite(text).utf8))
    // Renaming rules are bounded by slashes, which no name holds.
    let isOnePart = !text.contains("/") && !text.contains("%2F")
    if isOnePart || !row.list.rules.contains(where: \.exactBoundary) {
      expectEqual(renamed, row.output)
    }
  }

  @Test(
    "however strict its boundary is, a rule that renames a folder changes the texts that lead there",
    arguments: Case.renaming)
  func renaming(row: Case) throws {
    try expect(row, of: row.list.compiled())
  }

  @Test("a thousand other rules change nothing", arguments: small)
  func padded(row: Case) throws {
    guard !row.isSkipped else { return }
    try expect(row, of: #require(Self.padded[row.list]).get())
  }

  @Test("a rule of one byte beside the others changes nothing", arguments: small)
  func besideShortest(row: Case) throws {
    guard !row.isSkipped else { return }
    try expect(row, of: row.list.compiled(with: Self.single))
  }

  @Test("a stand-in is found wherever in the file it stands", arguments: small)
  func shifted(row: Case) throws {
    guard !row.isSkipped, row.input.count < 500 else { return }
    let rules = try row.list.compiled()
    for shift in 0..<64 {
      let filler = [UInt8](repeating: 0x0A, count: shift)
      for end in [filler, []] {
        let bytes = filler + row.input + end
        let edits = bytes.withUnsafeBytes { rules.edits(in: $0) }
        let output = bytes.withUnsafeBytes { Edit.apply(edits, to: $0) }
        expectEqual(output, filler + row.output + end)
      }
    }
  }

  private func expect(_ row: Case, of rules: RuleSet) throws {
    let edits = row.input.withUnsafeBytes { rules.edits(in: $0) }
    let output = row.input.withUnsafeBytes { Edit.apply(edits, to: $0) }
    expectEqual(output, row.output)
  }

  private func expectEqual(
    _ bytes: [UInt8], _ expected: [UInt8], at location: SourceLocation = #_sourceLocation
  ) {
    if bytes == expected { return }
    let found = String(decoding: bytes.prefix(200), as: UTF8.self).debugDescription
    let wanted = String(decoding: expected.prefix(200), as: UTF8.self).debugDescription
    Issue.record("\(found) instead of \(wanted)", sourceLocation: location)
  }
}
