/// How deep the collections of a YAML text nest.
///
/// libyaml stops at a thousand levels; the composer over it, and all who walk its nodes, recurse
/// once a level, which the stack of a secondary thread may be too small for.
enum Nesting {
  /// The most levels that a file may have: twice what the largest CRDs need.
  static let limit = 80

  /// Whether `bytes` surely nest no deeper than the limit, as nearly all files do.
  ///
  /// A cheap bound that may be too high, never too low. Each open block collection has a column of
  /// its own, where a line or what follows `-`, `?` and `:` on it starts; a list and the map of its
  /// key may share one. Each open flow collection has its bracket. Which of all those are open at
  /// once is not asked, since quotes and continued lines could hide it.
  static func isSurelyWithinLimit(_ bytes: [UInt8]) -> Bool {
    var columns: Set<Int> = []
    var brackets = 0
    var index = 0
    while index < bytes.count {
      let end = bytes.lineEnd(of: index)
      addColumns(of: bytes[index..<end], to: &columns)
      brackets += bytes[index..<end].count { $0 == .openBracket || $0 == .openBrace }
      if 2 * columns.count + brackets > limit { return false }
      index = bytes.afterLineBreak(at: end)
    }
    return true
  }

  private static func addColumns(of line: ArraySlice<UInt8>, to columns: inout Set<Int>) {
    var index = line.startIndex
    while columns.count <= limit {
      while index < line.endIndex, line[index].isBlank { index += 1 }
      guard index < line.endIndex else { return }
      columns.insert(index - line.startIndex)
      let next = index + 1
      let isIndicator = line[index] == .minus || line[index] == .question || line[index] == .colon
      guard isIndicator, next < line.endIndex, line[next].isBlank else { return }
      index = next
    }
  }
}
