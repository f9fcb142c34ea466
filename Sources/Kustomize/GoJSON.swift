internal import YAML

/// Writes JSON as Go's `encoding/json` does: names in the order of their bytes, `<`, `>` and `&` escaped.
enum GoJSON {
  /// The text of a value.
  ///
  /// - Parameters:
  ///   - value: what is written.
  ///   - isIndented: whether it stands over several lines, indented by two spaces.
  /// - Returns: the text.
  static func text(of value: Value, isIndented: Bool) -> String {
    escaped(isIndented ? indented(value, margin: "\n") : value.description)
  }

  private static func indented(_ value: Value, margin: String) -> String {
    let inner = margin + "  "
    func lines(_ open: String, _ items: [String], _ close: String) -> String {
      open + inner + items.joined(separator: "," + inner) + margin + close
    }
    switch value {
    case .list(let list) where !list.isEmpty:
      return lines("[", list.map { indented($0, margin: inner) }, "]")
    case .map(let map) where !map.isEmpty:
      let items = value.members.map {
        Value.string($0.key).description + ": " + indented($0.value, margin: inner)
      }
      return lines("{", items, "}")
    default: return value.description
    }
  }

  /// These characters stand in JSON within texts only.
  private static func escaped(_ json: String) -> String {
    var text = ""
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<": text += "\\u003c"
      case ">": text += "\\u003e"
      case "&": text += "\\u0026"
      case "\u{2028}": text += "\\u2028"
      case "\u{2029}": text += "\\u2029"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
