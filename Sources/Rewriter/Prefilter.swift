/// Tells, from a few bytes in each stretch of input, where no pattern can begin.
///
/// With `gram` bytes read at every `stride`-th offset, and no pattern shorter than
/// `gram + stride - 1`, each match holds a whole sample. So the input is sampled and a sample
/// looked up among the grams of all patterns. Samples do not depend on each other, which keeps
/// the processor busy; a thousand patterns cost what ten do until the table fills up.
/// Folding sets bit 5 of every byte: cruder than lower case, and never loses a match.
struct Prefilter: Sendable {
  /// How many bytes a sample has, 1...8.
  let gram: Int
  /// How far samples lie apart, 1...8.
  let stride: Int
  /// Keeps the bytes of a sample out of a word of eight.
  let gramMask: UInt64
  /// Leaves as many bits of the product as the tables have entries.
  let shift: UInt64
  /// One bit for each hash of a sample that can lie in a match.
  private(set) var bits: [UInt64]
  /// For each hash, a bit for each offset from the start of a pattern at which the gram stands.
  private(set) var offsets: [UInt8]

  /// - Parameter texts: the folded texts of the patterns; none is empty.
  init(_ texts: [[UInt8]]) {
    let shortest = texts.map(\.count).min() ?? 1
    gram = min(8, shortest / 2 + 1)
    stride = min(8, shortest - gram + 1)
    gramMask = UInt64.max >> UInt64(64 - 8 * gram)
    let wanted = max(1 << 13, texts.count * stride * 32)
    let logarithm = min(18, Int.bitWidth - (wanted - 1).leadingZeroBitCount)
    shift = UInt64(64 - logarithm)
    bits = [UInt64](repeating: 0, count: 1 << (logarithm - 6))
    offsets = [UInt8](repeating: 0, count: 1 << logarithm)
    for text in texts {
      for offset in 0..<stride {
        let word = text[offset..<offset + gram].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        let hash = Prefilter.hash(word, mask: gramMask, shift: shift)
        bits[hash >> 6] |= 1 << UInt64(hash & 63)
        offsets[hash] |= 1 << UInt8(offset)
      }
    }
  }

  /// The memory of the tables in bytes.
  var byteCount: Int { 8 * bits.count + offsets.count }

  @inline(__always)
  static func hash(_ word: UInt64, mask: UInt64, shift: UInt64) -> Int {
    let folded = (word | 0x2020_2020_2020_2020) & mask
    return Int(truncatingIfNeeded: (folded &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }
}
