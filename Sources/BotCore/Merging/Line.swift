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
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(reduce(0) { $0 + $1.count })
    for line in self { bytes += line }
    return bytes
  }
}

/// Where the lines of a text start: a fraction of the room that the lines themselves would take.
struct LineTable {
  private let text: [UInt8]
  /// One more than there are lines: the last is the end of the text.
  private var starts: [UInt32] = [0]

  /// Takes a text that is merged, which has far less than 4 GiB.
  init(_ text: [UInt8]) {
    self.text = text
    for (index, byte) in text.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(UInt32(index + 1))
    }
    if text.count > Int(starts[starts.count - 1]) { starts.append(UInt32(text.count)) }
  }

  var count: Int { starts.count - 1 }

  /// Lines, each by itself.
  subscript(lines: Range<Int>) -> [Line] {
    lines.map { text[Int(starts[$0])..<Int(starts[$0 + 1])] }
  }

  /// Lines as one piece of text.
  func joined(_ lines: Range<Int>) -> Line {
    text[Int(starts[lines.lowerBound])..<Int(starts[lines.upperBound])]
  }
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
