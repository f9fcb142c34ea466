public import YAML

/// Reads a text with `${…}` into parts.
///
/// It accepts what Flux's fork of drone/envsubst accepts, oddities included, and fails in its
/// words. Source: `parse.go` and `scan.go` in fluxcd/pkg, `envsubst/parse`, version 1.7.
public struct EnvsubstParser {
  private let text: [Unicode.Scalar]
  private var index = 0
  private var depth = 0

  private static let badSubstitution = GoError("bad substitution")
  private static let missingBrace = GoError("missing closing brace")
  private static let badArgument = GoError("unable to parse substitution within function")

  /// The parts of `text`.
  ///
  /// `$$` is one `$`; a `$` before anything but `{` and `$` is text.
  ///
  /// - Throws: `GoError` for what cannot be parsed, and for `${` inside `${` more than 100 deep.
  public static func parse(_ text: String) throws(GoError) -> [EnvsubstNode] {
    var parser = EnvsubstParser(text)
    return try parser.parse()
  }

  private init(_ text: String) {
    self.text = Array(text.unicodeScalars)
  }

  private mutating func parse() throws(GoError) -> [EnvsubstNode] {
    var nodes: [EnvsubstNode] = []
    var literal = String.UnicodeScalarView()
    while let scalar = peek() {
      if isOpening {
        nodes.append(.text(String(literal)))
        literal = .init()
        nodes.append(try expansion())
      } else {
        literal.append(scalar)
        index += scalar == "$" && peek(1) == "$" ? 2 : 1
      }
    }
    return nodes + [.text(String(literal))]
  }

  private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    index + offset < text.count ? text[index + offset] : nil
  }

  private var isOpening: Bool { peek() == "$" && peek(1) == "{" }

  /// Reads from `${` behind its `}`.
  private mutating func expansion() throws(GoError) -> EnvsubstNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 100 else { throw GoError("substitutions nest too deep") }
    index += 2
    if peek() == "#" { return try length() }
    let name = word()
    guard !name.isEmpty else { throw GoError("unable to parse variable name") }
    let operation = try self.operation()
    let arguments = try self.arguments(of: operation)
    try close(else: operation == .none ? Self.missingBrace : Self.badSubstitution)
    return .expansion(name: name, operation: operation, arguments: arguments)
  }

  private mutating func length() throws(GoError) -> EnvsubstNode {
    index += 1
    let name = word()
    guard !name.isEmpty else { throw Self.badSubstitution }
    try close(else: Self.badSubstitution)
    return .expansion(name: name, operation: .length, arguments: [])
  }

  private mutating func word() -> String {
    let start = index
    while let scalar = peek(), scalar == "_" || scalar.isGoLetter || scalar.isGoDigit { index += 1 }
    return String(String.UnicodeScalarView(text[start..<index]))
  }

  private mutating func close(else error: GoError) throws(GoError) {
    guard peek() == "}" else { throw error }
    index += 1
  }

  /// Reads the characters between name and arguments.
  private mutating func operation() throws(GoError) -> EnvsubstOperation {
    guard let first = peek() else { throw Self.missingBrace }
    let second = peek(1)
    switch first {
    case ":":
      // The original steps back by the width of what follows, and then finds no colon.
      guard let second, second.isASCII else { throw Self.badSubstitution }
      if "=-?+".unicodeScalars.contains(second) { return take(2) }
      return take(1)
    case "/": return take(second.map("/#%".unicodeScalars.contains) == true ? 2 : 1)
    case ",", "^": return take(second == "," || second == "^" ? 2 : 1)
    case "#", "%": return take(second == first ? 2 : 1)
    case "=": return take(1)
    default: return .none
    }
  }

  private mutating func take(_ count: Int) -> EnvsubstOperation {
    defer { index += count }
    return .init(text: String(String.UnicodeScalarView(text[index..<(index + count)])))
  }

  /// Reads what stands between an operation and the closing brace.
  private mutating func arguments(
    of operation: EnvsubstOperation
  ) throws(GoError) -> [EnvsubstNode] {
    switch operation {
    case .fallback:
      var parts: [EnvsubstNode] = []
      while peek() != "}" { parts.append(try argument { $0 != "}" }) }
      return parts
    case .part:
      let start = try argument { $0 != ":" && $0 != "}" }
      guard peek() != "}" else { return [start] }
      try skip(":")
      return [start, try argument { $0 != "}" }]
    case .trim: return [try argument { $0 != "}" }]
    case .replace:
      let pattern = try argument(escapes: true) { $0 != "/" }
      try skip("/")
      guard peek() != "}" else { return [pattern] }
      return [pattern, try argument(escapes: true) { $0 != "}" }]
    default: return []
    }
  }

  /// Skips a delimiter, however often it stands there.
  private mutating func skip(_ delimiter: Unicode.Scalar) throws(GoError) {
    guard peek() == delimiter else { throw Self.badSubstitution }
    while peek() == delimiter { index += 1 }
  }

  /// Reads an expansion, or text up to the next one or what is not accepted.
  private mutating func argument(
    escapes: Bool = false, accepting isAccepted: (Unicode.Scalar) -> Bool
  ) throws(GoError) -> EnvsubstNode {
    if isOpening { return try expansion() }
    var literal = String.UnicodeScalarView()
    while let scalar = peek(), !isOpening {
      if escapes, let escaped = escaped() {
        literal.append(escaped)
        index += 2
      } else if isAccepted(scalar) {
        literal.append(scalar)
        index += 1
      } else {
        break
      }
    }
    guard !literal.isEmpty else { throw Self.badArgument }
    return .text(String(literal))
  }

  /// The scalar that `$$`, `\/` or `\\` stands for, or nil.
  private func escaped() -> Unicode.Scalar? {
    guard let mark = peek(), let next = peek(1) else { return nil }
    if mark == "$" { return next == "$" ? next : nil }
    return mark == "\\" && (next == "/" || next == "\\") ? next : nil
  }
}
