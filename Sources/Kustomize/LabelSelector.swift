internal import YAML

/// Conditions on labels or annotations, as in `tier in (web, db), env != test, !old`.
///
/// Source: `labels.Parse` of apimachinery 0.19, of which kyaml has a copy.
struct LabelSelector: Hashable, Sendable {
  enum Condition: Hashable, Sendable {
    case exists, isMissing
    case isOneOf(Set<String>), isNoneOf(Set<String>)
    case isGreater(than: Int), isLess(than: Int)
  }

  struct Requirement: Hashable, Sendable {
    var key: String
    var condition: Condition
  }

  var requirements: [Requirement]

  /// - Throws: `BuildError` for what is no selector.
  init(_ text: String) throws(BuildError) {
    var parser = LabelSelectorParser(text)
    requirements = try parser.requirements()
  }

  /// Whether everything matches.
  var isEmpty: Bool { requirements.isEmpty }

  /// Whether all conditions hold for `labels`.
  func matches(_ labels: [String: String]) -> Bool {
    requirements.allSatisfy { requirement in
      let value = labels[requirement.key]
      return switch requirement.condition {
      case .exists: value != nil
      case .isMissing: value == nil
      case .isOneOf(let values): value.map(values.contains) ?? false
      case .isNoneOf(let values): !(value.map(values.contains) ?? false)
      case .isGreater(let limit): value.flatMap { Int($0) }.map { $0 > limit } ?? false
      case .isLess(let limit): value.flatMap { Int($0) }.map { $0 < limit } ?? false
      }
    }
  }
}

/// Parses a label selector.
private struct LabelSelectorParser {
  private enum Token: Hashable {
    case word(String)
    case symbol(String)
    case end

    var text: String {
      switch self {
      case .word(let text), .symbol(let text): text
      case .end: ""
      }
    }
  }

  private let text: String
  private var tokens: [Token] = []
  private var index = 0

  init(_ text: String) {
    self.text = text
    tokens = Self.tokens(of: Array(text.utf8))
  }

  private static let symbols: Set<String> = ["(", ")", ",", "!", "==", "=", ">", "<", "!="]

  private static func tokens(of bytes: [UInt8]) -> [Token] {
    let special = Set("=!(),><".utf8)
    let blanks = Set(" \t\r\n".utf8)
    var tokens: [Token] = []
    var rest = bytes.prefix { $0 != 0 }
    while true {
      rest = rest.drop { blanks.contains($0) }
      guard let first = rest.first else { return tokens + [.end] }
      guard special.contains(first) else {
        let word = rest.prefix { !special.contains($0) && !blanks.contains($0) }
        tokens.append(.word(String(decoding: word, as: UTF8.self)))
        rest = rest.dropFirst(word.count)
        continue
      }
      let two = String(decoding: rest.prefix(2), as: UTF8.self)
      let symbol = symbols.contains(two) ? two : String(decoding: [first], as: UTF8.self)
      tokens.append(.symbol(symbol))
      rest = rest.dropFirst(symbol.utf8.count)
    }
  }

  private func error(_ message: String) -> BuildError {
    BuildError(
      "unable to parse the selector \(text): \(message)",
      remedy: "write it as in: tier in (web, db), env != test, !old")
  }

  private func found(_ token: Token, _ expected: String) -> BuildError {
    error("found '\(token.text)', expected: \(expected)")
  }

  private var next: Token { tokens[index] }

  private mutating func take() -> Token {
    let token = tokens[index]
    if index < tokens.count - 1 { index += 1 }
    return token
  }

  private mutating func take(_ symbol: String) -> Bool {
    guard next == .symbol(symbol) else { return false }
    index += 1
    return true
  }

  mutating func requirements() throws(BuildError) -> [LabelSelector.Requirement] {
    var requirements: [LabelSelector.Requirement] = []
    guard next != .end else { return [] }
    repeat { requirements.append(try requirement()) } while take(",")
    guard next == .end else { throw found(next, "',' or end of string") }
    return requirements
  }

  private mutating func requirement() throws(BuildError) -> LabelSelector.Requirement {
    let isNegated = take("!")
    guard case .word(let key) = next else { throw found(next, "identifier") }
    index += 1
    guard key.isQualifiedName else { throw error("invalid label key \"\(key)\"") }
    if isNegated { return .init(key: key, condition: .isMissing) }
    if next == .end || next == .symbol(",") { return .init(key: key, condition: .exists) }
    return .init(key: key, condition: try condition(key))
  }

  private mutating func condition(_ key: String) throws(BuildError) -> LabelSelector.Condition {
    let token = take()
    switch token.text {
    case "in": return .isOneOf(try values(key))
    case "notin": return .isNoneOf(try values(key))
    case "=", "==": return .isOneOf([try value(key)])
    case "!=": return .isNoneOf([try value(key)])
    case ">": return .isGreater(than: try number(key))
    case "<": return .isLess(than: try number(key))
    default: throw found(token, "'=', '!=', '==', 'in', 'notin'")
    }
  }

  private mutating func number(_ key: String) throws(BuildError) -> Int {
    let value = try value(key)
    guard let number = Int(value) else { throw error("the value of \(key) must be an integer") }
    return number
  }

  private mutating func value(_ key: String) throws(BuildError) -> String {
    if next == .end || next == .symbol(",") { return "" }
    guard case .word(let value) = next else { throw found(next, "identifier") }
    index += 1
    return try checked(value, key)
  }

  private func checked(_ value: String, _ key: String) throws(BuildError) -> String {
    guard value.isEmpty || value.utf8.count <= 63 && value.isNamePart else {
      throw error("invalid label value \"\(value)\" at key \(key)")
    }
    return value
  }

  /// Words between parentheses; an empty one where a comma has none beside it.
  private mutating func values(_ key: String) throws(BuildError) -> Set<String> {
    guard take("(") else { throw found(next, "'('") }
    var values: Set<String> = []
    if take(")") { return [""] }
    while true {
      let token = take()
      switch token {
      case .word(let value):
        values.insert(try checked(value, key))
        if take(")") { return values }
        guard next == .symbol(",") else { throw found(next, "',' or ')'") }
      case .symbol(","):
        if values.isEmpty { values.insert("") }
        if take(")") {
          values.insert("")
          return values
        }
        if take(",") { values.insert("") }
      default: throw found(token, "',' or identifier")
      }
    }
  }
}

extension String {
  /// Whether this is a name of a label: up to 63 characters, perhaps a DNS subdomain and a slash
  /// before them.
  fileprivate var isQualifiedName: Bool {
    let parts = split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let name = parts.last, name.utf8.count <= 63, name.isNamePart else {
      return false
    }
    return parts.count == 1 || parts[0].isSubdomain
  }

  /// Whether this has only letters, digits, `-`, `_` and `.`, and starts and ends with a letter or
  /// digit.
  fileprivate var isNamePart: Bool {
    guard let first = utf8.first, let last = utf8.last else { return false }
    return (first.isLetter || first.isDigit) && (last.isLetter || last.isDigit)
      && utf8.allSatisfy { $0.isWord || $0 == .dot }
  }

  fileprivate var isSubdomain: Bool {
    guard !isEmpty, utf8.count <= 253 else { return false }
    return split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      String(label).isNamePart && !label.utf8.contains { $0 == 0x5F || $0 >= 0x41 && $0 <= 0x5A }
    }
  }
}
