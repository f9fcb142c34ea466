/// A number as Go's YAML readers take it.
enum GoNumber: Hashable {
  case int(Int)
  /// A number with a fraction or exponent, or a whole one beyond 64 bits with a sign.
  case double(Double)

  /// Reads what starts with a digit or a sign, or fails where that is no number.
  ///
  /// `_` may stand anywhere, a leading zero makes octal. Source: `resolve` of go-yaml and
  /// `strconv.ParseInt` with base 0.
  init?(_ text: [UInt8], dialect: GoScalar.Dialect) {
    let plain = text.filter { $0 != 0x5F }
    if let whole = Self.whole(plain) {
      self = whole
    } else if Self.isDecimal(plain), let double = Self.finite(plain) {
      self = .double(double)
    } else if let odd = Self.signBehindPrefix(plain, dialect: dialect) {
      self = .int(odd)
    } else {
      return nil
    }
  }

  private static func whole(_ text: [UInt8]) -> GoNumber? {
    let isSigned = text.first == .minus || text.first == 0x2B
    let (digits, radix) = radix(text.dropFirst(isSigned ? 1 : 0))
    guard let first = digits.first, first.isDigit || first.isLetter else { return nil }
    let number = String(decoding: digits, as: UTF8.self)
    if text.first == .minus { return Int("-" + number, radix: radix).map(GoNumber.int) }
    if let int = Int(number, radix: radix) { return .int(int) }
    return isSigned ? nil : UInt64(number, radix: radix).map { .double(Double($0)) }
  }

  private static func radix(_ text: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, Int) {
    guard text.first == 0x30, text.count > 1 else { return (text, 10) }
    switch text[text.startIndex + 1] | 0x20 {
    case 0x78: return (text.dropFirst(2), 16)
    case 0x62: return (text.dropFirst(2), 2)
    case 0x6F: return (text.dropFirst(2), 8)
    default: return (text.dropFirst(), 8)
    }
  }

  /// `0b-1`, which go-yaml reads as -1, and `0o-7`, which its version 3 does.
  private static func signBehindPrefix(_ text: [UInt8], dialect: GoScalar.Dialect) -> Int? {
    let rest = String(decoding: text.dropFirst(2), as: UTF8.self)
    if text.starts(with: "0b".utf8) { return Int(rest, radix: 2) }
    return dialect == .version3 && text.starts(with: "0o".utf8) ? Int(rest, radix: 8) : nil
  }

  /// Whether this is digits with at most one point and an exponent.
  private static func isDecimal(_ text: [UInt8]) -> Bool {
    var rest = text[...]
    if let sign = rest.first, sign == .minus || sign == 0x2B { rest = rest.dropFirst() }
    let before = rest.prefix(while: \.isDigit)
    rest = rest.dropFirst(before.count)
    if rest.first == .dot {
      let after = rest.dropFirst().prefix(while: \.isDigit)
      guard !before.isEmpty || !after.isEmpty else { return false }
      rest = rest.dropFirst(1 + after.count)
    } else if before.isEmpty {
      return false
    }
    guard let exponent = rest.first else { return true }
    rest = rest.dropFirst()
    if let sign = rest.first, sign == .minus || sign == 0x2B { rest = rest.dropFirst() }
    return exponent | 0x20 == 0x65 && !rest.isEmpty && rest.allSatisfy(\.isDigit)
  }

  private static func finite(_ text: [UInt8]) -> Double? {
    Double(String(decoding: text, as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Reads what starts with a point, where `_` stands between digits alone.
  ///
  /// Source: `strconv.ParseFloat`.
  static func goFloat(_ text: [UInt8]) -> Double? {
    for (index, byte) in text.enumerated() where byte == 0x5F {
      let isBetween =
        index > 0 && text[index - 1].isDigit && index + 1 < text.count && text[index + 1].isDigit
      guard isBetween else { return nil }
    }
    let plain = text.filter { $0 != 0x5F }
    return isDecimal(plain) ? finite(plain) : nil
  }
}
