internal import Git
internal import YAML

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
    let least = isComment && other.isComment ? Swift.max(least, 10) : least
    let start = zip(self, other).prefix { $0 == $1 }.count
    let rest = (dropFirst(start), other.dropFirst(start))
    let end = zip(rest.0.reversed(), rest.1.reversed()).prefix { $0 == $1 }.count
    return 2 * (start + end) >= Swift.max(count, other.count) ? 20 : least
  }

  private var isComment: Bool { first { $0 != .space } == .hash }
}

/// Divides three texts into the places that a merge decides about one by one.
///
/// Where the changes of the two sides do not overlap in the base, each is a place of its own, also
/// when no common line stands between them.
struct LineRegions {
  private let base: LineTable
  private let ours: LineTable
  private let theirs: LineTable
  /// By how many lines our side and theirs are ahead of the base so far.
  private var shift = (ours: 0, theirs: 0)
  /// Where in the base the next place starts.
  private var next = 0
  private var places: [LineSides] = []

  private enum Side {
    case ours
    case theirs
  }

  /// Changes of both sides that hang together.
  private struct Group {
    var ours: [LineChange] = []
    var theirs: [LineChange] = []

    var old: Range<Int> {
      let all = ours + theirs
      let start = all.map(\.old.lowerBound).min() ?? 0
      return start..<(all.map(\.old.upperBound).max() ?? start)
    }
  }

  /// All places of the three texts in their order.
  ///
  /// - Throws: GitError when libgit2 cannot compare the texts.
  static func places(
    base: [UInt8], ours: [UInt8], theirs: [UInt8]
  ) throws(GitError) -> [LineSides] {
    let changes = (
      ours: try lineChanges(from: base, to: ours), theirs: try lineChanges(from: base, to: theirs)
    )
    var regions = LineRegions(
      base: LineTable(base), ours: LineTable(ours), theirs: LineTable(theirs))
    for group in regions.groups(changes.ours, changes.theirs) { regions.append(group) }
    regions.appendCommon(upTo: regions.base.count)
    return regions.places
  }

  private init(base: LineTable, ours: LineTable, theirs: LineTable) {
    self.base = base
    self.ours = ours
    self.theirs = theirs
  }

  private func groups(_ ours: [LineChange], _ theirs: [LineChange]) -> [Group] {
    let all = ours.map { ($0, Side.ours) } + theirs.map { ($0, Side.theirs) }
    let sorted = all.sorted {
      ($0.0.old.lowerBound, $0.0.old.upperBound) < ($1.0.old.lowerBound, $1.0.old.upperBound)
    }
    var groups: [Group] = []
    for (change, side) in sorted {
      // Later changes of one side lie behind its earlier ones, so the last one decides.
      let joins = groups.last.map { meets(change, of: side, $0) } ?? false
      if !joins { groups.append(Group()) }
      switch side {
      case .ours: groups[groups.count - 1].ours.append(change)
      case .theirs: groups[groups.count - 1].theirs.append(change)
      }
    }
    return groups
  }

  private func meets(_ change: LineChange, of side: Side, _ group: Group) -> Bool {
    switch side {
    case .ours: group.theirs.last.map { overlap(change, $0) } ?? false
    case .theirs: group.ours.last.map { overlap($0, change) } ?? false
    }
  }

  /// Whether a change of ours and one of theirs cannot be decided apart.
  private func overlap(_ our: LineChange, _ their: LineChange) -> Bool {
    let (left, right) = (our.old, their.old)
    if left == right { return true }
    if left.lowerBound < right.upperBound, right.lowerBound < left.upperBound { return true }
    let isTouching =
      left.upperBound == right.lowerBound || right.upperBound == left.lowerBound
    guard isTouching, our.new.count > left.count, their.new.count > right.count else {
      return false
    }
    // Both add lines at one place: the same line must not arrive twice.
    let added = Set(ours[our.new])
    return theirs[their.new].contains { added.contains($0) && !$0.isBlankLine }
  }

  private mutating func append(_ group: Group) {
    let old = group.old
    appendCommon(upTo: old.lowerBound)
    let grown = (ours: growth(of: group.ours), theirs: growth(of: group.theirs))
    places.append(
      LineSides(
        base: base[old],
        ours: ours[old.lowerBound + shift.ours..<old.upperBound + shift.ours + grown.ours],
        theirs: theirs[
          old.lowerBound + shift.theirs..<old.upperBound + shift.theirs + grown.theirs]))
    shift = (shift.ours + grown.ours, shift.theirs + grown.theirs)
    next = old.upperBound
  }

  private mutating func appendCommon(upTo end: Int) {
    // Nothing is decided about such lines, so that they need not be told apart.
    if next < end { places.append(LineSides(common: [base.joined(next..<end)])) }
    next = max(next, end)
  }

  private func growth(of changes: [LineChange]) -> Int {
    changes.reduce(0) { $0 + $1.new.count - $1.old.count }
  }
}

extension Line {
  /// Whether nothing but white space is on this line.
  fileprivate var isBlankLine: Bool { allSatisfy { " \t\r\n".utf8.contains($0) } }
}
