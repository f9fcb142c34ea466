/// A line of a text with its line feed; the last line of a text may have none.
typealias Line = ArraySlice<UInt8>

extension [UInt8] {
  /// The lines of this text as Git counts them: each ends behind a line feed.
  var lines: [Line] {
    var lines: [Line] = []
    var start = startIndex
    while let end = self[start...].firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(self[start...end])
      start = end + 1
    }
    if start < endIndex { lines.append(self[start...]) }
    return lines
  }
}

extension [Line] {
  /// The text of these lines.
  var bytes: [UInt8] { flatMap { $0 } }
}

extension Line {
  /// The bytes that end this line: LF, CRLF or none.
  var lineEnd: Line {
    guard last == UInt8(ascii: "\n") else { return suffix(0) }
    return dropLast().last == UInt8(ascii: "\r") ? suffix(2) : suffix(1)
  }

  /// What says where in a manifest this line stands: its indentation, the dashes of list items and
  /// its key with the colon; the indentation and dashes alone where it has no key.
  var slot: Line {
    let marks = prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") }
    let rest = self[marks.endIndex...]
    guard rest.first != UInt8(ascii: "#"),
      let colon = rest.indices.first(where: { isKeyEnd($0) })
    else { return marks }
    return self[startIndex...colon]
  }

  /// Whether the line has a key.
  var hasKey: Bool { slot.last == UInt8(ascii: ":") }

  private func isKeyEnd(_ index: Int) -> Bool {
    guard self[index] == UInt8(ascii: ":") else { return false }
    return index + 1 == endIndex || " \r\n\t".utf8.contains(self[index + 1])
  }
}
