/// Removes items of a list in a YAML file and keeps every other byte.
struct YAMLRemoval {
  private let stream: YAMLStream
  private var bytes: [UInt8] { stream.bytes }

  init(_ stream: YAMLStream) {
    self.stream = stream
  }

  /// The file without one item of the list that is the value of `key` in `map`; without the key
  /// too where the item is the only one.
  ///
  /// Comments that stand on lines of their own before the item or behind it stay.
  ///
  /// - Returns: the file as it was read again; nil where the list is written so that the item cannot be
  ///   removed alone.
  func removing(item index: Int, of key: String, in map: YAMLNode) -> YAMLStream? {
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
