/// The character beside a match.
struct Neighbour {
  /// What the character is; `nil` at an edge of the input.
  let scalar: Unicode.Scalar?
  /// The side towards the match, a byte offset.
  let start: Int
  /// The side away from it.
  let end: Int

  /// Bytes that are no UTF-8 bind as the letters of another encoding would.
  private static let foreign: Unicode.Scalar = "x"

  /// The scalar where it is ASCII.
  var byte: UInt8? { scalar.flatMap { $0.isASCII ? UInt8(truncatingIfNeeded: $0.value) : nil } }

  /// Whether it is a letter, a digit or a mark, in any script.
  var isWord: Bool {
    guard let scalar else { return false }
    if let byte { return ASCII.isAlphanumeric(byte) }
    return Neighbour.isWord(scalar)
  }

  /// As ``isWord`` for a character that is not ASCII; apart, as asking for a category is slow to
  /// begin with.
  @inline(never)
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      return true
    default:
      return false
    }
  }

  /// Whether it can be part of a DNS label, wherever in it.
  var isLabel: Bool { isWord || byte == UInt8(ascii: "_") }

  /// Whether an exact boundary is bound by it.
  var isSeparator: Bool {
    guard let byte else { return false }
    return "-._/".utf8.contains(byte)
  }

  /// The character that begins at `offset`.
  init(after offset: Int, in input: UnsafeRawBufferPointer) {
    start = offset
    guard offset < input.count else {
      scalar = nil
      end = offset
      return
    }
    let first = input[offset]
    guard first >= 0x80 else {
      scalar = Unicode.Scalar(first)
      end = offset + 1
      return
    }
    let last = min(offset + 4, input.count)
    scalar = Neighbour.decode(input[offset..<last])
    end = offset + (scalar.map { UTF8.width($0) } ?? 1)
  }

  /// The character that ends at `offset`.
  init(before offset: Int, in input: UnsafeRawBufferPointer) {
    start = offset
    guard offset > 0 else {
      scalar = nil
      end = offset
      return
    }
    let last = input[offset - 1]
    if last >= 0x80 {
      var first = offset - 1
      while first > 0, first > offset - 4, input[first] & 0xC0 == 0x80 { first -= 1 }
      let whole = Neighbour.decode(input[first..<offset])
      let isWhole = UTF8.width(whole) == offset - first
      scalar = isWhole ? whole : Neighbour.foreign
      end = isWhole ? first : offset - 1
    } else if let escape = Neighbour.escape(endingAt: offset, in: input) {
      scalar = escape.scalar
      end = escape.start
    } else {
      scalar = Unicode.Scalar(last)
      end = offset - 1
    }
  }

  private static func decode(_ bytes: Slice<UnsafeRawBufferPointer>) -> Unicode.Scalar {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return foreign }
    return scalar
  }
}

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
