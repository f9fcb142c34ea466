/// Finds zero bytes eight at a time.
enum Zeros {
  /// Not 0 exactly when one of the eight bytes of `word` is 0.
  ///
  /// Subtracting 1 borrows into bit 7 of a byte only from 0 or beside a zero byte below it.
  @inline(__always)
  static func mark(in word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  static func contains(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
    let bytes = UnsafeRawBufferPointer(rebasing: bytes)
    var offset = 0
    while offset <= bytes.count - 8 {
      let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if mark(in: word) != 0 { return true }
      offset &+= 8
    }
    return bytes[offset...].contains(0)
  }
}
