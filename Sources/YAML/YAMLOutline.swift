import CYaml

/// A YAML file as a list of its nodes in the order of the text, which is all that the proof needs.
///
/// It takes two thirds of the instructions that a tree of nodes takes, nearly all of them libyaml's: texts
/// are not strings, and nothing is allocated for a single node.
struct YAMLOutline {
  /// What a node is.
  ///
  /// A list or map is followed by its parts, each with what is in it.
  enum Kind: Hashable {
    /// The scalar at that place in `scalars`.
    case scalar(Int)
    /// A list of so many elements.
    case list(Int)
    /// A map of so many keys and values, both counted.
    case map(Int)
    /// A reference to the anchored node of that number, counted through the stream.
    case alias(Int)
  }

  /// A node without its parts.
  struct Node {
    var kind: Kind
    /// Where it starts: its anchor or tag, else its text.
    let position: TextPosition
    /// The tag's full name; nil where none is written.
    let tag: String?
    let anchor: String?

    /// The full name of the tag that it has or is taken to have; empty for aliases.
    var fullTag: String {
      if let tag { return tag }
      return switch kind {
      case .scalar: StandardTag.string
      case .list: StandardTag.list
      case .map: StandardTag.map
      case .alias: ""
      }
    }
  }

  /// A scalar and how it is written.
  struct Scalar {
    /// Its place in `nodes`.
    let node: Int
    /// The bytes in `texts` that it stands for.
    let text: Range<Int>
    let style: YAMLNode.Style
    /// The offset of its text, behind anchor and tag.
    let textStart: Int
    /// Nil where the text is empty and plain, or could not be found again.
    let extent: ScalarExtent?
    /// Whether it stands between brackets or braces.
    let inFlow: Bool
    /// Whether it is a key or a part of one.
    let isKey: Bool
  }

  let bytes: [UInt8]
  /// How many documents there are; each is a node with its parts.
  let documents: Int
  let nodes: [Node]
  let scalars: [Scalar]
  /// The texts of all scalars, one behind the other.
  let texts: [UInt8]

  /// Reads `bytes`.
  ///
  /// - Throws: `ParseError` where `YAMLStream` does.
  init(_ bytes: [UInt8]) throws(ParseError) {
    var reader = YAMLOutlineReader(bytes)
    do {
      try YAMLParser.reading(bytes) { parser throws(ParseError) in try reader.read(parser) }
      // The tree tells keys apart that are not so simple, and what is wrong first.
      if reader.isUnusual { _ = try YAMLStream(bytes) }
    } catch {
      _ = try YAMLStream(bytes)
      throw error
    }
    self.bytes = bytes
    documents = reader.documents
    nodes = reader.nodes
    scalars = reader.scalars
    texts = reader.texts
  }

  /// Where the scalar at that place in `scalars` starts.
  func position(ofScalar index: Int) -> TextPosition { nodes[scalars[index].node].position }

  /// The text of a scalar.
  func text(_ scalar: Scalar) -> String {
    String(decoding: texts[scalar.text], as: UTF8.self)
  }
}

/// Makes the list of nodes of a text from libyaml's events.
struct YAMLOutlineReader {
  /// A list or a map that is not complete.
  private struct Open {
    let node: Int
    let isMap: Bool
    let isKey: Bool
    let inFlow: Bool
    /// How many of `keys` belong to what it stands in.
    let outerKeys: Int
    /// The number of its anchor.
    let number: Int
    var parts = 0

    /// Whether its next part is a key.
    var expectsKey: Bool { isMap && parts.isMultiple(of: 2) }
  }

  private(set) var documents = 0
  private(set) var nodes: [YAMLOutline.Node] = []
  private(set) var scalars: [YAMLOutline.Scalar] = []
  private(set) var texts: [UInt8] = []
  /// Whether there is something that this reader does not judge: many keys in a map, or one twice,
  /// or one that is no scalar; an alias of nothing; too many levels or keys.
  private(set) var isUnusual = false

  private let bytes: [UInt8]
  private var cursor: CharacterCursor
  private var open: [Open] = []
  /// The texts of the keys of all open maps.
  private var keys: [Range<Int>] = []
  /// The numbers of the anchored nodes that are complete, the last one of each name.
  private var anchored: [String: Int] = [:]
  private var anchors = 0
  /// Whether the text has ended, or nests too deep, or a map has too many keys.
  private var isAtEnd = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    cursor = CharacterCursor(bytes: bytes)
    nodes.reserveCapacity(bytes.count / 10)
    scalars.reserveCapacity(bytes.count / 12)
    texts.reserveCapacity(bytes.count)
  }

  /// Reads all documents; those beyond a limit in part.
  ///
  /// - Throws: `ParseError` where the text is no YAML.
  mutating func read(_ parser: YAMLParser) throws(ParseError) {
    while !isAtEnd { try parser.withNext { take($0) } }
  }

  private mutating func take(_ event: UnsafePointer<yaml_event_t>) {
    switch event.pointee.type {
    case YAML_STREAM_END_EVENT: isAtEnd = true
    case YAML_DOCUMENT_START_EVENT: documents += 1
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: close()
    case YAML_SEQUENCE_START_EVENT:
      let start = event.pointee.data.sequence_start
      begin(event, tag: String(yaml: start.tag), anchor: String(yaml: start.anchor), isMap: false)
    case YAML_MAPPING_START_EVENT:
      let start = event.pointee.data.mapping_start
      begin(event, tag: String(yaml: start.tag), anchor: String(yaml: start.anchor), isMap: true)
    case YAML_SCALAR_EVENT: addScalar(event)
    case YAML_ALIAS_EVENT: addAlias(event)
    default: break
    }
  }

  private mutating func addScalar(_ event: UnsafePointer<yaml_event_t>) {
    let scalar = event.pointee.data.scalar
    let text = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    let range = texts.count..<texts.count + text.count
    texts.append(contentsOf: text)
    let isKeyOfMap = open.last?.expectsKey == true
    let isKey = isKeyOfMap || open.last?.isKey == true
    if isKeyOfMap { add(key: range) }
    let start = textStart(of: event)
    let style = YAMLNode.Style(scalar.style)
    scalars.append(
      YAMLOutline.Scalar(
        node: nodes.count, text: range, style: style, textStart: start,
        extent: ScalarExtent(of: text, style: style, at: start, in: bytes),
        inFlow: open.last?.inFlow == true, isKey: isKey))
    add(
      event, .scalar(scalars.count - 1), tag: String(yaml: scalar.tag),
      anchor: String(yaml: scalar.anchor))
    if scalar.anchor != nil {
      anchors += 1
      name(nodes.count - 1, anchors - 1)
    }
  }

  private mutating func addAlias(_ event: UnsafePointer<yaml_event_t>) {
    let name = String(yaml: event.pointee.data.alias.anchor) ?? ""
    if anchored[name] == nil || open.last?.expectsKey == true { isUnusual = true }
    add(event, .alias(anchored[name] ?? anchors), tag: nil, anchor: name)
  }

  /// Opens a list or a map, whose parts come next.
  private mutating func begin(
    _ event: UnsafePointer<yaml_event_t>, tag: String?, anchor: String?, isMap: Bool
  ) {
    let outer = open.last
    if outer?.expectsKey == true { isUnusual = true }
    let opened = Open(
      node: nodes.count, isMap: isMap, isKey: outer?.isKey == true || outer?.expectsKey == true,
      inFlow: outer?.inFlow == true || bytes.opensFlow(at: textStart(of: event)),
      outerKeys: keys.count, number: anchors)
    if anchor != nil { anchors += 1 }
    add(event, isMap ? .map(0) : .list(0), tag: tag, anchor: anchor)
    open.append(opened)
  }

  /// Completes the list or map that was opened last.
  private mutating func close() {
    guard let closed = open.popLast() else { return }
    nodes[closed.node].kind = closed.isMap ? .map(closed.parts) : .list(closed.parts)
    keys.removeLast(max(0, keys.count - closed.outerKeys))
    name(closed.node, closed.number)
  }

  /// Adds a node, and counts it in what it stands in.
  private mutating func add(
    _ event: UnsafePointer<yaml_event_t>, _ kind: YAMLOutline.Kind, tag: String?, anchor: String?
  ) {
    let isFull = open.last.map { $0.isMap && $0.parts >= 2 * YAMLLimits.keys } ?? false
    if open.count > YAMLLimits.levels || isFull {
      isUnusual = true
      isAtEnd = true
    }
    nodes.append(
      YAMLOutline.Node(
        kind: kind, position: TextPosition(event.pointee.start_mark), tag: tag, anchor: anchor))
    if let last = open.indices.last { open[last].parts += 1 }
  }

  /// Lets aliases name the node, which is complete, if it has an anchor.
  private mutating func name(_ node: Int, _ number: Int) {
    if let anchor = nodes[node].anchor { anchored[anchor] = number }
  }

  /// Tells the keys of a map apart as long as they are few.
  private mutating func add(key: Range<Int>) {
    if isUnusual { return }
    let first = open.last?.outerKeys ?? 0
    let isKnown = texts.withUnsafeBytes { texts in
      (first..<keys.count).contains { index in
        let other = keys[index]
        return other.count == key.count && texts[other].elementsEqual(texts[key])
      }
    }
    if isKnown || keys.count - first >= 16 { isUnusual = true }
    keys.append(key)
  }

  /// The offset of a node's text, behind anchor and tag.
  private mutating func textStart(of event: UnsafePointer<yaml_event_t>) -> Int {
    let start = cursor.offset(ofCharacter: event.pointee.start_mark.index)
    return bytes.properties(at: start).end
  }
}
