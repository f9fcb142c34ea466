/// Which lines of the two sides of a place stand for which line of its base.
///
/// A line of a manifest is known by its key and indentation, another one by what it has in common.
struct LineAlignment {
  /// A line of the base with what became of it, or lines that were added.
  struct Row {
    var sides: LineSides
  }

  /// In the order of the text; every line of the place is in one of them.
  let rows: [Row]

  /// More comparisons than this are not made: the place is then one conflict.
  private static let limit = 250_000

  /// Aligns the lines of a place; nil where it is too large.
  init?(of sides: LineSides) {
    let most = max(sides.ours.count, sides.theirs.count)
    guard sides.base.count * most <= Self.limit else { return nil }
    let ours = Self.partners(of: sides.base, in: sides.ours)
    let theirs = Self.partners(of: sides.base, in: sides.theirs)
    var rows: [Row] = []
    var next = (ours: 0, theirs: 0)
    for index in 0...sides.base.count {
      let isEnd = index == sides.base.count
      let (our, their) = isEnd ? (nil, nil) : (ours[index], theirs[index])
      // Where a side removed the line, what it added stands before the next line that it kept.
      let ends = (
        our ?? (isEnd ? sides.ours.count : next.ours),
        their ?? (isEnd ? sides.theirs.count : next.theirs)
      )
      let added = LineSides(
        base: [], ours: Array(sides.ours[next.ours..<ends.0]),
        theirs: Array(sides.theirs[next.theirs..<ends.1]))
      if !added.ours.isEmpty || !added.theirs.isEmpty { rows.append(Row(sides: added)) }
      next = (our.map { $0 + 1 } ?? ends.0, their.map { $0 + 1 } ?? ends.1)
      if isEnd { break }
      rows.append(
        Row(
          sides: LineSides(
            base: [sides.base[index]], ours: our.map { [sides.ours[$0]] } ?? [],
            theirs: their.map { [sides.theirs[$0]] } ?? [])))
    }
    self.rows = rows
  }

  /// For each line of the base the index of the line that a side has in its place, or nil; rising.
  private static func partners(of base: [Line], in side: [Line]) -> [Int?] {
    let isEven = base.count == side.count
    // best[i][j]: the most that the lines from i and from j on can be alike.
    var best = Array(repeating: Array(repeating: 0, count: side.count + 1), count: base.count + 1)
    var likeness = best
    for i in base.indices.reversed() {
      for j in side.indices.reversed() {
        likeness[i][j] = base[i].likeness(to: side[j], atLeast: isEven ? 1 : 0)
        let paired = likeness[i][j] == 0 ? 0 : likeness[i][j] + best[i + 1][j + 1]
        best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
      }
    }
    var partners: [Int?] = []
    var j = 0
    for i in base.indices {
      while j < side.count, best[i][j] == best[i][j + 1], best[i][j] > best[i + 1][j] { j += 1 }
      let isPair =
        j < side.count && likeness[i][j] > 0
        && best[i][j] == likeness[i][j] + best[i + 1][j + 1]
      partners.append(isPair ? j : nil)
      if isPair { j += 1 }
    }
    return partners
  }
}

extension Line {
  /// How much this line is like another one, from 0 for not at all to 100 for the same.
  fileprivate func likeness(to other: Line, atLeast least: Int) -> Int {
    if self == other { return 100 }
    if hasKey || other.hasKey {
      if slot == other.slot { return 60 }
      return slot.drop { $0 == UInt8(ascii: " ") } == other.slot.drop { $0 == UInt8(ascii: " ") }
        ? 40 : least
    }
    let start = zip(self, other).prefix { $0 == $1 }.count
    let rest = (dropFirst(start), other.dropFirst(start))
    let end = zip(rest.0.reversed(), rest.1.reversed()).prefix { $0 == $1 }.count
    return 2 * (start + end) >= Swift.max(count, other.count) ? 20 : least
  }
}
