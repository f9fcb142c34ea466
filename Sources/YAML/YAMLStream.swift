/// All documents of a YAML file, with positions and byte extents.
public struct YAMLStream: Sendable {
  public let bytes: [UInt8]
  public let documents: [YAMLNode]

  /// Reads `bytes` as a stream of documents.
  ///
  /// An alias is a node of its own and is never walked into, so that the nodes are no more than
  /// the file has words, however much it would unfold to.
  ///
  /// - Throws: `ParseError` where the reader stops: text that is no YAML, a key that stands twice,
  ///   more levels or keys than `YAMLLimits` allow.
  public init(_ bytes: [UInt8]) throws(ParseError) {
    self.bytes = bytes
    documents =
      try YAMLParser.reading(bytes) { parser throws(ParseError) in
        var builder = YAMLNodeBuilder(parser, bytes: bytes)
        return try builder.documents()
      } ?? []
  }
}

extension YAMLStream {
  /// The nodes with anchors in the order of the text, by which aliases name them.
  public var anchoredNodes: [YAMLNode] {
    // Few files have one.
    guard bytes.contains(UInt8(ascii: "&")) else { return [] }
    var nodes: [YAMLNode] = []
    for document in documents { document.collectAnchored(into: &nodes) }
    return nodes
  }

  /// The end of the last line of a scalar, before its line break, or nil for other nodes.
  ///
  /// Blank lines that belong to a block's text are counted in.
  public func lastLineEnd(of node: YAMLNode) -> Int? {
    guard let scalar = node.scalar else { return nil }
    guard let extent = scalar.extent else {
      return scalar.text.isEmpty && node.anchor == nil ? bytes.lineEnd(of: node.start) : nil
    }
    let keepsBlanks = scalar.style.isBlock && blockToken(at: extent.outer.lowerBound).keepsBlanks
    let end = bytes.lineEnd(of: extent.outer.upperBound)
    return keepsBlanks ? endOfBlankLines(behind: end) : end
  }

  /// The end of the last of the blank lines that follow the line that ends at `end`.
  func endOfBlankLines(behind end: Int) -> Int {
    var end = end
    while true {
      let start = bytes.afterLineBreak(at: end)
      let next = bytes.lineEnd(of: start)
      let isLine = start > end && next < bytes.count
      guard isLine, bytes[start..<next].allSatisfy({ $0 == .space }) else { return end }
      end = next
    }
  }

  /// The bytes of `|` or `>` with its indicators.
  func blockToken(at start: Int) -> (range: Range<Int>, keepsBlanks: Bool) {
    let token = bytes[(start + 1)...].prefix { $0.isDigit || $0 == .minus || $0 == 0x2B }
    return (start..<token.endIndex, token.contains(0x2B))
  }

  /// The end of the last line of a document that is neither blank nor a comment.
  public func lastLineEnd(ofDocument root: YAMLNode) -> Int {
    var end = bytes.lineEnd(of: root.textStart)
    var start = bytes.afterLineBreak(at: end)
    while start < bytes.count {
      let line = bytes[start..<bytes.lineEnd(of: start)]
      // No scalar reaches to column 1 of a line within a map, so these are markers.
      if line.starts(with: "---".utf8) || line.starts(with: "...".utf8) { break }
      let isText = line.first != .hash && !line.allSatisfy(\.isBlank)
      if isText { end = line.endIndex }
      start = bytes.afterLineBreak(at: line.endIndex)
    }
    return end
  }

  /// Whether the map or list is written with brackets.
  public func isFlow(_ node: YAMLNode) -> Bool {
    bytes.opensFlow(at: node.textStart)
  }

  /// The spaces before `node`, which starts a line of a block map.
  public func margin(of node: YAMLNode) -> String {
    String(repeating: " ", count: node.position.column - 1)
  }
}

extension YAMLStream {
  /// The offset of the bracket that closes a map or list written with brackets, or nil.
  ///
  /// Brackets within scalars and comments do not count.
  func closingBracket(of node: YAMLNode) -> Int? {
    var scalars: [Range<Int>] = []
    node.forEachScalar { _, scalar in
      if let extent = scalar.extent { scalars.append(extent.outer) }
    }
    var index = node.textStart
    var depth = 0
    var next = 0
    while index < bytes.count {
      if next < scalars.count, scalars[next].lowerBound <= index {
        index = max(index, scalars[next].upperBound)
        next += 1
        continue
      }
      switch bytes[index] {
      case .openBrace, .openBracket: depth += 1
      case .closeBrace, .closeBracket: depth -= 1
      case .hash where index > 0 && bytes[index - 1].isJSONSpace: index = bytes.lineEnd(of: index)
      default: break
      }
      if depth == 0 { return index }
      index += 1
    }
    return nil
  }

  /// The end of the last line of a node, before its line break, or nil where it cannot be found.
  ///
  /// `key` is the one whose value the node is; nil for elements of lists.
  public func lastLineEnd(ofNode node: YAMLNode, key: YAMLNode? = nil) -> Int? {
    switch node.kind {
    case .scalar: return lastLineEnd(of: node)
    case .alias: return key.map { bytes.lineEnd(of: $0.start) }
    case _ where isFlow(node): return closingBracket(of: node).map(bytes.lineEnd(of:))
    case .list(let elements): return elements.last.flatMap { lastLineEnd(ofNode: $0) }
    case .map(let members):
      return members.last.flatMap { lastLineEnd(ofNode: $0.value, key: $0.key) }
    }
  }
}

/// How much a YAML or JSON text may hold; what has more is refused, with the place where it begins.
public enum YAMLLimits {
  /// The most levels of lists and maps: more than twice what the largest CRDs need.
  ///
  /// Whoever walks the nodes of a file recurses once a level, and threads have little stack.
  public static let levels = 128

  /// The most keys in one map.
  public static let keys = 250_000

  /// A file of which nothing was read.
  public static let tooLarge = ParseError(
    position: TextPosition(line: 1, column: 1), message: "the file is larger than 10 MiB",
    remedy: "split it into several files")

  static func tooManyKeys(at position: TextPosition) -> ParseError {
    ParseError(
      position: position, message: "one map has more than \(keys) keys",
      remedy: "spread them over several maps or files")
  }
}

/// The tags of nodes without one, by what they are (YAML 1.2.2, section 10.1).
enum StandardTag {
  static let string = "tag:yaml.org,2002:str"
  static let list = "tag:yaml.org,2002:seq"
  static let map = "tag:yaml.org,2002:map"
}

extension YAMLNode {
  fileprivate func collectAnchored(into nodes: inout [YAMLNode]) {
    if isAlias { return }
    if anchor != nil { nodes.append(self) }
    for element in elements ?? [] { element.collectAnchored(into: &nodes) }
    for (key, value) in members ?? [] {
      key.collectAnchored(into: &nodes)
      value.collectAnchored(into: &nodes)
    }
  }
}
