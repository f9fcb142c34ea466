import Yams

/// Builds positioned nodes from what the YAML reader composed, in the order of the text.
struct YAMLNodeBuilder {
  private let bytes: [UInt8]
  private var cursor: MarkCursor
  /// The anchored nodes so far: their numbers by where they start.
  private var anchored: [TextPosition: Int] = [:]
  private var lastAnchored = TextPosition(line: 0, column: 0)
  /// How many lists and maps are open.
  private var depth = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
    cursor = MarkCursor(bytes: bytes)
  }

  /// The positioned form of `node`, which follows all nodes built before.
  ///
  /// - Throws: `ParseError` where the reader's mark cannot be found in the text.
  mutating func node(_ node: Node, inFlow: Bool = false) throws(ParseError) -> YAMLNode {
    guard let mark = node.mark else { throw Self.lost(TextPosition(line: 1, column: 1)) }
    let position = TextPosition(mark)
    let anchor = node.anchor?.rawValue
    // The reader has put an alias' target in its place. Anchored nodes start at ever later marks,
    // so that one which does not is there for the second time.
    if anchor != nil, position <= lastAnchored {
      guard let number = anchored[position] else { throw Self.lost(position) }
      return alias(to: number, at: position, anchor: anchor, inFlow: inFlow)
    }
    guard let start = cursor.offset(of: mark) else { throw Self.lost(position) }
    if anchor != nil {
      lastAnchored = position
      anchored[position] = anchored.count
    }
    let properties = bytes.properties(at: start)
    let textStart = properties.end
    try checkDepth(at: position)
    return YAMLNode(
      kind: try kind(of: node, at: textStart, inFlow: inFlow), position: position, start: start,
      textStart: textStart, tag: node.tag.description, hasTag: properties.hasTag, anchor: anchor,
      inFlow: inFlow)
  }

  private func alias(
    to number: Int, at position: TextPosition, anchor: String?, inFlow: Bool
  ) -> YAMLNode {
    YAMLNode(
      kind: .alias(number), position: position, start: 0, textStart: 0, tag: "", hasTag: false,
      anchor: anchor, inFlow: inFlow)
  }

  private mutating func kind(
    of node: Node, at start: Int, inFlow: Bool
  ) throws(ParseError) -> YAMLNode.Kind {
    switch node {
    case .scalar(let scalar): return .scalar(self.scalar(scalar, at: start))
    case .sequence(let list): return try elements(of: list, inFlow: inFlow || opensFlow(at: start))
    case .mapping(let map): return try members(of: map, inFlow: inFlow || opensFlow(at: start))
    // The reader composes aliases into their targets; this kind is for writing.
    case .alias: throw Self.lost(TextPosition(line: 1, column: 1))
    }
  }

  // Lists and maps in functions of their own: each level of nesting takes less of the stack.
  private mutating func elements(
    of list: Node.Sequence, inFlow: Bool
  ) throws(ParseError) -> YAMLNode.Kind {
    var elements: [YAMLNode] = []
    elements.reserveCapacity(list.count)
    depth += 1
    defer { depth -= 1 }
    for element in list { elements.append(try node(element, inFlow: inFlow)) }
    return .list(elements)
  }

  private mutating func members(
    of map: Node.Mapping, inFlow: Bool
  ) throws(ParseError) -> YAMLNode.Kind {
    var members: [(key: YAMLNode, value: YAMLNode)] = []
    members.reserveCapacity(map.count)
    depth += 1
    defer { depth -= 1 }
    for (key, value) in map {
      let key = try node(key, inFlow: inFlow)
      members.append((key, try node(value, inFlow: inFlow)))
    }
    return .map(members)
  }

  private func checkDepth(at position: TextPosition) throws(ParseError) {
    guard depth <= Nesting.limit else {
      throw ParseError(
        position: position, message: "the file nests too deep to be read",
        remedy: "nest no deeper than \(Nesting.limit) levels")
    }
  }

  private func opensFlow(at start: Int) -> Bool {
    start < bytes.count && (bytes[start] == .openBracket || bytes[start] == .openBrace)
  }

  private func scalar(_ scalar: Node.Scalar, at start: Int) -> YAMLNode.Scalar {
    let style: YAMLNode.Style =
      switch scalar.style {
      case .any, .plain: .plain
      case .singleQuoted: .single
      case .doubleQuoted: .double
      case .literal: .literal
      case .folded: .folded
      }
    let extent = ScalarExtent(of: scalar.string, style: style, at: start, in: bytes)
    return .init(text: scalar.string, style: style, extent: extent)
  }

  private static func lost(_ position: TextPosition) -> ParseError {
    ParseError(
      position: position, message: "the text of this YAML node cannot be found again",
      remedy: "write it in a simpler form")
  }
}

extension [UInt8] {
  /// Where the anchor and the tag of the node at `start` end, and whether it has a tag.
  fileprivate func properties(at start: Int) -> (end: Int, hasTag: Bool) {
    var index = start
    var hasTag = false
    while index < count, self[index] == 0x26 || self[index] == 0x21 {
      let isTag = self[index] == 0x21
      hasTag = hasTag || isTag
      index = self[(index + 1)...].firstIndex { isTag ? $0.isJSONSpace : !$0.isWord } ?? count
      index = afterSpaceAndComments(at: index)
    }
    return (index, hasTag)
  }

  /// The offset of the first byte at or behind `start` that is neither space nor comment.
  func afterSpaceAndComments(at start: Int) -> Int {
    var index = start
    while index < count {
      if self[index] == .hash {
        index = lineEnd(of: index)
      } else if self[index].isJSONSpace {
        index += 1
      } else {
        break
      }
    }
    return index
  }
}
