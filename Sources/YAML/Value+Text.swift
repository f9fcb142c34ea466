/// `value` as a YAML document in block style, with a newline at the end.
///
/// Members stand in the byte order of their names; empty maps and lists are `{}` and `[]`. A string
/// is plain only where YAML 1.1, YAML 1.2 and Go's reader all take it for that same string, a
/// literal block where it has several lines, and double-quoted otherwise.
public func yaml(of value: Value) -> String { YAMLWriter.text(of: value) }

/// Writes values as YAML in block style.
public enum YAMLWriter {
  /// `value` as a whole document.
  static func text(of value: Value) -> String {
    var text = ""
    write(value, margin: "", into: &text)
    // The separator goes. Bytes, since a space and a combining mark are one Character.
    return String(Substring(text.utf8.dropFirst()))
  }

  /// A string as a scalar on one line, for a key or a value.
  public static func scalar(_ text: String) -> String {
    PlainScalar.isString(text, inFlow: false) ? text : text.yamlDoubleQuoted
  }

  /// `key:` for a block mapping; as `? key` and `:` where YAML allows no such long key.
  public static func key(_ key: String, margin: String) -> String {
    let text = scalar(key)
    // A key before a colon ends within 1,024 characters (YAML 1.2.2, section 7.4.2).
    return text.utf8.count < 1000 ? text + ":" : "? " + text + "\n" + margin + ":"
  }

  /// Writes what follows `key:`, a separator first and a newline last.
  public static func write(_ value: Value, margin: String, into text: inout String) {
    switch value {
    case .map(let map) where !map.isEmpty:
      text += "\n"
      for member in value.members {
        text += margin + key(member.key, margin: margin)
        write(member.value, margin: margin + "  ", into: &text)
      }
    case .list(let list) where !list.isEmpty:
      text += "\n"
      for element in list { writeElement(element, margin: margin, into: &text) }
    case .string(let string): writeString(string, margin: margin, into: &text)
    case .double(let double): text += " " + number(double) + "\n"
    default: text += " " + value.description + "\n"
    }
  }

  /// Writes what follows `key:` for a string; the lines of a block start with `margin`, which is
  /// two columns deeper than the key.
  public static func writeString(
    _ string: String, margin: String, alwaysQuoted: Bool = false, into text: inout String
  ) {
    if string.utf8.contains(.lineFeed), !margin.isEmpty, let block = LiteralBlock(string, step: 2) {
      text += " " + block.header + "\n" + block.body(margin: margin, newline: "\n")
    } else {
      text += " " + (alwaysQuoted ? string.yamlDoubleQuoted : scalar(string)) + "\n"
    }
  }

  private static func writeElement(_ element: Value, margin: String, into text: inout String) {
    text += margin + "-"
    var nested = ""
    write(element, margin: margin + "  ", into: &nested)
    // A map or list starts on the line of its dash.
    let isOnNextLine = nested.utf8.first == .lineFeed
    if isOnNextLine {
      text += " " + Substring(nested.utf8.dropFirst(1 + margin.utf8.count + 2))
    } else {
      text += nested
    }
  }

  private static func number(_ double: Double) -> String {
    if double.isFinite { return double.decimalText }
    return double.isNaN ? ".nan" : double < 0 ? "-.inf" : ".inf"
  }
}

extension Value: CustomStringConvertible {
  /// This value as compact JSON, members in the byte order of their names.
  ///
  /// Equal values give equal text. JSON has no infinity and no NaN: those become null.
  public var description: String {
    var text = ""
    writeJSON(into: &text)
    return text
  }

  /// This value as JSON over several lines, without a newline at the end.
  ///
  /// - Parameters:
  ///   - indent: what one level is indented by.
  ///   - margin: what every line after the first starts with.
  ///   - newline: the line end.
  /// - Returns: the text.
  func prettyJSON(indent: String, margin: String, newline: String) -> String {
    let inner = margin + indent
    func lines(_ open: String, _ parts: [String], _ close: String) -> String {
      let body = parts.joined(separator: "," + newline + inner)
      return open + newline + inner + body + newline + margin + close
    }
    func nested(_ value: Value) -> String {
      value.prettyJSON(indent: indent, margin: inner, newline: newline)
    }
    switch self {
    case .list(let list) where !list.isEmpty: return lines("[", list.map(nested), "]")
    case .map(let map) where !map.isEmpty:
      return lines("{", members.map { $0.key.jsonQuoted + ": " + nested($0.value) }, "}")
    default: return description
    }
  }

  private func writeJSON(into text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let bool): text += bool ? "true" : "false"
    case .int(let int): text += String(int)
    case .double(let double): text += double.isFinite ? double.decimalText : "null"
    case .string(let string): text += string.jsonQuoted
    case .list(let list):
      text += "["
      for (index, element) in list.enumerated() {
        if index > 0 { text += "," }
        element.writeJSON(into: &text)
      }
      text += "]"
    case .map:
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        text += member.key.jsonQuoted + ":"
        member.value.writeJSON(into: &text)
      }
      text += "}"
    }
  }
}
