import Rewriter

/// One row of the table: what rules make of an input.
struct Case: Sendable, CustomStringConvertible {
  enum Expected: Sendable {
    case unchanged
    case bytes([UInt8])
    case skipped(SkipReason)
  }

  /// Rules that are compiled together, and how.
  struct List: Hashable, Sendable {
    let rules: [Rule]
    var keepsSelfContained = false

    /// The list with others behind it.
    func compiled(with others: [Rule] = []) throws -> RuleSet {
      try RuleSet(rules + others, keepsSelfContained: keepsSelfContained)
    }
  }

  var list: List
  let input: [UInt8]
  let expected: Expected

  /// `input` becomes `output`; equal texts say that nothing changes.
  init(_ rules: [Rule], _ input: String, _ output: String) {
    self.init(rules, Array(input.utf8), Array(output.utf8))
  }

  init(_ rules: [Rule], _ input: [UInt8], _ output: [UInt8]) {
    list = List(rules: rules)
    self.input = input
    expected = input == output ? .unchanged : .bytes(output)
  }

  init(_ rules: [Rule], _ input: [UInt8], skipped reason: SkipReason) {
    list = List(rules: rules)
    self.input = input
    expected = .skipped(reason)
  }

  init(_ rules: [Rule], _ input: String, skipped reason: SkipReason) {
    self.init(rules, Array(input.utf8), skipped: reason)
  }

  /// The row with a stand-in left where it already lies inside its value.
  var adopting: Case {
    var row = self
    row.list.keepsSelfContained = true
    return row
  }

  /// The bytes a caller should end up with.
  var output: [UInt8] {
    if case .bytes(let bytes) = expected { bytes } else { input }
  }

  var isSkipped: Bool {
    if case .skipped = expected { true } else { false }
  }

  var description: String {
    let names = list.rules.map { "\($0.kind) \($0.from)" }.joined(separator: ", ")
    return "\(names): \(String(decoding: input.prefix(60), as: UTF8.self).debugDescription)"
  }

  static let all =
    domains + domainNeighbours + domainSpellings + tokens + names + emails + texts + exact + several
    + selfContained + bytes + skips
}
