extension TextMerge {
  /// Turns the parts that break the file into conflicts: a key that both sides added in two places, or
  /// a line whose parent went.
  mutating func mendStructure() {
    guard let proof, !proof.holds(for: text) else { return }
    let merged = cells
    var waiting = merged.indices.filter { merged[$0].hasTheirs }
    for index in waiting { cells[index] = MergeCell(conflict: merged[index].sides) }
    closeLines()
    defer { joinConflicts() }
    var budget = Self.readBytes
    var wasUseful = true
    // A part may need another one that comes later.
    while wasUseful, !waiting.isEmpty {
      wasUseful = false
      for index in waiting where budget > 0 {
        budget -= file.ours.count
        let conflict = cells[index]
        cells[index] = merged[index]
        closeLines()
        if proof.holds(for: text) {
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
      if let last = joined.indices.last, joined[last].isConflict, cell.isConflict {
        joined[last].sides += cell.sides
      } else {
        joined.append(cell)
      }
    }
    cells = joined.map { $0.isConflict ? MergeCell(conflict: $0.sides) : $0 }
    closeLines()
  }
}
