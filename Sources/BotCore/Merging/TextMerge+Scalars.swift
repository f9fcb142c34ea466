internal import Flux
internal import YAML

extension TextMerge {
  /// Goes through the conflicts of a YAML file scalar by scalar.
  ///
  /// Theirs' part must differ from the base's in nothing but scalars. Those that our side has as the
  /// base had them are set; comments and layout stay ours.
  mutating func settleScalars() {
    guard proof != nil, cells.contains(where: \.isConflict),
      let merge = ScalarMerge(
        base: base, changingValues: file.changingValues)
    else { return }
    var budget = Self.readBytes
    for index in cells.indices where cells[index].isConflict && budget > 0 {
      budget -= file.ours.count
      // What the base would be with theirs' part alone.
      let changed = cells.indices.flatMap { other in
        other == index ? cells[other].sides.theirs : cells[other].sides.base
      }
      guard let outcome = merge.merging(changed.bytes, into: text),
        let edited = apply(outcome.edits)
      else { continue }
      cells = edited
      cells[index].isConflict = !outcome.isComplete
    }
  }

  /// The parts with their text edited; nil where an edit goes beyond one part.
  private func apply(_ edits: [ByteEdit]) -> [MergeCell]? {
    var cells = cells
    var rest = edits[...]
    var start = 0
    for index in cells.indices {
      var bytes = cells[index].lines.bytes
      let end = start + bytes.count
      let inside = rest.prefix { $0.range.lowerBound < end }
      guard inside.allSatisfy({ $0.range.upperBound <= end }) else { return nil }
      rest = rest.dropFirst(inside.count)
      for edit in inside.reversed() {
        let range = edit.range.lowerBound - start..<edit.range.upperBound - start
        bytes.replaceSubrange(range, with: edit.replacement)
      }
      if !inside.isEmpty { cells[index].lines = bytes.lines }
      start = end
    }
    return cells
  }
}
