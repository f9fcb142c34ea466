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

/// A word of four bytes, to be searched for.
struct FourBytes {
  private let first: UInt8
  private let second: UInt8
  private let third: UInt8
  private let fourth: UInt8

  init(
    _ first: Unicode.Scalar, _ second: Unicode.Scalar, _ third: Unicode.Scalar,
    _ fourth: Unicode.Scalar
  ) {
    self.first = UInt8(ascii: first)
    self.second = UInt8(ascii: second)
    self.third = UInt8(ascii: third)
    self.fourth = UInt8(ascii: fourth)
  }

  /// The offset of the first occurrence at `start` or later.
  ///
  /// Sixteen places at a time: a place counts when all four bytes from it on are right.
  func firstOffset(in input: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let base = input.baseAddress else { return nil }
    var offset = start
    while offset <= input.count - 19 {
      if mayOccur(base + offset) {
        for place in offset..<offset + 16 where occurs(base + place) { return place }
      }
      offset &+= 16
    }
    while offset <= input.count - 4 {
      if occurs(base + offset) { return offset }
      offset &+= 1
    }
    return nil
  }

  @inline(__always)
  private func mayOccur(_ place: UnsafeRawPointer) -> Bool {
    let difference =
      (sixteen(place) ^ SIMD16(repeating: first)) | (sixteen(place + 1) ^ SIMD16(repeating: second))
      | (sixteen(place + 2) ^ SIMD16(repeating: third))
      | (sixteen(place + 3) ^ SIMD16(repeating: fourth))
    let halves = unsafeBitCast(difference, to: SIMD2<UInt64>.self)
    return Zeros.mark(in: halves[0]) | Zeros.mark(in: halves[1]) != 0
  }

  @inline(__always)
  private func sixteen(_ place: UnsafeRawPointer) -> SIMD16<UInt8> {
    place.loadUnaligned(as: SIMD16<UInt8>.self)
  }

  @inline(__always)
  private func occurs(_ place: UnsafeRawPointer) -> Bool {
    place.loadUnaligned(as: UInt8.self) == first
      && place.loadUnaligned(fromByteOffset: 1, as: UInt8.self) == second
      && place.loadUnaligned(fromByteOffset: 2, as: UInt8.self) == third
      && place.loadUnaligned(fromByteOffset: 3, as: UInt8.self) == fourth
  }
}
