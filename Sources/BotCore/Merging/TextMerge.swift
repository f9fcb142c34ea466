internal import Flux
internal import Git
internal import YAML

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
  private let decision: LineDecision

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
    decision = LineDecision(
      changingValues: file.changingValues,
      comments: CommentSides(
        path: file.path, base: base, ours: file.ours, theirs: sides.theirs))
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

  /// How many parts both sides changed.
  var conflictCount: Int { cells.count(where: \.isConflict) }

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

extension TextMerge {
  /// The merged file; `marked` puts both sides of each conflict into it.
  func file(marked: Bool) -> MergedFile {
    var bytes: [UInt8] = []
    var line = 1
    var conflicts: [TextConflict] = []
    var secrets = cells.contains(where: \.isConflict) ? SecretCells(self) : nil
    for cell in cells {
      let isSecret = secrets?.holdNext(cell.sides) == true
      if cell.isConflict { conflicts.append(conflict(cell, at: line, isSecret: isSecret)) }
      let part = cell.isConflict && marked ? self.marked(cell) : cell.lines.bytes
      bytes += part
      line += part.count { $0 == UInt8(ascii: "\n") }
    }
    // Lines that are not where they were counted could belong to anything.
    if let secrets, secrets.areDoubtful {
      conflicts = conflicts.map { TextConflict(line: $0.line) }
    }
    return MergedFile(bytes: bytes, conflicts: conflicts)
  }

  private func conflict(_ cell: MergeCell, at line: Int, isSecret: Bool) -> TextConflict {
    if isSecret { return TextConflict(line: line) }
    func text(_ lines: [Line]) -> String { String(decoding: lines.bytes, as: UTF8.self) }
    return TextConflict(
      line: line, base: file.base == nil ? nil : text(cell.sides.base), ours: text(cell.lines),
      theirs: text(cell.sides.theirs))
  }

  /// The part with its three sides between the markers of diff3.
  private func marked(_ cell: MergeCell) -> [UInt8] {
    let near = (cell.lines + cell.sides.theirs).first?.lineEnd ?? []
    let newline = Array(near.isEmpty ? lineEnd : near)
    func closed(_ lines: [Line]) -> [UInt8] {
      lines.bytes + (lines.last?.lineEnd.isEmpty == true ? newline : [])
    }
    func marker(_ text: String) -> [UInt8] { Array(text.utf8) + newline }
    return marker("<<<<<<< yours") + closed(cell.lines)
      + marker("||||||| base") + closed(cell.sides.base)
      + marker("=======") + closed(cell.sides.theirs) + marker(">>>>>>> template")
  }
}

/// Which parts of a merged file belong to a Secret on any of its sides.
private struct SecretCells {
  private let base: SecretLines
  private let ours: SecretLines
  private let theirs: SecretLines
  /// How many lines of each side came before.
  private var passed = (base: 0, ours: 0, theirs: 0)
  /// How many lines each side has.
  private let counts: (base: Int, ours: Int, theirs: Int)

  init(_ merge: TextMerge) {
    let isWhole = merge.file.isSecret()
    base = SecretLines(of: merge.file.base ?? [], isWhole: isWhole)
    ours = SecretLines(of: merge.file.ours, isWhole: isWhole)
    theirs = SecretLines(of: merge.file.theirs, isWhole: isWhole)
    counts = (
      (merge.file.base ?? []).lines.count, merge.file.ours.lines.count,
      merge.file.theirs.lines.count
    )
  }

  /// Whether there is a Secret, and the parts did not hold all lines of each side.
  var areDoubtful: Bool {
    let isWithout = base.isEmpty && ours.isEmpty && theirs.isEmpty
    return !isWithout && passed != counts
  }

  /// Whether the next part does; the parts of a file hold every line of every side.
  mutating func holdNext(_ sides: LineSides) -> Bool {
    let lines = (
      base: passed.base..<passed.base + sides.base.lineCount,
      ours: passed.ours..<passed.ours + sides.ours.lineCount,
      theirs: passed.theirs..<passed.theirs + sides.theirs.lineCount
    )
    passed = (lines.base.upperBound, lines.ours.upperBound, lines.theirs.upperBound)
    return base.touches(lines.base) || ours.touches(lines.ours) || theirs.touches(lines.theirs)
  }
}

extension [Line] {
  /// How many lines there are, where a piece may hold several.
  fileprivate var lineCount: Int {
    reduce(0) { count, piece in
      let ends = piece.count { $0 == UInt8(ascii: "\n") }
      return count + ends + (piece.last.map { $0 != UInt8(ascii: "\n") } == true ? 1 : 0)
    }
  }
}

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
      // What theirs says of it in a comment is not to stay away without a word.
      cells[index].isConflict = !outcome.isComplete || cells[index].leavesComment
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

extension TextMerge {
  /// Turns the parts that break the file into conflicts: a key that both sides added in two places, or
  /// a line whose parent went.
  mutating func mendStructure() {
    guard let proof, !proof.holds(for: text) else { return }
    let merged = cells
    var waiting = merged.indices.filter { merged[$0].hasTheirs }
    for index in waiting { cells[index] = decision.conflict(merged[index].sides) }
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
        joined[last].lines += cell.lines
        joined[last].leavesComment = joined[last].leavesComment || cell.leavesComment
      } else {
        joined.append(cell)
      }
    }
    cells = joined
    closeLines()
  }
}

/// Tells whether the merged lines of a file mean what its sides meant.
struct TextProof {
  private let isJSON: Bool
  private let ways: YAMLContent.Ways
  private let base: YAMLContent
  private let ours: YAMLContent
  private let theirs: YAMLContent
  private let changingValues: ([UInt8]) -> [UInt8]

  /// Reads the sides; nil where the file is no YAML or JSON by its name, or a side is not.
  init?(
    path: String, base: [UInt8], ours: [UInt8], theirs: [UInt8],
    changingValues: @escaping ([UInt8]) -> [UInt8]
  ) {
    let isJSON = path.hasSuffix(".json")
    // An empty text stands for a file that is not there.
    let ways = YAMLContent.Ways()
    let isReadable = [base, ours, theirs].allSatisfy { $0.isEmpty || !isJSON || $0.isJSON }
    guard isYAMLOrJSON(path), isReadable,
      let base = YAMLContent(base, ways: ways, changingValues: changingValues),
      let ours = YAMLContent(ours, ways: ways, changingValues: changingValues),
      let theirs = YAMLContent(theirs, ways: ways, changingValues: changingValues)
    else { return nil }
    self.isJSON = isJSON
    self.ways = ways
    self.base = base
    self.ours = ours
    self.theirs = theirs
    self.changingValues = changingValues
  }

  /// Whether a reader takes the text, no map has a key twice, and nothing went to another place.
  func holds(for bytes: [UInt8]) -> Bool {
    if isJSON, !bytes.isJSON { return false }
    let merged = YAMLContent(bytes, ways: ways, changingValues: changingValues)
    return merged?.isMerge(base: base, ours: ours, theirs: theirs) ?? false
  }
}

extension [UInt8] {
  fileprivate var isJSON: Bool { (try? PositionedValue.parse(json: self)) != nil }
}
