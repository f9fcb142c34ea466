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
  func lastLineEnd(ofNode node: YAMLNode, key: YAMLNode? = nil) -> Int? {
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
