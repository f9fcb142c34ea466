/// Classes of single bytes, as the boundaries and the case folding use them.
enum ASCII {
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  @inline(__always)
  static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// Eight bytes at once, each as the function for one byte has it.
  ///
  /// With bit 7 out of the way, adding 0x3F carries into it from `A` on and 0x25 from behind `Z`.
  @inline(__always)
  static func lowercased(_ word: UInt64) -> UInt64 {
    let seven = word & 0x7F7F_7F7F_7F7F_7F7F
    let fromA = seven &+ 0x3F3F_3F3F_3F3F_3F3F
    let behindZ = seven &+ 0x2525_2525_2525_2525
    return word | (fromA & ~behindZ & ~word & 0x8080_8080_8080_8080) &>> 2
  }

  /// The eight bytes at `offset`, the first the lowest, with zeros for those behind the end.
  @inline(__always)
  static func word(_ input: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
    if offset <= input.count - 8 {
      return UInt64(littleEndian: input.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    var word: UInt64 = 0
    var end = input.count
    while end > offset {
      end &-= 1
      word = word &<< 8 | UInt64(input[end])
    }
    return word
  }

  /// `count` bytes of `text` from `offset` on, at least one and at most eight, as such a word.
  static func word(_ text: [UInt8], at offset: Int, count: Int) -> UInt64 {
    text.withUnsafeBytes { word($0, at: offset) } & mask(count)
  }

  /// Keeps the first `count` bytes of such a word, at least one; all eight where they are more.
  @inline(__always)
  static func mask(_ count: Int) -> UInt64 {
    UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* min(count, 8))
  }

  static func uppercased(_ byte: UInt8) -> UInt8 { byte &- 0x61 < 26 ? byte & 0xDF : byte }

  /// The value of a hexadecimal digit, or `nil`.
  static func hexValue(_ byte: UInt8) -> UInt32? {
    if isDigit(byte) { return UInt32(byte &- 0x30) }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? UInt32(letter) + 10 : nil
  }
}
