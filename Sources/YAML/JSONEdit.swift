/// Sets the value at `path` in a JSON file, which may have comments, and keeps every other byte.
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
  let root = try PositionedValue.parse(commentedJSON: bytes)
  return try JSONEdit(bytes: bytes, root: root).setting(path: path[...], of: root, to: value)
}

/// A JSON file, which may have comments, without the member or element at `path`, every other byte as it was.
///
/// An element of a list is named by its index. What is absent is removed already. Comments stay, since nobody can tell
/// what they are about.
///
/// - Throws: `ParseError` when the bytes are not JSON.
public func removingJSON(_ bytes: [UInt8], path: [String]) throws(ParseError) -> [UInt8] {
  guard let last = path.last else { return bytes }
  let root = try PositionedValue.parse(commentedJSON: bytes)
  guard let parent = path.dropLast().reduce(root, { $0?.child($1) }),
    let index = parent.place(of: last)
  else { return bytes }
  return JSONEdit(bytes: bytes, root: root).removing(index, of: parent)
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
    guard let last else { return adding(name, toEmpty: parent, value) }
    let gap = JSONGap(from: last.upperBound, in: bytes)
    let lineStart = bytes.lineStart(of: last.lowerBound)
    let lead = bytes[lineStart..<last.lowerBound]
    // A comma behind the last part stays one behind the last part.
    let end = gap.comma == nil ? "" : ","
    guard lead.allSatisfy(\.isBlank), lineStart > parent.range.lowerBound else {
      let place = gap.comma.map { $0 + 1 } ?? last.upperBound
      let start = gap.comma == nil ? ", " : " "
      return replacing(place..<place, with: start + name + value.description + end)
    }
    let margin = String(decoding: lead, as: UTF8.self)
    let text = value.prettyJSON(indent: indent, margin: margin, newline: newline)
    let place = max(gap.lineEnd, gap.comma.map { $0 + 1 } ?? 0)
    let comma = gap.comma == nil ? "," : ""
    return replacing(
      last.upperBound..<place,
      with: comma + String(decoding: bytes[last.upperBound..<place], as: UTF8.self)
        + newline + margin + name + text + end)
  }

  /// Adds a part to an object or list that has none, behind the comments in it.
  private func adding(_ name: String, toEmpty parent: PositionedValue, _ value: Value) -> [UInt8] {
    let outer = margin(of: parent)
    let inner = outer + indent
    let text = value.prettyJSON(indent: indent, margin: inner, newline: newline)
    let start = parent.range.lowerBound + 1
    let place = JSONGap(from: start, in: bytes).comments.last?.upperBound ?? start
    return replacing(
      place..<parent.range.upperBound - 1, with: newline + inner + name + text + newline + outer)
  }

  /// The file without a part of `parent`.
  func removing(_ index: Int, of parent: PositionedValue) -> [UInt8] {
    let parts = parent.parts
    let before = index > 0 ? parts[index - 1].upperBound : parent.range.lowerBound + 1
    let lead = JSONGap(from: before, in: bytes)
    let trail = JSONGap(from: parts[index].upperBound, in: bytes)
    if index + 1 < parts.count {
      let kept = trail.comments.isEmpty ? [] : Array(trail.withoutComma.drop(while: \.isBlank))
      return replacing(parts[index].lowerBound..<trail.range.upperBound, with: kept)
    }
    let hasComments = !lead.comments.isEmpty || !trail.comments.isEmpty
    if index > 0, trail.comma != nil, hasComments {
      // A comma behind the last part stays one.
      let rest = Array(trail.withoutComma.drop(while: \.isBlank))
      return removing(parts[index].lowerBound..<trail.range.upperBound, keeping: rest)
    }
    let kept = lead.comments.isEmpty ? [] : lead.withoutComma
    if index > 0 { return removing(before..<parts[index].upperBound, keeping: kept) }
    let end = trail.comments.isEmpty ? [] : trail.withoutComma
    return replacing(before..<trail.range.upperBound, with: kept + end)
  }

  /// Leaves `kept` in place of `range`, and no line without anything at its start and end.
  private func removing(_ range: Range<Int>, keeping kept: [UInt8]) -> [UInt8] {
    var result = replacing(range, with: kept)
    if kept.isEmpty { return result }
    for offset in [range.lowerBound + kept.count, range.lowerBound] {
      let (start, end) = (result.lineStart(of: offset), result.lineEnd(of: offset))
      guard result[start..<end].allSatisfy(\.isBlank) else { continue }
      result.removeSubrange(start..<result.afterLineBreak(at: end))
    }
    return result
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
    replacing(range, with: Array(text.utf8))
  }

  private func replacing(_ range: Range<Int>, with text: [UInt8]) -> [UInt8] {
    bytes[..<range.lowerBound] + text + bytes[range.upperBound...]
  }
}

extension PositionedValue {
  /// The member or element that `step` names.
  public func child(_ step: String) -> PositionedValue? {
    guard case .list(let elements) = kind else { return member(step)?.value }
    guard let index = Int(step), elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The bytes of each member, name included, or of each element.
  fileprivate var parts: [Range<Int>] {
    switch kind {
    case .map(let members): members.map { $0.keyRange.lowerBound..<$0.value.range.upperBound }
    case .list(let elements): elements.map(\.range)
    default: []
    }
  }

  fileprivate func place(of step: String) -> Int? {
    switch kind {
    case .map(let members): members.firstIndex { $0.key == step }
    case .list(let elements): Int(step).flatMap { elements.indices.contains($0) ? $0 : nil }
    default: nil
    }
  }
}
