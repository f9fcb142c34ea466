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
