/// A decided part of a merged text.
struct MergeCell: Equatable {
  /// What the sides have here.
  var sides: LineSides
  /// What the merged text has here.
  var lines: [Line]
  /// Whether both sides changed this part, so that `lines` are ours.
  var isConflict = false

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
