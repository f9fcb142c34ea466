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
