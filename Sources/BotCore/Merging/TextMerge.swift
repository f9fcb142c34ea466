internal import Git

/// The merge of the text of one file, part by part.
struct TextMerge {
  /// How many bytes are read at most to settle the parts of a file one by one; what remains then is a
  /// conflict.
  static let readBytes = 8 << 20

  let file: FileMerge
  /// The base as it is merged; empty where both sides added the file.
  let base: [UInt8]
  /// Every part of the merged text.
  var cells: [MergeCell]
  /// Nil where the file has no format that a merge of lines could break.
  let proof: TextProof?

  /// Merges line by line.
  ///
  /// - Throws: GitError when libgit2 cannot compare the texts.
  init(_ file: FileMerge) throws(GitError) {
    self.file = file
    let sides = ImagePolicy.withOurLines(
      (base: file.base ?? [], ours: file.ours, theirs: file.theirs),
      changingValues: file.changingValues)
    base = sides.base
    let places = try LineRegions.places(base: base, ours: file.ours, theirs: sides.theirs)
    let decision = LineDecision(changingValues: file.changingValues)
    cells = places.flatMap(decision.cells)
    proof = TextProof(
      path: file.path, base: base, ours: file.ours, theirs: sides.theirs,
      changingValues: file.changingValues)
    closeLines()
  }

  /// The merged text so far, with our side of each conflict.
  var text: [UInt8] {
    var text: [UInt8] = []
    for line in cells.lazy.flatMap(\.lines) { text += line }
    return text
  }

  /// Ends the last line of a side's text where lines of the other side follow it.
  mutating func closeLines() {
    var follows = false
    for index in cells.indices.reversed() {
      guard let last = cells[index].lines.last else { continue }
      if follows, last.lineEnd.isEmpty {
        cells[index].lines[cells[index].lines.count - 1] = last + lineEnd
      }
      follows = true
    }
  }

  /// The line end of our text's first line; LF where it has none.
  var lineEnd: Line {
    let first = file.ours.prefix { $0 != UInt8(ascii: "\n") }
    guard first.endIndex < file.ours.endIndex else { return [UInt8(ascii: "\n")] }
    return file.ours[...first.endIndex].lineEnd
  }
}
