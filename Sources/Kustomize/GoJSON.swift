internal import YAML

/// Writes JSON as Go's `encoding/json` does: names in the order of their bytes, `<`, `>` and `&` escaped.
///
/// Source: `appendString` with HTML escapes and `floatEncoder` of Go 1.22 and later.
struct GoJSON {
  /// Whether whole numbers count as `float64`, as a decoder without a type reads them.
  var widensNumbers = false
  /// What indents one level; nil where all stands on one line.
  var indent: String?

  /// The text of a value.
  func text(of value: Value) -> String { text(of: value, margin: "\n") }

  private func text(of value: Value, margin: String) -> String {
    switch value {
    case .null: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .int(let number):
      return widensNumbers ? GoFloat(Double(number)).jsonText : String(number)
    case .double(let number): return GoFloat(number).jsonText
    case .string(let text): return text.goJSONQuoted
    case .list(let list):
      return lines("[", list, "]", margin) { text(of: $0, margin: $1) }
    case .map:
      let colon = indent == nil ? ":" : ": "
      return lines("{", value.members, "}", margin) {
        $0.key.goJSONQuoted + colon + text(of: $0.value, margin: $1)
      }
    }
  }

  private func lines<Item>(
    _ open: String, _ items: [Item], _ close: String, _ margin: String,
    _ text: (Item, _ margin: String) -> String
  ) -> String {
    guard let indent, !items.isEmpty else {
      return open + items.map { text($0, margin) }.joined(separator: ",") + close
    }
    let inner = margin + indent
    return open + inner + items.map { text($0, inner) }.joined(separator: "," + inner) + margin
      + close
  }
}

extension String {
  /// This as JSON in the form in which Go writes it.
  var goJSONQuoted: String {
    var text = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "\u{0}"..."\u{1F}", "<", ">", "&", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
