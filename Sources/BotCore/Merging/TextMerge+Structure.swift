extension TextMerge {
  /// More parts than this are not tried one by one: then all of them are conflicts.
  private static let limit = 64

  /// Turns the parts that break the format of the file, such as a key that both sides added in two
  /// places, into conflicts.
  mutating func mendStructure() {
    guard let format, !format.canHold(text) else { return }
    let merged = cells
    var waiting = merged.indices.filter { merged[$0].hasTheirs }
    for index in waiting { cells[index] = MergeCell(conflict: merged[index].sides) }
    closeLines()
    defer { joinConflicts() }
    guard waiting.count <= Self.limit else { return }
    var wasUseful = true
    // A part may need another one that comes later.
    while wasUseful, !waiting.isEmpty {
      wasUseful = false
      for index in waiting {
        let conflict = cells[index]
        cells[index] = merged[index]
        closeLines()
        if format.canHold(text) {
          wasUseful = true
          waiting.removeAll { $0 == index }
        } else {
          cells[index] = conflict
        }
      }
    }
  }

  /// Makes one conflict of neighbouring ones.
  private mutating func joinConflicts() {
    var joined: [MergeCell] = []
    for cell in cells {
      if let last = joined.last, last.isConflict, cell.isConflict {
        joined[joined.count - 1] = MergeCell(conflict: last.sides + cell.sides)
      } else {
        joined.append(cell)
      }
    }
    cells = joined
    closeLines()
  }
}
