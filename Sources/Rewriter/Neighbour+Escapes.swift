extension Neighbour {
  /// Letters that are no letters behind a backslash: the control characters of JSON, YAML and C,
  /// and the anchors and blanks of regular expressions.
  private static let escapeLetters = "abefnrstvAQ".utf8

  /// The escape sequence that ends at `offset`, if one does.
  ///
  /// Any number of backslashes counts: JSON inside JSON doubles them.
  static func escape(
    endingAt offset: Int, in input: UnsafeRawBufferPointer
  ) -> (scalar: Unicode.Scalar, start: Int)? {
    let last = input[offset - 1]
    guard ASCII.isAlphanumeric(last) else { return nil }
    if escapeLetters.contains(last), offset >= 2, input[offset - 2] == UInt8(ascii: "\\") {
      return ("\n", offset - 2)
    }
    return percentEscape(endingAt: offset, in: input)
      ?? hexEscape("x", digits: 2, endingAt: offset, in: input)
      ?? hexEscape("u", digits: 4, endingAt: offset, in: input)
      ?? hexEscape("U", digits: 8, endingAt: offset, in: input)
  }

  /// `%2F`: one byte, which binds as a letter where it is not ASCII.
  private static func percentEscape(
    endingAt offset: Int, in input: UnsafeRawBufferPointer
  ) -> (scalar: Unicode.Scalar, start: Int)? {
    guard offset >= 3, input[offset - 3] == UInt8(ascii: "%"),
      let value = hexNumber(input[offset - 2..<offset])
    else { return nil }
    return (value < 0x80 ? Unicode.Scalar(value) ?? "x" : "x", offset - 3)
  }

  /// `\x2f`, `\u002f` or `\U0000002f`.
  private static func hexEscape(
    _ letter: Unicode.Scalar, digits: Int, endingAt offset: Int, in input: UnsafeRawBufferPointer
  ) -> (scalar: Unicode.Scalar, start: Int)? {
    let start = offset - digits - 2
    guard start >= 0, input[start] == UInt8(ascii: "\\"), input[start + 1] == UInt8(ascii: letter),
      let value = hexNumber(input[start + 2..<offset]), let scalar = Unicode.Scalar(value)
    else { return nil }
    return (scalar, start)
  }

  private static func hexNumber(_ digits: Slice<UnsafeRawBufferPointer>) -> UInt32? {
    var number: UInt32 = 0
    for byte in digits {
      guard let digit = ASCII.hexValue(byte) else { return nil }
      number = number << 4 | digit
    }
    return number
  }

  /// The offset behind a dot at `offset`, however it is written: `.`, `\.`, `\\.` or `[.]`.
  static func endOfDot(at offset: Int, in input: UnsafeRawBufferPointer) -> Int? {
    var next = offset
    if next + 2 < input.count, input[next] == UInt8(ascii: "["),
      input[next + 1] == UInt8(ascii: "."), input[next + 2] == UInt8(ascii: "]")
    {
      return next + 3
    }
    while next < input.count, input[next] == UInt8(ascii: "\\") { next += 1 }
    guard next < input.count, input[next] == UInt8(ascii: ".") else { return nil }
    return next + 1
  }
}
