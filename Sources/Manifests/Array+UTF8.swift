extension [UInt8] {
  /// The offset of the first byte that is not part of well-formed UTF-8, or nil.
  var firstInvalidUTF8: Int? {
    if String(validating: self, as: UTF8.self) != nil { return nil }
    var decoder = UTF8()
    var iterator = makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return offset
  }

  /// The line end that this text uses: that of its first line, LF where it has none.
  var lineEnd: String {
    guard let index = firstIndex(where: \.isLineBreak), self[index] == .carriageReturn else {
      return "\n"
    }
    return index + 1 < count && self[index + 1] == .lineFeed ? "\r\n" : "\n"
  }

  /// The offset of the first byte of the line that holds `offset`.
  func lineStart(of offset: Int) -> Int {
    self[..<offset].lastIndex(where: \.isLineBreak).map { $0 + 1 } ?? 0
  }

  /// The offset of the line break that ends the line with `offset`, or the end of the text.
  func lineEnd(of offset: Int) -> Int {
    self[offset...].firstIndex(where: \.isLineBreak) ?? count
  }

  /// The offset behind the line break at `offset`; `offset` itself where there is none.
  func afterLineBreak(at offset: Int) -> Int {
    guard offset < count, self[offset].isLineBreak else { return offset }
    let isPair =
      self[offset] == .carriageReturn && offset + 1 < count && self[offset + 1] == .lineFeed
    return offset + (isPair ? 2 : 1)
  }
}
