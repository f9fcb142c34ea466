/// Sets the value at `path` in a JSON file and keeps every other byte.
///
/// A missing member is added behind the last one of its object, in that object's layout; missing
/// parents are made. An element of a list is named by its index; an index that equals the list's
/// count appends. Where the value is there already, the bytes come back unchanged.
///
/// - Throws: `ParseError` when the bytes are not JSON, or where `path` leads through a value that
///   is neither object nor list.
public func settingJSON(
  _ bytes: [UInt8], path: [String], to value: Value
) throws(ParseError) -> [UInt8] {
  let root = try PositionedValue.parse(json: bytes)
  return try JSONEdit(bytes: bytes, root: root).setting(path: path[...], of: root, to: value)
}

/// One change of a JSON file, in the file's own layout.
private struct JSONEdit {
  let bytes: [UInt8]
  let newline: String
  let indent: String

  init(bytes: [UInt8], root: PositionedValue) {
    self.bytes = bytes
    newline = bytes.lineEnd
    indent = Self.indent(of: root, in: bytes) ?? "  "
  }

  /// What stands before the first member of the root, when that is alone on its line.
  private static func indent(of root: PositionedValue, in bytes: [UInt8]) -> String? {
    guard case .map(let members) = root.kind, let first = members.first?.keyRange.lowerBound else {
      return nil
    }
    let margin = bytes[bytes.lineStart(of: first)..<first]
    guard !margin.isEmpty, margin.allSatisfy(\.isBlank) else { return nil }
    return String(decoding: margin, as: UTF8.self)
  }

  func setting(
    path: ArraySlice<String>, of parent: PositionedValue, to value: Value
  ) throws(ParseError) -> [UInt8] {
    guard let step = path.first else {
      return parent.value == value ? bytes : replacing(parent.range, with: text(value, at: parent))
    }
    let rest = path.dropFirst()
    switch parent.kind {
    case .map(let members):
      if let member = parent.member(step) {
        return try setting(path: rest, of: member.value, to: value)
      }
      return adding(step, of: members, in: parent, value: nested(rest, value))
    case .list(let elements):
      guard let index = Int(step), elements.indices.contains(index) || index == elements.count
      else {
        throw ParseError(
          position: parent.position, message: "this list has no element \(step)",
          remedy: "use an index from 0 to \(elements.count)")
      }
      if index < elements.count {
        return try setting(path: rest, of: elements[index], to: value)
      }
      return adding(nil, after: elements.last?.range, in: parent, value: nested(rest, value))
    default:
      throw ParseError(
        position: parent.position, message: "\(step) is looked for in a value that has no members",
        remedy: "replace the value by an object")
    }
  }

  private func nested(_ path: ArraySlice<String>, _ value: Value) -> Value {
    path.reversed().reduce(value) { .map([$1: $0]) }
  }

  private func adding(
    _ key: String, of members: [PositionedValue.Member], in parent: PositionedValue, value: Value
  ) -> [UInt8] {
    let last = members.last.map { $0.keyRange.lowerBound..<$0.value.range.upperBound }
    return adding(key, after: last, in: parent, value: value)
  }

  /// Adds a part behind `last`, or as the only one of an empty object or list.
  private func adding(
    _ key: String?, after last: Range<Int>?, in parent: PositionedValue, value: Value
  ) -> [UInt8] {
    let name = key.map { $0.jsonQuoted + ": " } ?? ""
    if let last {
      let lineStart = bytes.lineStart(of: last.lowerBound)
      let lead = bytes[lineStart..<last.lowerBound]
      guard lead.allSatisfy(\.isBlank), lineStart > parent.range.lowerBound else {
        return replacing(last.upperBound..<last.upperBound, with: ", " + name + value.description)
      }
      let margin = String(decoding: lead, as: UTF8.self)
      let text = value.prettyJSON(indent: indent, margin: margin, newline: newline)
      return replacing(
        last.upperBound..<last.upperBound, with: "," + newline + margin + name + text)
    }
    let outer = margin(of: parent)
    let inner = outer + indent
    let text = value.prettyJSON(indent: indent, margin: inner, newline: newline)
    let hole = parent.range.lowerBound + 1..<parent.range.upperBound - 1
    return replacing(hole, with: newline + inner + name + text + newline + outer)
  }

  private func text(_ value: Value, at place: PositionedValue) -> String {
    value.prettyJSON(indent: indent, margin: margin(of: place), newline: newline)
  }

  /// The white space that starts the line on which `place` begins.
  private func margin(of place: PositionedValue) -> String {
    let line = bytes[bytes.lineStart(of: place.range.lowerBound)...]
    return String(decoding: line.prefix(while: \.isBlank), as: UTF8.self)
  }

  private func replacing(_ range: Range<Int>, with text: String) -> [UInt8] {
    bytes[..<range.lowerBound] + Array(text.utf8) + bytes[range.upperBound...]
  }
}
