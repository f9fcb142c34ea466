/// The edits that set one key of `data` in the ConfigMap `root`.
public struct DataInsertion {
  public let stream: YAMLStream
  public let root: YAMLNode
  public let key: String
  public let text: String

  /// Makes the insertion of `key: text` into the `data` of `root`, a document of `stream`.
  public init(stream: YAMLStream, root: YAMLNode, key: String, text: String) {
    self.stream = stream
    self.root = root
    self.key = key
    self.text = text
  }

  private var bytes: [UInt8] { stream.bytes }
  private var newline: String { stream.bytes.lineEnd }

  /// The edits, in no order; none where the key has the text already.
  public func edits() throws(ManifestError) -> [ByteEdit] {
    guard !stream.isFlow(root), let first = root.members?.first?.key else {
      throw impossible("the ConfigMap is not written as a block")
    }
    guard let data = root["data"] else {
      let member = newMember(margin: stream.margin(of: first) + "  ", before: nil)
      return [
        insertion(stream.margin(of: first) + "data:" + newline + member, behindDocument: root)
      ]
    }
    if data.isNull { return try fill(data, of: first) }
    guard let members = data.members else { throw impossible("data is not a map", at: data) }
    if let member = data.member(key) { return try replace(member) }
    if stream.isFlow(data) {
      return try insert(intoFlow: data, isEmpty: members.isEmpty, of: first)
    }
    return try insert(behind: members)
  }

  /// Whether `result` has the text, and everything else as it was.
  public func isDone(in result: YAMLStream?, at index: Int) -> Bool {
    guard let result, result.documents.count == stream.documents.count else { return false }
    for (number, (old, new)) in zip(stream.documents, result.documents).enumerated() {
      let isSame = number == index ? hasKeyAlone(new) : old.hasSameContent(as: new)
      guard isSame else { return false }
    }
    return true
  }

  /// An error at `node`, or at the ConfigMap.
  public func impossible(_ message: String, at node: YAMLNode? = nil) -> ManifestError {
    ManifestError(
      position: (node ?? root["data"] ?? root).position, message: message,
      remedy: "write data as a block of keys with texts")
  }

  private func hasKeyAlone(_ new: YAMLNode) -> Bool {
    guard let data = new["data"], data[key]?.scalar?.text.isSameText(as: text) == true,
      root.hasSameMembers(as: new, except: "data")
    else { return false }
    guard let old = root["data"], old.members != nil else { return data.members?.count == 1 }
    return old.hasSameMembers(as: data, except: key)
  }
}

extension DataInsertion {
  /// The lines of a new member, with a line break between them but none behind the last.
  ///
  /// `before` is the offset of the line that will follow; nil for one that may be blank.
  private func newMember(margin: String, before: Int?) -> String {
    let name = margin + YAMLWriter.key(key, margin: margin)
    guard let block = LiteralBlock(text, step: 2), before != nil || !block.keepsBlankLines else {
      return name + " " + text.yamlDoubleQuoted
    }
    return name + " " + block.header + newline + lines(of: block, margin: margin + "  ")
  }

  private func lines(of block: LiteralBlock, margin: String) -> String {
    block.lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: newline)
  }

  private func insertion(_ text: String, behindDocument root: YAMLNode) -> ByteEdit {
    insertion(text, behind: stream.lastLineEnd(ofDocument: root))
  }

  /// New lines behind the line that ends at `end`.
  private func insertion(_ text: String, behind end: Int) -> ByteEdit {
    let close = end == bytes.count ? newline : ""
    return ByteEdit(range: end..<end, replacement: Array((newline + text + close).utf8))
  }

  /// Gives an empty `data:` its first member.
  private func fill(_ data: YAMLNode, of first: YAMLNode) throws(ManifestError) -> [ByteEdit] {
    guard data.anchor == nil else { throw impossible("data has an anchor and no keys", at: data) }
    let member = newMember(margin: stream.margin(of: first) + "  ", before: nil)
    guard let outer = data.scalar?.extent?.outer else {
      return [insertion(member, behind: bytes.lineEnd(of: data.start))]
    }
    return [removal(of: outer), insertion(member, behind: bytes.lineEnd(of: outer.upperBound))]
  }

  /// Removes a value together with the blanks before it.
  private func removal(of range: Range<Int>) -> ByteEdit {
    let blanks = bytes[..<range.lowerBound].reversed().prefix(while: \.isBlank).count
    return ByteEdit(range: range.lowerBound - blanks..<range.upperBound, replacement: [])
  }

  private func insert(
    intoFlow data: YAMLNode, isEmpty: Bool, of first: YAMLNode
  ) throws(ManifestError) -> [ByteEdit] {
    let inner = data.textStart + 1
    guard isEmpty else {
      let member = key.yamlDoubleQuoted + ": " + text.yamlDoubleQuoted + ", "
      return [ByteEdit(range: inner..<inner, replacement: Array(member.utf8))]
    }
    let close = bytes.afterSpaceAndComments(at: inner)
    guard close < bytes.count, bytes[close] == .closeBrace, data.anchor == nil else {
      throw impossible("data is empty and not simply {}", at: data)
    }
    let member = newMember(margin: stream.margin(of: first) + "  ", before: nil)
    return [
      removal(of: data.textStart..<close + 1),
      insertion(member, behind: bytes.lineEnd(of: close)),
    ]
  }

  /// Adds a member behind the last; before the first where the last one's end is not known or
  /// blank lines behind it would become part of the text.
  private func insert(
    behind members: [(key: YAMLNode, value: YAMLNode)]
  ) throws(ManifestError) -> [ByteEdit] {
    guard let first = members.first?.key, let last = members.last?.value else {
      throw impossible("data has no keys")
    }
    let margin = stream.margin(of: first)
    let keepsBlankLines = LiteralBlock(text, step: 2)?.keepsBlankLines ?? false
    if !keepsBlankLines, let end = stream.lastLineEnd(of: last) {
      return [insertion(newMember(margin: margin, before: nil), behind: end)]
    }
    let start = bytes.lineStart(of: first.start)
    let member = newMember(margin: margin, before: start) + newline
    return [ByteEdit(range: start..<start, replacement: Array(member.utf8))]
  }
}

extension DataInsertion {
  private func replace(_ member: (key: YAMLNode, value: YAMLNode)) throws(ManifestError)
    -> [ByteEdit]
  {
    let value = member.value
    guard let old = value.scalar, value.anchor == nil, value.start == value.textStart,
      old.extent != nil || old.text.isEmpty
    else { throw impossible("the value of \(key) is not simply a text", at: value) }
    let isText = old.style != .plain || PlainScalar.kind(of: old.text) == .string
    if isText, old.text.isSameText(as: text) { return [] }
    let outer = old.extent?.outer ?? value.start..<value.start
    let separator = old.extent == nil ? " " : ""
    let margin = margin(of: old, behind: member.key)
    guard !value.inFlow, let block = LiteralBlock(text, step: margin.step) else {
      return replace(outer, of: old, with: separator + text.yamlDoubleQuoted, body: nil)
    }
    let body = lines(of: block, margin: String(repeating: " ", count: margin.width))
    return replace(
      outer, of: old, with: separator + block.header, body: body, takesBlanks: block.keepsBlankLines
    )
  }

  /// The indentation of the block's lines: the old block's where it has one, else two columns.
  private func margin(
    of old: YAMLNode.Scalar, behind key: YAMLNode
  ) -> (width: Int, step: Int) {
    let column = key.position.column - 1
    if old.style.isBlock, let indent = old.extent?.indent, (1...9).contains(indent - column) {
      return (indent, indent - column)
    }
    return (column + 2, 2)
  }

  /// Puts `head` where the scalar starts and `body` on the lines behind; a comment on the line of
  /// the scalar's start or end stays.
  private func replace(
    _ outer: Range<Int>, of old: YAMLNode.Scalar, with head: String, body: String?,
    takesBlanks: Bool = false
  ) -> [ByteEdit] {
    let replacement = Array(head.utf8)
    let lines = body.map { newline + $0 } ?? ""
    guard old.style.isBlock else {
      var end = bytes.lineEnd(of: outer.upperBound)
      let start = end
      if takesBlanks { end = stream.endOfBlankLines(behind: end) }
      let close = body != nil && end == bytes.count ? newline : ""
      return [
        ByteEdit(range: outer, replacement: replacement),
        ByteEdit(range: start..<end, replacement: Array((lines + close).utf8)),
      ]
    }
    let token = stream.blockToken(at: outer.lowerBound)
    let start = bytes.lineEnd(of: outer.lowerBound)
    var end = outer.upperBound
    if takesBlanks || token.keepsBlanks { end = stream.endOfBlankLines(behind: end) }
    let close = body != nil && end == bytes.count ? newline : ""
    return [
      ByteEdit(range: token.range, replacement: replacement),
      ByteEdit(range: start..<end, replacement: Array((lines + close).utf8)),
    ]
  }
}
