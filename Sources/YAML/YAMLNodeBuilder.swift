import CYaml

/// Builds positioned nodes from the events of a text, in its order.
struct YAMLNodeBuilder {
  /// What an alias may mean.
  private struct Anchored {
    let number: Int
    /// What it is as a key of a map; nil for lists and maps.
    let key: Key?
  }

  /// What tells the keys of one map apart: a list or a map with everything in it, but that aliases of
  /// such, which may unfold without end, are told apart by what they name.
  private indirect enum Key: Hashable {
    case scalar([UInt8], tag: String)
    case list([Key], tag: String)
    case map([Key], tag: String)
    case alias(Int)
  }

  private let parser: YAMLParser
  private let bytes: [UInt8]
  private var cursor: CharacterCursor
  /// The anchored nodes that are complete, the last one of each name.
  private var anchored: [String: Anchored] = [:]
  private var anchors = 0
  /// How many lists and maps are open.
  private var depth = 0

  /// Takes a parser that was given `bytes` without their byte-order mark.
  init(_ parser: YAMLParser, bytes: [UInt8]) {
    self.parser = parser
    self.bytes = bytes
    cursor = CharacterCursor(bytes: bytes)
  }

  /// Reads all documents.
  ///
  /// - Throws: `ParseError` where the text is no YAML, has an alias without an anchor or one key twice
  ///   in a map, or nests too deep.
  mutating func documents() throws(ParseError) -> [YAMLNode] {
    var documents: [YAMLNode] = []
    while true {
      let event = try parser.next()
      switch event.kind {
      case .streamEnd: return documents
      case .documentStart: documents.append(try node(try parser.next(), inFlow: false))
      default: continue
      }
    }
  }

  /// The node that starts with `event`.
  private mutating func node(
    _ event: YAMLParserEvent, inFlow: Bool
  ) throws(ParseError) -> YAMLNode {
    let position = TextPosition(event.mark)
    let start = cursor.offset(ofCharacter: event.mark.index)
    guard depth <= YAMLLimits.levels else {
      throw ParseError(
        position: position, message: "the file nests too deep to be read",
        remedy: "nest no deeper than \(YAMLLimits.levels) levels")
    }
    if case .alias(let name) = event.kind {
      guard let target = anchored[name] else {
        throw ParseError(
          position: position, message: "found undefined alias", remedy: "correct the YAML")
      }
      return YAMLNode(
        kind: .alias(target.number), position: position, start: start, textStart: start, tag: "",
        hasTag: false, anchor: name, inFlow: inFlow)
    }
    let number = anchors
    if event.anchor != nil { anchors += 1 }
    let properties = bytes.properties(at: start)
    let node = YAMLNode(
      kind: try kind(of: event, at: properties.end, inFlow: inFlow), position: position,
      start: start, textStart: properties.end, tag: event.tag ?? event.kind.standardTag,
      hasTag: properties.hasTag, anchor: event.anchor, inFlow: inFlow)
    if let name = event.anchor {
      anchored[name] = Anchored(number: number, key: node.scalar == nil ? nil : key(node))
    }
    return node
  }

  private mutating func kind(
    of event: YAMLParserEvent, at start: Int, inFlow: Bool
  ) throws(ParseError) -> YAMLNode.Kind {
    switch event.kind {
    case .list: return try elements(inFlow: inFlow || bytes.opensFlow(at: start))
    case .map: return try members(inFlow: inFlow || bytes.opensFlow(at: start))
    case .scalar(let text, let style):
      let extent = ScalarExtent(of: text, style: style, at: start, in: bytes)
      return .scalar(.init(text: text, style: style, extent: extent))
    case .alias, .documentStart, .streamEnd, .end, .other:
      throw ParseError(
        position: TextPosition(event.mark), message: "a node is expected here",
        remedy: "correct the YAML")
    }
  }

  private mutating func elements(inFlow: Bool) throws(ParseError) -> YAMLNode.Kind {
    var elements: [YAMLNode] = []
    depth += 1
    defer { depth -= 1 }
    while let event = try nextInCollection() {
      elements.append(try node(event, inFlow: inFlow))
    }
    return .list(elements)
  }

  private mutating func members(inFlow: Bool) throws(ParseError) -> YAMLNode.Kind {
    var members: [(key: YAMLNode, value: YAMLNode)] = []
    members.reserveCapacity(4)
    var names = DistinctNames()
    depth += 1
    defer { depth -= 1 }
    while let event = try nextInCollection() {
      let key = try node(event, inFlow: inFlow)
      guard members.count < YAMLLimits.keys else { throw YAMLLimits.tooManyKeys(at: key.position) }
      names.add(key)
      members.append((key, try node(try parser.next(), inFlow: inFlow)))
    }
    if !names.areDistinct { try refuseDuplicates(members) }
    return .map(members)
  }

  /// The next event; nil where it ends the collection.
  private func nextInCollection() throws(ParseError) -> YAMLParserEvent? {
    let event = try parser.next()
    if case .end = event.kind { return nil }
    return event
  }

  private func refuseDuplicates(
    _ members: [(key: YAMLNode, value: YAMLNode)]
  ) throws(ParseError) {
    var keys = Set<Key>(minimumCapacity: members.count)
    for (node, _) in members where !keys.insert(key(node)).inserted {
      let text = node.scalar.map { " " + $0.text } ?? ""
      throw ParseError(
        position: node.position, message: "one map has the key\(text) twice",
        remedy: "keep one of the two")
    }
  }

  /// Tells keys apart as long as they are few scalars with texts that differ, as in nearly every map.
  private struct DistinctNames {
    private(set) var areDistinct = true
    private var texts: [String] = []

    mutating func add(_ key: YAMLNode) {
      guard areDistinct else { return }
      guard case .scalar(let scalar) = key.kind, texts.count < 16, !texts.contains(scalar.text)
      else {
        areDistinct = false
        return
      }
      texts.append(scalar.text)
    }
  }

  private func key(_ node: YAMLNode) -> Key {
    switch node.kind {
    case .scalar(let scalar): .scalar(Array(scalar.text.utf8), tag: node.tag)
    case .alias(let number): node.anchor.flatMap { anchored[$0]?.key } ?? .alias(number)
    case .list(let elements): .list(elements.map(key), tag: node.tag)
    case .map(let members): .map(members.flatMap { [key($0.key), key($0.value)] }, tag: node.tag)
    }
  }
}

extension YAMLParserEvent.Kind {
  /// The tag of a node without one.
  fileprivate var standardTag: String {
    switch self {
    case .list: StandardTag.list
    case .map: StandardTag.map
    default: StandardTag.string
    }
  }
}

extension [UInt8] {
  /// Where the anchor and the tag of the node at `start` end, and whether it has a tag.
  func properties(at start: Int) -> (end: Int, hasTag: Bool) {
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

  /// Whether a list or map with brackets starts there.
  func opensFlow(at start: Int) -> Bool {
    start < count && (self[start] == .openBracket || self[start] == .openBrace)
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
