/// Turns numbers of characters into byte offsets, each going on from the last one.
///
/// libyaml counts Unicode scalars from the start of the text, behind a byte-order mark.
struct CharacterCursor {
  private let bytes: [UInt8]
  /// Whether each character is one byte.
  private let isASCII: Bool
  private var offset: Int
  private var character = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
    offset = bytes.byteOrderMarkLength
    isASCII = bytes.allSatisfy { $0 < 0x80 }
  }

  /// The offset of the character of that number, counted from 0.
  mutating func offset(ofCharacter number: Int) -> Int {
    if isASCII { return min(number, bytes.count) }
    while character < number, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset].isContinuation { offset += 1 }
      character += 1
    }
    // An empty node may be marked before the last one.
    while character > number, offset > 0 {
      offset -= 1
      while offset > 0, bytes[offset].isContinuation { offset -= 1 }
      character -= 1
    }
    return offset
  }
}

extension UInt8 {
  /// Whether this is a byte of a character in UTF-8, and not its first one.
  fileprivate var isContinuation: Bool { self & 0xC0 == 0x80 }
}

extension [UInt8] {
  /// 3 where the text starts with a byte-order mark, which has no column; else 0.
  ///
  /// libyaml skips one only where it finds out the encoding by itself, and it is told.
  var byteOrderMarkLength: Int { starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
}
