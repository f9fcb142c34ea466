extension UInt8 {
  static let tab: UInt8 = 0x09
  public static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  public static let space: UInt8 = 0x20
  public static let quote: UInt8 = 0x22
  public static let hash: UInt8 = 0x23
  static let apostrophe: UInt8 = 0x27
  static let asterisk: UInt8 = 0x2A
  public static let comma: UInt8 = 0x2C
  public static let minus: UInt8 = 0x2D
  public static let dot: UInt8 = 0x2E
  static let slash: UInt8 = 0x2F
  public static let colon: UInt8 = 0x3A
  public static let question: UInt8 = 0x3F
  public static let openBracket: UInt8 = 0x5B
  public static let backslash: UInt8 = 0x5C
  public static let closeBracket: UInt8 = 0x5D
  public static let openBrace: UInt8 = 0x7B
  public static let closeBrace: UInt8 = 0x7D

  /// Whether this is an ASCII digit.
  public var isDigit: Bool { self >= 0x30 && self <= 0x39 }

  /// Whether this is an ASCII letter.
  public var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }

  /// Whether this is an ASCII letter, digit, `_` or `-`.
  public var isWord: Bool { isLetter || isDigit || self == 0x5F || self == .minus }

  /// Whether this is an ASCII hexadecimal digit.
  var isHexDigit: Bool { isDigit || ((self | 0x20) >= 0x61 && (self | 0x20) <= 0x66) }

  /// Whether this is a space or a tab.
  public var isBlank: Bool { self == .space || self == .tab }

  /// Whether this is a line feed or a carriage return.
  public var isLineBreak: Bool { self == .lineFeed || self == .carriageReturn }

  /// Whether this is white space in JSON.
  public var isJSONSpace: Bool { isBlank || isLineBreak }
}

extension [UInt8] {
  /// The offset of the first byte that is not part of well-formed UTF-8, or nil.
  public var firstInvalidUTF8: Int? {
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
  public var lineEnd: String {
    guard let index = firstIndex(where: \.isLineBreak), self[index] == .carriageReturn else {
      return "\n"
    }
    return index + 1 < count && self[index + 1] == .lineFeed ? "\r\n" : "\n"
  }

  /// The offset of the first byte of the line that holds `offset`.
  public func lineStart(of offset: Int) -> Int {
    self[..<offset].lastIndex(where: \.isLineBreak).map { $0 + 1 } ?? 0
  }

  /// The offset of the line break that ends the line with `offset`, or the end of the text.
  public func lineEnd(of offset: Int) -> Int {
    self[offset...].firstIndex(where: \.isLineBreak) ?? count
  }

  /// The offset behind the line break at `offset`; `offset` itself where there is none.
  public func afterLineBreak(at offset: Int) -> Int {
    guard offset < count, self[offset].isLineBreak else { return offset }
    let isPair =
      self[offset] == .carriageReturn && offset + 1 < count && self[offset + 1] == .lineFeed
    return offset + (isPair ? 2 : 1)
  }
}

/// A change of some bytes of a file.
public struct ByteEdit: Hashable, Sendable {
  /// The bytes replaced, as offsets in the file before any change.
  public var range: Range<Int>
  /// What takes their place.
  public var replacement: [UInt8]

  /// Makes an edit from its two parts.
  public init(range: Range<Int>, replacement: [UInt8]) {
    self.range = range
    self.replacement = replacement
  }
}

extension [UInt8] {
  /// These bytes after `edits`, which are sorted and do not overlap.
  public func applying(_ edits: some Sequence<ByteEdit>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var index = startIndex
    for edit in edits {
      result += self[index..<edit.range.lowerBound]
      result += edit.replacement
      index = edit.range.upperBound
    }
    result += self[index...]
    return result
  }
}
