/// A line of a text with its line feed; the last line of a text may have none.
typealias Line = ArraySlice<UInt8>

extension [UInt8] {
  /// The lines of this text as Git counts them: each ends behind a line feed.
  var lines: [Line] {
    var lines: [Line] = []
    var start = startIndex
    while let end = self[start...].firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(self[start...end])
      start = end + 1
    }
    if start < endIndex { lines.append(self[start...]) }
    return lines
  }
}

extension [Line] {
  /// The text of these lines.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(reduce(0) { $0 + $1.count })
    for line in self { bytes += line }
    return bytes
  }
}

/// Where the lines of a text start: a fraction of the room that the lines themselves would take.
struct LineTable {
  private let text: [UInt8]
  /// One more than there are lines: the last is the end of the text.
  private var starts: [UInt32] = [0]

  /// Takes a text that is merged, which has far less than 4 GiB.
  init(_ text: [UInt8]) {
    self.text = text
    for (index, byte) in text.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(UInt32(index + 1))
    }
    if text.count > Int(starts[starts.count - 1]) { starts.append(UInt32(text.count)) }
  }

  var count: Int { starts.count - 1 }

  /// Lines, each by itself.
  subscript(lines: Range<Int>) -> [Line] {
    lines.map { text[Int(starts[$0])..<Int(starts[$0 + 1])] }
  }

  /// Lines as one piece of text.
  func joined(_ lines: Range<Int>) -> Line {
    text[Int(starts[lines.lowerBound])..<Int(starts[lines.upperBound])]
  }
}

extension Line {
  /// The bytes that end this line: LF, CRLF or none.
  var lineEnd: Line {
    guard last == UInt8(ascii: "\n") else { return suffix(0) }
    return dropLast().last == UInt8(ascii: "\r") ? suffix(2) : suffix(1)
  }

  /// What says where in a manifest this line stands: its indentation, the dashes of list items and
  /// its key with the colon; the indentation and dashes alone where it has no key.
  var slot: Line {
    let marks = prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") }
    let rest = self[marks.endIndex...]
    guard rest.first != UInt8(ascii: "#"),
      let colon = rest.indices.first(where: { isKeyEnd($0) })
    else { return marks }
    return self[startIndex...colon]
  }

  /// Whether the line has a key.
  var hasKey: Bool { slot.last == UInt8(ascii: ":") }

  private func isKeyEnd(_ index: Int) -> Bool {
    guard self[index] == UInt8(ascii: ":") else { return false }
    return index + 1 == endIndex || " \r\n\t".utf8.contains(self[index + 1])
  }
}

/// The lines that the three sides of a merge have in one place.
struct LineSides: Equatable {
  var base: [Line]
  var ours: [Line]
  var theirs: [Line]

  /// Lines that all sides have, in pieces of one line or more.
  init(common lines: [Line]) {
    self.init(base: lines, ours: lines, theirs: lines)
  }

  init(base: [Line], ours: [Line], theirs: [Line]) {
    self.base = base
    self.ours = ours
    self.theirs = theirs
  }
}

/// A decided part of a merged text.
struct MergeCell: Equatable {
  /// What the sides have here.
  var sides: LineSides
  /// What the merged text has here.
  var lines: [Line]
  /// Whether both sides changed this part, so that `lines` are ours, as far as they differ.
  var isConflict = false
  /// Whether theirs changed a comment in this part, and `lines` do not have it.
  var leavesComment = false

  /// A part that is settled as `lines`.
  init(_ sides: LineSides, as lines: [Line]) {
    self.sides = sides
    self.lines = lines
  }

  /// A part where our side stays because both changed it.
  init(conflict sides: LineSides) {
    self.sides = sides
    lines = sides.ours
    isConflict = true
  }

  /// Whether anything of theirs came in.
  var hasTheirs: Bool { lines != sides.ours }
}

/// Decides a place of three texts.
struct LineDecision {
  /// Makes of a text of the base what theirs would have if only values had changed.
  let changingValues: ([UInt8]) -> [UInt8]
  /// Nil for a text without comments that a merge has to know.
  let comments: CommentSides?

  /// The parts of the place, each settled or a conflict.
  func cells(of sides: LineSides) -> [MergeCell] {
    if sides.base == sides.theirs { return [MergeCell(sides, as: sides.ours)] }
    let needsLines = sides.base == sides.ours && sides.ours.contains(where: \.isImagePolicy)
    if !needsLines, let lines = settled(sides) { return [MergeCell(sides, as: lines)] }
    guard let alignment = LineAlignment(of: sides) else { return [conflict(sides)] }
    return joined(marked(alignment.rows.map(cell)))
  }

  /// The merged lines where the sides can be merged as they are; else nil.
  private func settled(_ sides: LineSides) -> [Line]? {
    if sides.ours == sides.theirs || sides.base == sides.theirs { return sides.ours }
    if sides.base == sides.ours { return sides.theirs }
    let changed = withValues(sides.base)
    if changed == sides.theirs { return withValues(sides.ours) }
    // The owner made the template's edit before, with the values of then.
    return withValues(sides.ours) == sides.theirs ? sides.theirs : nil
  }

  private func withValues(_ lines: [Line]) -> [Line] {
    lines.isEmpty ? [] : changingValues(lines.bytes).lines
  }

  /// The part that is one row: a line of the base, or lines that were added before one.
  private func cell(_ row: LineAlignment.Row) -> MergeCell {
    let sides = row.sides
    // A line that an image policy sets is the owner's while it is there.
    let isOwners =
      sides.ours.count == 1 && sides.theirs.first?.slot == sides.ours.first?.slot
      && (sides.ours + sides.base).contains(where: \.isImagePolicy)
    if isOwners, withValues(sides.base) != sides.theirs { return MergeCell(sides, as: sides.ours) }
    return settled(sides).map { MergeCell(sides, as: $0) } ?? parted(sides) ?? conflict(sides)
  }

  /// A part where our side stays as it is.
  func conflict(_ sides: LineSides) -> MergeCell {
    var cell = MergeCell(conflict: sides)
    cell.leavesComment = leavesComment(sides)
    return cell
  }

  /// Whether theirs changed comments otherwise than values do, and ours have not the same ones.
  private func leavesComment(_ sides: LineSides) -> Bool {
    guard let comments else { return false }
    let old = comments.base.comments(in: sides.base)
    let new = comments.theirs.comments(in: sides.theirs)
    return old != new && old.map { changingValues(Array($0))[...] } != new
      && comments.ours.comments(in: sides.ours) != new
  }

  /// A line that all sides have, part by part: a comment that one side changed does not stand in the way
  /// of what the other says, nor the end of the line.
  private func parted(_ sides: LineSides) -> MergeCell? {
    guard let base = sides.base.first, let our = sides.ours.first, let their = sides.theirs.first,
      [sides.base, sides.ours, sides.theirs].allSatisfy({ $0.count == 1 }),
      !(sides.ours + sides.base).contains(where: \.isImagePolicy)
    else { return nil }
    let parts = (
      base: LineParts(base, comments?.base), ours: LineParts(our, comments?.ours),
      theirs: LineParts(their, comments?.theirs)
    )
    func merged(_ part: KeyPath<LineParts, Line>) -> Line? {
      settled(parts.base[keyPath: part], parts.ours[keyPath: part], parts.theirs[keyPath: part])
    }
    let (text, comment) = (merged(\.text), merged(\.comment))
    var result = parts.ours
    if let text { result.text = text }
    if let comment { result.comment = comment }
    // In layout our side stays.
    if let indentation = merged(\.indentation) { result.indentation = indentation }
    if let gap = merged(\.gap) { result.gap = gap }
    if let end = merged(\.end) { result.end = end }
    var cell = MergeCell(sides, as: [result.line])
    cell.isConflict = text == nil || comment == nil
    cell.leavesComment = comment == nil
    return cell
  }

  private func settled(_ base: Line, _ ours: Line, _ theirs: Line) -> Line? {
    if ours == theirs || base == theirs { return ours }
    if base == ours { return theirs }
    if changingValues(Array(base))[...] == theirs { return changingValues(Array(ours))[...] }
    return changingValues(Array(ours))[...] == theirs ? theirs : nil
  }

  /// Makes a conflict of lines that one side added between lines which the other side removed.
  private func marked(_ cells: [MergeCell]) -> [MergeCell] {
    var result = cells
    for index in cells.indices.dropFirst().dropLast() where cells[index].sides.base.isEmpty {
      let sides = cells[index].sides
      let around = [cells[index - 1].sides, cells[index + 1].sides]
      let isCutOff =
        (sides.theirs.isEmpty && around.allSatisfy { $0.theirs.isEmpty && !$0.base.isEmpty })
        || (sides.ours.isEmpty && around.allSatisfy { $0.ours.isEmpty && !$0.base.isEmpty })
      if isCutOff { result[index] = conflict(sides) }
    }
    return result
  }

  /// Joins a conflict with what hangs together with it: a removed line with the lines that may have
  /// come in its place, and with the other lines that went with it.
  private func joined(_ cells: [MergeCell]) -> [MergeCell] {
    var result: [MergeCell] = []
    for cell in cells {
      var cell = cell
      while let last = result.last, last.hangsTogether(with: cell) {
        cell = joined(last, cell)
        result.removeLast()
      }
      result.append(cell)
    }
    return result
  }

  /// One conflict of two parts, of which those that are none become ours again.
  private func joined(_ first: MergeCell, _ second: MergeCell) -> MergeCell {
    let parts = [first, second].map { $0.isConflict ? $0 : conflict($0.sides) }
    var cell = MergeCell(conflict: first.sides + second.sides)
    cell.lines = parts.flatMap(\.lines)
    cell.leavesComment = parts.contains(where: \.leavesComment)
    return cell
  }
}

extension MergeCell {
  fileprivate func hangsTogether(with next: MergeCell) -> Bool {
    if isConflict, next.isConflict { return true }
    return (isConflict && sides.takesAlong(next.sides))
      || (next.isConflict && next.sides.takesAlong(sides))
  }
}

extension LineSides {
  /// Whether these lines, which both sides changed, cannot be decided without the neighbouring ones.
  fileprivate func takesAlong(_ next: LineSides) -> Bool {
    guard ours.isEmpty || theirs.isEmpty else { return false }
    if next.base.isEmpty { return true }
    return (ours.isEmpty && next.ours.isEmpty) || (theirs.isEmpty && next.theirs.isEmpty)
  }

  static func + (left: LineSides, right: LineSides) -> LineSides {
    var sides = left
    sides += right
    return sides
  }

  static func += (left: inout LineSides, right: LineSides) {
    left.base += right.base
    left.ours += right.ours
    left.theirs += right.theirs
  }
}
