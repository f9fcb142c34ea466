/// Decides a place of three texts.
struct LineDecision {
  /// Makes of a text of the base what theirs would have if only values had changed.
  let changingValues: ([UInt8]) -> [UInt8]

  /// The parts of the place, each settled or a conflict.
  func cells(of sides: LineSides) -> [MergeCell] {
    if sides.base == sides.theirs { return [MergeCell(sides, as: sides.ours)] }
    let needsLines = sides.base == sides.ours && sides.ours.contains(where: \.isImagePolicy)
    if !needsLines, let lines = settled(sides) { return [MergeCell(sides, as: lines)] }
    guard let alignment = LineAlignment(of: sides) else { return [MergeCell(conflict: sides)] }
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
    return settled(sides).map { MergeCell(sides, as: $0) } ?? MergeCell(conflict: sides)
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
      if isCutOff { result[index] = MergeCell(conflict: sides) }
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
        cell = MergeCell(conflict: last.sides + cell.sides)
        result.removeLast()
      }
      result.append(cell)
    }
    return result
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
