/// A number of 64 bits in the shortest decimal form, to write it as Go does.
struct GoFloat {
  private let isNegative: Bool
  /// The digits from the first to the last that is not zero; empty for zero.
  private let digits: [UInt8]
  /// How many digits stand before the point; not positive for zeros behind the point.
  private let point: Int

  /// - Parameter number: a finite number.
  init(_ number: Double) {
    isNegative = number.sign == .minus
    let parts = number.magnitude.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let all = Array(mantissa.joined().utf8)
    let leading = all.prefix { $0 == 0x30 }.count
    let trailing = all.reversed().prefix { $0 == 0x30 }.count
    digits = leading == all.count ? [] : Array(all[leading..<(all.count - trailing)])
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    point = mantissa[0].utf8.count + exponent - leading
  }

  private var sign: String { isNegative ? "-" : "" }

  /// Without an exponent: `FormatFloat` with format `f`.
  var decimalText: String { sign + (digits.isEmpty ? "0" : plain) }

  /// As `%v` writes it: with an exponent below 1e-4 and from 1e21 on.
  var valueText: String { text(exponentFrom: 21) }

  /// As go-yaml writes it: `FormatFloat` with format `g`, which has an exponent from a million up.
  var yamlText: String { text(exponentFrom: 6) }

  private func text(exponentFrom limit: Int) -> String {
    guard !digits.isEmpty else { return sign + "0" }
    return point < -3 || point > limit ? sign + scientific(padded: true) : sign + plain
  }

  /// As `encoding/json` writes it.
  var jsonText: String {
    guard !digits.isEmpty else { return sign + "0" }
    return point < -5 || point > 21 ? sign + scientific(padded: false) : sign + plain
  }

  private func text(_ digits: some Sequence<UInt8>) -> String {
    String(decoding: Array(digits), as: UTF8.self)
  }

  private var plain: String {
    if point <= 0 { return "0." + String(repeating: "0", count: -point) + text(digits) }
    guard point < digits.count else {
      return text(digits) + String(repeating: "0", count: point - digits.count)
    }
    return text(digits[..<point]) + "." + text(digits[point...])
  }

  /// One digit before the point, and an exponent.
  ///
  /// - Parameter padded: whether a negative exponent has two digits at least; others always have.
  /// - Returns: the text.
  private func scientific(padded: Bool) -> String {
    let fraction = digits.count > 1 ? "." + text(digits[1...]) : ""
    let exponent = point - 1
    let number = String(abs(exponent))
    let isShort = number.utf8.count == 1 && (padded || exponent >= 0)
    return text(digits[..<1]) + fraction + "e" + (exponent < 0 ? "-" : "+") + (isShort ? "0" : "")
      + number
  }
}
