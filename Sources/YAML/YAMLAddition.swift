/// Adds members and items to a document of a YAML file and keeps every other byte.
public struct YAMLAddition {
  private let stream: YAMLStream
  private var bytes: [UInt8] { stream.bytes }
  private var newline: String { stream.bytes.lineEnd }

  public init(_ stream: YAMLStream) {
    self.stream = stream
  }

  /// The file with `value` as the member at `keys`; maps that are missing on the way are added.
  ///
  /// - Returns: nil where the member is there already, or the document is written so that it cannot
  ///   be added alone; the result has been read again.
  public func setting(_ keys: [String], to value: Value, inDocument index: Int) -> [UInt8]? {
    added(value, at: keys, inDocument: index, isItem: false)
  }

  /// The file with `value` as the last item of the list at `keys`, which is added where missing.
  public func appending(_ value: Value, to keys: [String], inDocument index: Int) -> [UInt8]? {
    added(value, at: keys, inDocument: index, isItem: true)
  }

  private struct Step {
    let edit: ByteEdit
    let events: [YAMLEvent]
    var removed = 0
  }

  private func added(
    _ value: Value, at keys: [String], inDocument index: Int, isItem: Bool
  ) -> [UInt8]? {
    guard stream.documents.indices.contains(index),
      let step = step(value, at: keys[...], in: stream.documents[index], isItem: isItem)
    else { return nil }
    let result = bytes.applying([step.edit])
    guard let after = try? YAMLStream(result),
      after.events.isOld(stream.events, with: step.events, inPlaceOf: step.removed)
    else { return nil }
    return result
  }

  private func step(
    _ value: Value, at keys: ArraySlice<String>, in node: YAMLNode, isItem: Bool
  ) -> Step? {
    guard let key = keys.first else { return isItem ? item(value, to: node) : nil }
    guard let member = node.member(key) else {
      let wrapped = Self.wrapped(value, in: keys.dropFirst(), isItem: isItem)
      return self.member(key, wrapped, to: node)
    }
    guard member.value.isNull else {
      return step(value, at: keys.dropFirst(), in: member.value, isItem: isItem)
    }
    let wrapped = Self.wrapped(value, in: keys.dropFirst(), isItem: isItem)
    return filling(member, with: wrapped)
  }

  private static func wrapped(
    _ value: Value, in keys: ArraySlice<String>, isItem: Bool
  ) -> Value {
    keys.reversed().reduce(isItem ? .list([value]) : value) { .map([$1: $0]) }
  }
}

extension YAMLAddition {
  private func member(_ key: String, _ value: Value, to map: YAMLNode) -> Step? {
    guard let members = map.members, map.anchor == nil || !members.isEmpty else { return nil }
    let events = [Self.scalar(key)] + value.events
    if stream.isFlow(map) {
      return flow(key.jsonQuoted + ": " + value.description, to: map, isEmpty: members.isEmpty)
        .map { Step(edit: $0, events: events) }
    }
    guard let first = members.first?.key, let end = stream.lastLineEnd(ofNode: map) else {
      return nil
    }
    let margin = stream.margin(of: first)
    return Step(
      edit: lines(Self.block(key, value, margin: margin), behind: end), events: events)
  }

  private func item(_ value: Value, to list: YAMLNode) -> Step? {
    guard let elements = list.elements else { return nil }
    if stream.isFlow(list) {
      return flow(value.description, to: list, isEmpty: elements.isEmpty)
        .map { Step(edit: $0, events: value.events) }
    }
    guard let last = elements.last, let end = stream.lastLineEnd(ofNode: last) else { return nil }
    let lead = bytes[bytes.lineStart(of: last.start)..<last.start]
    guard let dash = lead.firstIndex(of: .minus),
      lead.allSatisfy({ $0 == .space || $0 == .minus }), lead.count(where: { $0 == .minus }) == 1
    else { return nil }
    let margin = String(repeating: " ", count: dash - lead.startIndex)
    return Step(edit: lines(Self.item(value, margin: margin), behind: end), events: value.events)
  }

  /// Gives an empty value its content.
  private func filling(_ member: (key: YAMLNode, value: YAMLNode), with value: Value) -> Step? {
    guard member.value.anchor == nil, member.value.scalar?.extent == nil, !member.value.inFlow
    else { return nil }
    let margin = stream.margin(of: member.key) + "  "
    var text = ""
    YAMLWriter.write(value, margin: margin, into: &text)
    // The first line break is that of the key's line.
    let body = String(text.utf8.drop { $0 == .lineFeed }) ?? ""
    return Step(
      edit: lines(body, behind: bytes.lineEnd(of: member.key.start)), events: value.events,
      removed: 1)
  }

  private func flow(_ text: String, to node: YAMLNode, isEmpty: Bool) -> ByteEdit? {
    guard var end = stream.closingBracket(of: node) else { return nil }
    while bytes[end - 1].isJSONSpace { end -= 1 }
    let comma = isEmpty || bytes[end - 1] == .comma ? "" : ","
    let gap = isEmpty ? "" : " "
    return ByteEdit(range: end..<end, replacement: Array((comma + gap + text).utf8))
  }

  /// New lines behind the line that ends at `end`; `text` ends with a line feed.
  private func lines(_ text: String, behind end: Int) -> ByteEdit {
    var lines = text.utf8.split(separator: .lineFeed, omittingEmptySubsequences: false)
    lines.removeLast()
    var replacement = lines.flatMap { Array(newline.utf8) + Array($0) }
    if end == bytes.count { replacement += Array(newline.utf8) }
    return ByteEdit(range: end..<end, replacement: replacement)
  }

  private static func block(_ key: String, _ value: Value, margin: String) -> String {
    var text = margin + YAMLWriter.key(key, margin: margin)
    YAMLWriter.write(value, margin: margin + "  ", into: &text)
    return text
  }

  private static func item(_ value: Value, margin: String) -> String {
    var text = ""
    YAMLWriter.write(.list([value]), margin: margin, into: &text)
    return String(text.utf8.dropFirst()) ?? ""
  }

  private static func scalar(_ text: String) -> YAMLEvent {
    YAMLEvent(kind: .scalar(.plain), text: Array(text.utf8))
  }
}

extension Value {
  /// The steps through this value as a YAML document has them, in its members' written order.
  fileprivate var events: [YAMLEvent] {
    switch self {
    case .string(let text): [YAMLEvent(kind: .scalar(.plain), text: Array(text.utf8))]
    case .list(let list):
      [.opening(.openList)] + list.flatMap(\.events) + [YAMLEvent(kind: .close)]
    case .map:
      [.opening(.openMap)]
        + members.flatMap {
          [YAMLEvent(kind: .scalar(.plain), text: Array($0.key.utf8))] + $0.value.events
        }
        + [YAMLEvent(kind: .close)]
    default: [YAMLEvent(kind: .scalar(.plain), text: Array(description.utf8))]
    }
  }
}

extension YAMLEvent {
  /// The start of a collection without a written tag.
  fileprivate static func opening(_ kind: Kind) -> YAMLEvent {
    YAMLEvent(kind: kind, tag: kind == .openMap ? StandardTag.map : StandardTag.list)
  }
}

/// Removes items of a list in a YAML file and keeps every other byte.
public struct YAMLRemoval {
  private let stream: YAMLStream
  private var bytes: [UInt8] { stream.bytes }

  public init(_ stream: YAMLStream) {
    self.stream = stream
  }

  /// The file without one item of the list that is the value of `key` in `map`; without the key
  /// too where the item is the only one.
  ///
  /// Comments that stand on lines of their own before the item or behind it stay.
  ///
  /// - Returns: the file as it was read again; nil where the list is written so that the item cannot be
  ///   removed alone.
  public func removing(item index: Int, of key: String, in map: YAMLNode) -> YAMLStream? {
    guard let member = map.member(key), let elements = member.value.elements,
      elements.indices.contains(index)
    else { return nil }
    let isLast = elements.count == 1
    let removed = isLast ? member.key.events + member.value.events : elements[index].events
    // A name given here may be used further on.
    guard removed.allSatisfy({ $0.anchor == nil }),
      let range = isLast ? range(of: member) : range(of: elements[index], in: member.value)
    else { return nil }
    let result = bytes.applying([ByteEdit(range: range, replacement: [])])
    guard let after = try? YAMLStream(result), stream.events.isOld(after.events, with: removed)
    else { return nil }
    return after
  }

  private func range(of member: (key: YAMLNode, value: YAMLNode)) -> Range<Int>? {
    let start = bytes.lineStart(of: member.key.start)
    guard bytes[start..<member.key.start].allSatisfy({ $0 == .space }),
      let end = stream.lastLineEnd(ofNode: member.value, key: member.key)
    else { return nil }
    return start..<bytes.afterLineBreak(at: end)
  }

  private func range(of item: YAMLNode, in list: YAMLNode) -> Range<Int>? {
    let start = bytes.lineStart(of: item.start)
    let lead = bytes[start..<item.start]
    guard !stream.isFlow(list), lead.count(where: { $0 == .minus }) == 1,
      lead.allSatisfy({ $0 == .space || $0 == .minus }),
      let end = stream.lastLineEnd(ofNode: item)
    else { return nil }
    return start..<bytes.afterLineBreak(at: end)
  }
}
