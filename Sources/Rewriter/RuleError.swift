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

extension Rule {
  /// What keeps this rule, taken alone, from being compiled.
  func problem() -> RuleError.Reason? {
    if from.isEmpty { return .empty }
    if from.utf8.count > Rule.longest { return .tooLong }
    if kind != .name, !spellings.isEmpty { return .spellings }
    switch kind {
    case .domain: return Rule.problem(ofDomain: from.utf8[...])
    case .name: return problemOfName()
    case .email: return problemOfEmail()
    case .text: return nil
    }
  }

  private func problemOfName() -> RuleError.Reason? {
    if from.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return .unsuitable("a name has no line breaks or control characters")
    }
    if !from.utf8.contains(where: { ASCII.isAlphanumeric($0) || $0 >= 0x80 }) {
      return .unsuitable("a name has a letter or a digit; use the kind `text` for `\(from)`")
    }
    return nil
  }

  private func problemOfEmail() -> RuleError.Reason? {
    let halves = from.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard halves.count == 2 else { return .unsuitable("an e-mail address has one `@`") }
    let local = halves[0]
    if local.isEmpty || local.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
      return .unsuitable("the part of an e-mail address before the `@` is a word without spaces")
    }
    return Rule.problem(ofDomain: halves[1])
  }

  private static func problem(ofDomain domain: Substring.UTF8View) -> RuleError.Reason? {
    let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if labels.contains(where: \.isEmpty) {
      return .unsuitable("a domain has no empty label: write `example.com`, without outer dots")
    }
    let isLabelByte = { (byte: UInt8) in
      ASCII.isAlphanumeric(byte) || byte >= 0x80 || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "_")
    }
    if !domain.allSatisfy({ isLabelByte($0) || $0 == UInt8(ascii: ".") }) {
      return .unsuitable(
        "a domain has letters, digits, `-`, `_` and `.` only: no `*.`, scheme, port or space")
    }
    return nil
  }
}
