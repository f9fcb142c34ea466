internal import Git

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
