extension YAMLStream {
  /// The end of the last line of a scalar, before its line break, or nil for other nodes.
  ///
  /// Blank lines that belong to a block's text are counted in.
  func lastLineEnd(of node: YAMLNode) -> Int? {
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
  func lastLineEnd(ofDocument root: YAMLNode) -> Int {
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
  func isFlow(_ node: YAMLNode) -> Bool {
    bytes.opensFlow(at: node.textStart)
  }

  /// The spaces before `node`, which starts a line of a block map.
  func margin(of node: YAMLNode) -> String {
    String(repeating: " ", count: node.position.column - 1)
  }
}
