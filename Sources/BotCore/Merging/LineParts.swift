internal import YAML

/// The parts of a line, of which one side of a merge may change one and the other side another.
struct LineParts: Equatable {
  /// Spaces; empty in a text whose comments are not known.
  var indentation: Line
  /// What the line says.
  var text: Line
  /// Blanks before the comment, or at the end of the line.
  var gap: Line
  /// From its `#` on; empty where there is none.
  var comment: Line
  /// LF, CRLF or nothing.
  var end: Line

  /// The line of these parts.
  var line: Line { ([indentation, text, gap, comment, end] as [Line]).bytes[...] }

  /// Divides a line; `comments` tells where in its text comments start, nil where that is not known.
  init(_ line: Line, _ comments: CommentTable?) {
    end = line.lineEnd
    let body = line.dropLast(end.count)
    guard let comments else {
      (indentation, text, gap, comment) = (body.prefix(0), body, body.suffix(0), body.suffix(0))
      return
    }
    let start = comments.starts(in: body).first ?? body.endIndex
    comment = body[start...]
    let rest = body[..<start]
    let blanks = rest.reversed().prefix { $0.isBlank }.count
    indentation = rest.dropLast(blanks).prefix { $0 == .space }
    text = rest.dropLast(blanks)[indentation.endIndex...]
    gap = rest.suffix(blanks)
    // The blanks before a comment that has its line to itself are its indentation.
    if text.isEmpty { (indentation, gap) = (rest, rest.suffix(0)) }
  }
}

/// Where the comments of a text start.
struct CommentTable {
  private let starts: [Int]

  /// Finds them; nil for a text that is not valid YAML, or whose scalars hide them.
  init?(_ bytes: [UInt8]) {
    if !bytes.contains(.hash) {
      starts = []
      return
    }
    guard let starts = (try? YAMLStream(bytes))?.commentStarts else { return nil }
    self.starts = starts
  }

  /// Those in a piece of the text.
  func starts(in piece: Line) -> ArraySlice<Int> {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] < piece.startIndex { low = middle + 1 } else { high = middle }
    }
    return starts[low...].prefix { $0 < piece.endIndex }
  }

  /// The comments in lines of the text.
  func comments(in lines: [Line]) -> [Line] {
    lines.flatMap { line in
      starts(in: line).map { line[$0...].prefix { !$0.isLineBreak } }
    }
  }
}

/// The comments of the three sides of a merge.
struct CommentSides {
  let base: CommentTable
  let ours: CommentTable
  let theirs: CommentTable

  /// Finds them; nil for a file that is not YAML by its name or on one of its sides.
  init?(path: String, base: [UInt8], ours: [UInt8], theirs: [UInt8]) {
    guard isYAMLOrJSON(path), let base = CommentTable(base), let ours = CommentTable(ours),
      let theirs = CommentTable(theirs)
    else { return nil }
    self.base = base
    self.ours = ours
    self.theirs = theirs
  }
}
