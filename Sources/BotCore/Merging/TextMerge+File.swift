internal import Flux

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
