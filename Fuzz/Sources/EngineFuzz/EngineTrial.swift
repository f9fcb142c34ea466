import Rewriter

/// One input of the fuzzer, and what has to be true of it.
struct EngineTrial {
  /// Longer texts only slow the reference down.
  private static let longest = 96

  /// Rules that no text matches, which change how the engine searches: so many that it
  /// looks for rare bytes, and one that makes it look at every byte.
  private static let padding = [
    (0..<70).map { Rule(kind: .name, from: "\u{2}unrelated-\($0)-\u{2}", to: "x") },
    [Rule(kind: .text, from: "\u{2}", to: "x")],
  ]

  private let rules: [Rule]
  private let text: [UInt8]

  /// Nothing for an input without rules or with a text that the padding could match.
  init?(_ input: UnsafeRawBufferPointer) {
    guard let end = input.firstIndex(of: 0) else { return nil }
    rules = input[..<end].split(separator: UInt8(ascii: "\n")).prefix(4).compactMap(Rule.init)
    text = Array(input[(end + 1)...].prefix(EngineTrial.longest))
    if rules.isEmpty || text.contains(2) { return nil }
  }

  func run() {
    guard let engine = try? RuleSet(rules) else { return }
    let edits = text.withUnsafeBytes { engine.edits(in: $0) }
    var end = 0
    for edit in edits {
      precondition(edit.range.lowerBound >= end && edit.range.upperBound <= text.count)
      precondition(!text[edit.range].elementsEqual(edit.replacement))
      end = edit.range.upperBound
    }
    for other in EngineTrial.padding {
      guard let padded = try? RuleSet(rules + other) else { continue }
      precondition(text.withUnsafeBytes { padded.edits(in: $0) } == edits)
    }
    compareWithReference(text.withUnsafeBytes { Edit.apply(edits, to: $0) })
    text.withUnsafeBytes { bytes in
      _ = RuleSet.skipReason(for: bytes)
      for edit in edits { _ = LineIndex(bytes).position(of: edit.range.lowerBound) }
    }
  }

  /// The reference reads plain ASCII without escapes.
  private func compareWithReference(_ output: [UInt8]) {
    let isPlain = { (byte: UInt8) in byte < 0x80 && !#"\%["#.utf8.contains(byte) }
    let isASCII = { (byte: UInt8) in byte < 0x80 }
    guard text.allSatisfy(isPlain), rules.allSatisfy({ $0.from.utf8.allSatisfy(isPlain) }),
      rules.allSatisfy({ $0.to.utf8.allSatisfy(isASCII) })
    else { return }
    let expected = NaiveRewriter(rules: rules).rewrite(String(decoding: text, as: UTF8.self))
    precondition(output.elementsEqual(expected.utf8))
  }
}

extension Rule {
  /// A rule as the input of the fuzzer writes it.
  fileprivate init?(_ line: Slice<UnsafeRawBufferPointer>) {
    guard let letter = line.first, let equals = line.firstIndex(of: UInt8(ascii: "=")),
      let from = String(validating: line[..<equals].dropFirst(), as: UTF8.self),
      let to = String(validating: line[equals...].dropFirst(), as: UTF8.self)
    else { return nil }
    let kind = RuleKind.allCases.first { $0.rawValue.utf8.first == letter | 0x20 }
    guard let kind else { return nil }
    self.init(kind: kind, from: from, to: to, exactBoundary: letter & 0x20 == 0)
  }
}
