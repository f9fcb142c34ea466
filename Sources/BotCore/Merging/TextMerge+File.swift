extension TextMerge {
  /// The merged file; `marked` puts both sides of each conflict into it.
  func file(marked: Bool) -> MergedFile {
    var bytes: [UInt8] = []
    var line = 1
    var conflicts: [TextConflict] = []
    let isSecret = [base, file.ours, file.theirs].contains(where: \.isSecret)
    for cell in cells {
      if cell.isConflict { conflicts.append(conflict(cell, at: line, isSecret: isSecret)) }
      let part = cell.isConflict && marked ? self.marked(cell) : cell.lines.bytes
      bytes += part
      line += part.count { $0 == UInt8(ascii: "\n") }
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

extension [UInt8] {
  /// Whether a Secret seems to be in this text, which must not be repeated in a report.
  fileprivate var isSecret: Bool {
    lines.contains { line in
      line.starts(with: "kind:".utf8)
        && line.dropFirst(5).filter { !" \t\r\n\"'".utf8.contains($0) }.starts(with: "Secret".utf8)
    }
  }
}
