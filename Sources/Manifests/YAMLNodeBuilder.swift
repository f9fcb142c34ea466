import Yams

/// Builds positioned nodes from what the YAML reader composed, in the order of the text.
struct YAMLNodeBuilder {
  private let bytes: [UInt8]
  private var cursor: MarkCursor
  /// The anchored nodes so far: their numbers by where they start.
  private var anchored: [TextPosition: Int] = [:]
  private var lastAnchored = TextPosition(line: 0, column: 0)

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
      return YAMLNode(
        kind: .alias(number), position: position, start: 0, textStart: 0, tag: "", anchor: anchor,
        inFlow: inFlow)
    }
    guard let start = cursor.offset(of: mark) else { throw Self.lost(position) }
    if anchor != nil {
      lastAnchored = position
      anchored[position] = anchored.count
    }
    let textStart = bytes.afterProperties(at: start)
    return YAMLNode(
      kind: try kind(of: node, at: textStart, inFlow: inFlow), position: position, start: start,
      textStart: textStart, tag: node.tag.description, anchor: anchor, inFlow: inFlow)
  }

  private mutating func kind(
    of node: Node, at start: Int, inFlow: Bool
  ) throws(ParseError) -> YAMLNode.Kind {
    let opensFlow =
      start < bytes.count && (bytes[start] == .openBracket || bytes[start] == .openBrace)
    switch node {
    case .scalar(let scalar): return .scalar(self.scalar(scalar, at: start))
    case .sequence(let sequence):
      var elements: [YAMLNode] = []
      for element in sequence {
        elements.append(try self.node(element, inFlow: inFlow || opensFlow))
      }
      return .list(elements)
    case .mapping(let mapping):
      var members: [(key: YAMLNode, value: YAMLNode)] = []
      for (key, value) in mapping {
        let key = try self.node(key, inFlow: inFlow || opensFlow)
        members.append((key, try self.node(value, inFlow: inFlow || opensFlow)))
      }
      return .map(members)
    // The reader composes aliases into their targets; this kind is for writing.
    case .alias: throw Self.lost(TextPosition(line: 1, column: 1))
    }
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
  /// The offset of the text of the node at `start`, behind its anchor and its tag.
  fileprivate func afterProperties(at start: Int) -> Int {
    var index = start
    while index < count, self[index] == 0x26 || self[index] == 0x21 {
      let isAnchor = self[index] == 0x26
      index = self[(index + 1)...].firstIndex { isAnchor ? !$0.isWord : $0.isJSONSpace } ?? count
      index = afterSpaceAndComments(at: index)
    }
    return index
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
