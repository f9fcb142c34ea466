/// A cheap upper bound of how deep a YAML text nests, found without parsing it.
///
/// libyaml and the composer over it recurse once a level, so that a hostile file could exhaust the
/// stack of a thread. Block collections nest by indentation, at most twice at one column (a list
/// may stand at its key's column); flow collections nest by brackets. Both are counted over the
/// bytes alone, quoted text and comments included, so the bound may be too high, never too low.
enum NestingBound {
  /// The most columns that may be open at once, and the most brackets.
  static let limit = 100

  /// Whether `bytes` could nest deeper than the limit.
  static func isExceeded(by bytes: [UInt8]) -> Bool {
    var columns: [Int] = []
    var brackets = 0
    var index = 0
    while index < bytes.count {
      let end = bytes.lineEnd(of: index)
      let line = bytes[index..<end]
      if line.starts(with: "---".utf8) { brackets = 0 }
      open(line, in: &columns)
      for byte in line {
        if byte == .openBracket || byte == .openBrace { brackets += 1 }
        if byte == .closeBracket || byte == .closeBrace { brackets = max(0, brackets - 1) }
        if brackets > limit { return true }
      }
      if columns.count > limit { return true }
      index = bytes.afterLineBreak(at: end)
    }
    return false
  }

  /// Opens a column for each indicator at the start of a line and for the text behind them.
  private static func open(_ line: ArraySlice<UInt8>, in columns: inout [Int]) {
    var index = line.startIndex
    while true {
      while index < line.endIndex, line[index].isBlank { index += 1 }
      guard index < line.endIndex else { return }
      while let last = columns.last, last >= index - line.startIndex { columns.removeLast() }
      columns.append(index - line.startIndex)
      let next = index + 1
      let isIndicator = line[index] == .minus || line[index] == .question || line[index] == .colon
      guard isIndicator, next == line.endIndex || line[next].isBlank, columns.count <= limit else {
        return
      }
      index = next
    }
  }
}
