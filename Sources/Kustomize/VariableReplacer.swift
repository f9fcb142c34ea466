internal import YAML

/// Replaces `$(NAME)` in texts.
///
/// Source: `api/filters/refvar`.
struct VariableReplacer {
  let values: [String: VariableValue]

  /// Replaces in a scalar, in the values of a map, or in the elements of a list.
  ///
  /// - Throws: `BuildError` for a list with something else than strings, and for a map with such keys.
  func replace(in node: inout ManifestNode) throws(BuildError) {
    if node.isNull { return }
    switch node.content {
    case .scalar: try replaceText(in: &node)
    case .list:
      try node.forEachElement { element throws(BuildError) in
        guard element.isString else {
          throw BuildError(
            "invalid value type: expected a string", line: element.lineNumber,
            remedy: "put the element in quotes")
        }
        try replaceText(in: &element)
      }
    case .map(let members):
      for member in members where !member.key.isString {
        throw BuildError(
          "invalid map key: \(member.key.text ?? "")", line: member.key.lineNumber,
          remedy: "put the key in quotes")
      }
      try node.forEachMember { _, value throws(BuildError) in try replaceText(in: &value) }
    }
  }

  private func replaceText(in node: inout ManifestNode) throws(BuildError) {
    guard node.isString, let text = node.text else { return }
    // Every text that is looked at loses its quotes and gets a type.
    node.isQuoted = false
    node.block = nil
    switch try replaced(text) {
    case .string(let text): node.set(text, .string)
    case .int(let number): node.set(String(number), .int)
    case .float(let number): node.set(GoFloat(number).decimalText, .float)
    case .bool(let flag): node.set(flag ? "true" : "false", .bool)
    case .other: node.set(text, .string)
    }
  }

  /// A text with the values of its variables; a text that is one variable has that one's type.
  ///
  /// - Throws: `BuildError` where kustomize breaks a character.
  func replaced(_ text: String) throws(BuildError) -> VariableValue {
    guard text.utf8.contains(Self.operator) else { return .string(text) }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == Self.operator, index + 1 < bytes.count else {
        result.append(bytes[index])
        index += 1
        continue
      }
      switch bytes[index + 1] {
      case Self.operator:
        result.append(Self.operator)
        index += 2
      case UInt8(ascii: "("):
        guard let end = bytes[(index + 2)...].firstIndex(of: UInt8(ascii: ")")) else {
          result += "$(".utf8
          index += 2
          continue
        }
        let name = String(decoding: bytes[(index + 2)..<end], as: UTF8.self)
        if index == 0, end == bytes.count - 1 { return value(of: name) }
        result += value(of: name).text.utf8
        index = end + 1
      default:
        guard bytes[index + 1] < 0x80 else {
          throw BuildError.unsupported(
            "kustomize breaks the character behind $ in \"\(text)\"", remedy: "write $$ for $")
        }
        result += [Self.operator, bytes[index + 1]]
        index += 2
      }
    }
    return .string(String(decoding: result, as: UTF8.self))
  }

  private static let `operator` = UInt8(ascii: "$")

  private func value(of name: String) -> VariableValue {
    guard let value = values[name], value != .other else { return .string("$(\(name))") }
    return value
  }
}

extension VariableValue {
  /// The value in the middle of a text, as Go's `%v` writes it.
  fileprivate var text: String {
    switch self {
    case .string(let text): text
    case .int(let number): String(number)
    case .float(let number): GoFloat(number).valueText
    case .bool(let flag): flag ? "true" : "false"
    case .other: ""
    }
  }
}

extension ManifestNode {
  fileprivate mutating func set(_ text: String, _ tag: Tag) {
    content = .scalar(text)
    self.tag = tag
  }
}
