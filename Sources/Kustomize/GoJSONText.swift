internal import YAML

/// JSON exactly as Go's `json.Marshal` writes it: what a content hash is taken of.
///
/// Source: `encoding/json` (`appendString` with HTML escapes, `floatEncoder`) of Go 1.22 and later.
enum GoJSONText {
  /// The text of a value; all numbers count as `float64`, as a decoder without a type reads them.
  static func text(of value: Value) -> String {
    var text = ""
    write(value, into: &text)
    return text
  }

  private static func write(_ value: Value, into text: inout String) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .int(let number): text += self.number(Double(number))
    case .double(let number): text += self.number(number)
    case .string(let string): write(string, into: &text)
    case .list(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        write(element, into: &text)
      }
      text += "]"
    case .map:
      text += "{"
      for (index, member) in value.members.enumerated() {
        if index > 0 { text += "," }
        write(member.key, into: &text)
        text += ":"
        write(member.value, into: &text)
      }
      text += "}"
    }
  }

  private static func write(_ string: String, into text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "<", ">", "&", "\u{2028}", "\u{2029}", "\0"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  /// The shortest digits, without an exponent from 1e-6 to below 1e21.
  static func number(_ number: Double) -> String {
    let (digits, point) = decimal(number.magnitude)
    let sign = number.sign == .minus ? "-" : ""
    let size = number.magnitude
    if size != 0, size < 1e-6 || size >= 1e21 {
      let fraction = digits.dropFirst()
      let exponent = point - 1
      let mantissa = digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
      return sign + mantissa + (exponent < 0 ? "e-" : "e+") + String(exponent.magnitude)
    }
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    if digits.utf8.count <= point {
      return sign + digits + String(repeating: "0", count: point - digits.utf8.count)
    }
    return sign + digits.prefix(point) + "." + digits.dropFirst(point)
  }

  /// The shortest digits of a number that is not negative, and how many stand before the point.
  private static func decimal(_ number: Double) -> (digits: String, point: Int) {
    guard number != 0 else { return ("0", 1) }
    let parts = number.description.split(separator: "e")
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts[0].split(separator: ".")
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    let all = mantissa[0] + fraction
    let leading = all.prefix { $0 == "0" }.count
    var digits = all.dropFirst(leading)
    while digits.last == "0", digits.count > 1 { digits.removeLast() }
    return (String(digits), mantissa[0].count + exponent - leading)
  }
}
