/// What readers make of a YAML scalar that stands without quotes.
///
/// The union of YAML 1.1 (`yaml.org/type`), the core schema of YAML 1.2.2 (section 10.3) and the
/// Go reader that Kubernetes and Flux use: a text counts as a string only where all three agree.
public enum PlainScalar {
  /// The kind of value that some reader could see.
  public enum Kind: Hashable, Sendable {
    case null
    case bool
    case number
    case timestamp
    case special
    case string
  }

  /// The kind of `text`, whether or not it may stand without quotes at all.
  public static func kind(of text: String) -> Kind {
    // The longest word that is no string is `infinity`; all else that is none starts otherwise.
    if text.utf8.count > 8, let first = text.utf8.first, first.isLetter { return .string }
    let lower = Array(text.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 })
    if lower.isEmpty || lower == [0x7E] || lower.elementsEqual("null".utf8) { return .null }
    if lower.count <= 5, booleans.contains(String(decoding: lower, as: UTF8.self)) { return .bool }
    if lower.elementsEqual("<<".utf8) || lower == [0x3D] { return .special }
    if isNumber(lower) { return .number }
    return isTimestamp(lower) ? .timestamp : .string
  }

  /// Whether `text` without quotes is one scalar, on one line, with exactly this text.
  ///
  /// A little stricter than YAML 1.2.2, section 7.3.3, so that it holds for every reader; `inFlow`
  /// tells whether it stands between brackets or braces.
  static func isPlain(_ text: String, inFlow: Bool) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last, first != .space, last != .space,
      last != .colon, !firstIndicators.contains(first), !isMarker(bytes),
      text.isPrintable
    else { return false }
    if first == .minus, bytes.count == 1 || bytes[1] == .space || (inFlow && !bytes[1].isWord) {
      return false
    }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case .colon where bytes[index + 1] == .space: return false
      // libyaml takes `:?` between brackets for an error.
      case .question where inFlow && bytes[index - 1] == .colon: return false
      case .hash where bytes[index - 1] == .space: return false
      case .comma, .openBracket, .closeBracket, .openBrace, .closeBrace:
        if inFlow { return false }
      default: break
      }
    }
    return true
  }

  /// Whether `text` without quotes is read back as the string `text` by every reader.
  public static func isString(_ text: String, inFlow: Bool) -> Bool {
    kind(of: text) == .string && isPlain(text, inFlow: inFlow)
  }

  /// Whether `new` without quotes may take the place of `old` without quotes.
  ///
  /// A string stays one. Where the old text was already something else, the new one may be the
  /// same kind of thing.
  static func keeps(_ old: String, as new: String) -> Bool {
    let kind = kind(of: new)
    return kind == .string || kind == self.kind(of: old)
  }

  private static let booleans: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false",
  ]

  private static let firstIndicators = Set(",[]{}#&*!|>'\"%@`?:".utf8)

  /// `---` and `...` end a document at the start of a line.
  private static func isMarker(_ bytes: [UInt8]) -> Bool {
    let start = bytes.prefix(3)
    return (start.elementsEqual("---".utf8) || start.elementsEqual("...".utf8))
      && (bytes.count == 3 || bytes[3] == .space)
  }
}

extension PlainScalar {
  private static func isNumber(_ lower: [UInt8]) -> Bool {
    let isSigned = lower[0] == .minus || lower[0] == 0x2B
    let body = lower[(isSigned ? 1 : 0)...]
    guard let first = body.first else { return false }
    let words = [".inf", ".nan", "inf", "nan", "infinity"]
    if words.contains(where: { body.elementsEqual($0.utf8) }) { return true }
    guard first.isDigit || first == .dot || (first == 0x5F && isSigned) else { return false }
    if first == 0x30, body.count > 1, "xob".utf8.contains(body[body.startIndex + 1]) {
      return body.dropFirst(2).allSatisfy { $0.isHexDigit || $0 == 0x5F }
    }
    return isDecimal(body)
  }

  /// Digits with `_`, `,`, one point, `:` between sexagesimal places, and an exponent.
  private static func isDecimal(_ body: ArraySlice<UInt8>) -> Bool {
    let mantissa = body.prefix { $0 != 0x65 }
    let digitsAndMarks = mantissa.allSatisfy {
      $0.isDigit || $0 == 0x5F || $0 == .dot || $0 == .colon || $0 == .comma
    }
    // `._` is a float to readers that follow the expression of older PyYAML versions, as Yams does.
    let hasDigit = mantissa.contains { $0.isDigit || ($0 == 0x5F && mantissa.first == .dot) }
    guard digitsAndMarks, hasDigit, mantissa.count(where: { $0 == .dot }) < 2
    else { return false }
    var exponent = body[mantissa.endIndex...].dropFirst()
    if let sign = exponent.first, sign == .minus || sign == 0x2B { exponent = exponent.dropFirst() }
    let isComplete = mantissa.endIndex == body.endIndex || !exponent.isEmpty
    return isComplete && exponent.allSatisfy { $0.isDigit || $0 == 0x5F }
  }

  /// A date, alone or with anything that could be a time behind it.
  private static func isTimestamp(_ lower: [UInt8]) -> Bool {
    let parts = lower.prefix { $0.isDigit || $0 == .minus }
      .split(separator: .minus, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, (1...2).contains(parts[1].count),
      (1...2).contains(parts[2].count)
    else { return false }
    let rest = lower[parts[2].endIndex...]
    return rest.first.map { $0 == 0x74 || $0.isBlank } ?? true
  }
}

extension YAMLNode.Scalar {
  /// What kind of value the scalar is; every text in quotes or in a block is a string.
  public var valueKind: PlainScalar.Kind { style == .plain ? PlainScalar.kind(of: text) : .string }

  /// Whether both stand for the same value, however it is written.
  public func hasValue(of other: YAMLNode.Scalar) -> Bool {
    text.isSameText(as: other.text) && valueKind == other.valueKind
  }
}
