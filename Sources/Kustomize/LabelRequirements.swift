/// A selector of labels or annotations as Kubernetes writes them: `app=web,tier in (a, b),!old`.
///
/// Source: `kyaml/yaml/internal/k8sgen/pkg/labels/selector.go`.
struct LabelRequirements: Hashable, Sendable {
  private enum Comparison: Hashable, Sendable {
    case isIn, isNotIn, exists, isMissing, isGreater, isLess
  }

  private struct Requirement: Hashable, Sendable {
    var key: String
    var comparison: Comparison
    var values: Set<String> = []

    func matches(_ text: String?) -> Bool {
      switch comparison {
      case .isIn: text.map(values.contains) ?? false
      case .isNotIn: !(text.map(values.contains) ?? false)
      case .exists: text != nil
      case .isMissing: text == nil
      case .isGreater, .isLess: compares(text)
      }
    }

    private func compares(_ text: String?) -> Bool {
      guard let number = text.flatMap({ Int($0) }), let limit = values.first.flatMap({ Int($0) })
      else { return false }
      return comparison == .isGreater ? number > limit : number < limit
    }
  }

  private var requirements: [Requirement] = []

  /// - Throws: `BuildError` for what is no selector.
  init(_ text: String) throws(BuildError) {
    var tokens = LabelTokens(text)
    while !tokens.isAtEnd {
      requirements.append(try Self.requirement(&tokens))
      if tokens.isAtEnd { return }
      guard tokens.take(",") else { throw tokens.error("',' or the end") }
      guard tokens.isIdentifier || tokens.next == "!" else {
        throw tokens.error("a name after ','")
      }
    }
  }

  /// Whether everything matches.
  var isEmpty: Bool { requirements.isEmpty }

  /// Whether labels or annotations fulfil all of it.
  func match(_ texts: [String: String]) -> Bool {
    requirements.allSatisfy { $0.matches(texts[$0.key]) }
  }

  private static func requirement(_ tokens: inout LabelTokens) throws(BuildError) -> Requirement {
    let isNegated = tokens.take("!")
    let key = try tokens.identifier()
    guard isQualifiedName(key) else { throw tokens.error("a valid label, not \"\(key)\"") }
    let isAlone = tokens.isAtEnd || tokens.next == ","
    if isNegated || isAlone {
      return Requirement(key: key, comparison: isNegated ? .isMissing : .exists)
    }
    let comparison = try comparison(&tokens)
    var requirement = Requirement(key: key, comparison: comparison.0)
    requirement.values = comparison.isSet ? try set(&tokens) : [try tokens.value()]
    let areValid = requirement.values.allSatisfy { value in
      let isNumeric = comparison.0 == .isGreater || comparison.0 == .isLess
      return (value.isEmpty || isName(value)) && (!isNumeric || Int(value) != nil)
    }
    guard areValid else { throw tokens.error("valid values for \(key)") }
    return requirement
  }

  private static func comparison(
    _ tokens: inout LabelTokens
  ) throws(BuildError) -> (Comparison, isSet: Bool) {
    if tokens.take("in") { return (.isIn, true) }
    if tokens.take("notin") { return (.isNotIn, true) }
    if tokens.take("=") || tokens.take("==") { return (.isIn, false) }
    if tokens.take("!=") { return (.isNotIn, false) }
    if tokens.take(">") { return (.isGreater, false) }
    if tokens.take("<") { return (.isLess, false) }
    throw tokens.error("'=', '!=', '==', 'in' or 'notin'")
  }

  private static func set(_ tokens: inout LabelTokens) throws(BuildError) -> Set<String> {
    guard tokens.take("(") else { throw tokens.error("'('") }
    var values: Set<String> = []
    while true {
      values.insert(tokens.isIdentifier ? try tokens.identifier() : "")
      if tokens.take(")") { return values }
      guard tokens.take(",") else { throw tokens.error("',' or ')'") }
    }
  }

  private static func isQualifiedName(_ key: String) -> Bool {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count < 3, let name = parts.last, isName(name) else { return false }
    return parts.count == 1 || isDomain(parts[0])
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  private static func isName(_ text: String) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last, bytes.count <= 63 else { return false }
    return isLetterOrDigit(first) && isLetterOrDigit(last)
      && bytes.allSatisfy { isLetterOrDigit($0) || [0x2D, 0x2E, 0x5F].contains($0) }
  }

  private static func isDomain(_ text: String) -> Bool {
    text.utf8.count <= 253
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        let bytes = label.utf8
        guard let first = bytes.first, let last = bytes.last, first != 0x2D, last != 0x2D else {
          return false
        }
        return bytes.allSatisfy {
          $0 == 0x2D || isLetterOrDigit($0) && !(0x41...0x5A).contains($0)
        }
      }
  }
}

/// The symbols and names of a label selector.
private struct LabelTokens {
  private static let symbols: Set<String> = ["=", "==", "!=", "!", "(", ")", ",", ">", "<"]
  private static let marks = Set("=!(),<>".utf8)

  private let text: String
  private var tokens: ArraySlice<String>

  init(_ text: String) {
    self.text = text
    var tokens: [String] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      if [0x20, 0x09, 0x0D, 0x0A].contains(byte) {
        rest.removeFirst()
      } else if Self.marks.contains(byte) {
        let two = String(decoding: rest.prefix(2), as: UTF8.self)
        let symbol = Self.symbols.contains(two) ? two : String(decoding: [byte], as: UTF8.self)
        tokens.append(symbol)
        rest = rest.dropFirst(symbol.utf8.count)
      } else {
        let name = rest.prefix {
          !Self.marks.contains($0) && ![0x20, 0x09, 0x0D, 0x0A].contains($0)
        }
        tokens.append(String(decoding: name, as: UTF8.self))
        rest = rest.dropFirst(name.count)
      }
    }
    self.tokens = tokens[...]
  }

  var next: String? { tokens.first }
  var isAtEnd: Bool { tokens.isEmpty }
  var isIdentifier: Bool { next.map { !Self.symbols.contains($0) } ?? false }

  mutating func take(_ token: String) -> Bool {
    guard next == token else { return false }
    tokens.removeFirst()
    return true
  }

  mutating func identifier() throws(BuildError) -> String {
    guard isIdentifier, let token = tokens.popFirst() else { throw error("a name") }
    return token
  }

  /// The value behind `=`, which may be empty.
  mutating func value() throws(BuildError) -> String {
    isAtEnd || next == "," ? "" : try identifier()
  }

  func error(_ wanted: String) -> BuildError {
    BuildError(
      "unable to parse the selector \"\(text)\": found '\(next ?? "the end")', expected: \(wanted)",
      remedy: "write it as Kubernetes does: app=web,tier in (a, b),!old")
  }
}
