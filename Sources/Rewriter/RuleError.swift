/// Why rules cannot be compiled; rewriting itself never fails.
public struct RuleError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with a rule.
  public enum Reason: Hashable, Sendable {
    /// `from` is empty.
    case empty
    /// `from` has more than ``Rule/longest`` bytes.
    case tooLong
    /// The rule and an earlier one, named by its index, could match the same text.
    case duplicate(of: Int)
    /// `from` is nothing that the kind can hold; the text says why.
    case unsuitable(String)
    /// `spellings` on a kind other than ``RuleKind/name``.
    case spellings
  }

  /// Which rule, counted from 0 in the order given.
  public let ruleIndex: Int
  /// What is wrong with it.
  public let reason: Reason

  /// One clause for an error message, without position.
  public var description: String {
    switch reason {
    case .empty: "`from` is empty"
    case .tooLong: "`from` is longer than \(Rule.longest) bytes"
    case .duplicate(let earlier): "matches the same text as replacement \(earlier + 1)"
    case .unsuitable(let why): why
    case .spellings: "`spellings` belong to the kind `name` alone"
    }
  }
}
