/// Tells, from a few bytes in each stretch of input, where no pattern can stand.
///
/// Each pattern has a window of `gram + stride - 1` bytes, which its text is at least as long as.
/// With `gram` bytes read at every `stride`-th offset, each match holds a whole sample in its
/// window. So the input is sampled and a sample looked up among the grams of all windows. Samples
/// do not depend on each other, which keeps the processor busy; a thousand patterns cost what ten
/// do until the table fills up.
/// Folding sets bit 5 of every byte: cruder than lower case, and never loses a match.
struct Prefilter: Sendable {
  /// How many bytes a sample has, 1...8.
  let gram: Int
  /// How far samples lie apart, 1...8.
  let stride: Int
  /// The farthest that a sample lies behind the start of a match.
  let reach: Int
  /// Keeps the bytes of a sample out of a word of eight.
  let gramMask: UInt64
  /// Leaves as many bits of the product as there are `bits`.
  let shift: UInt64
  /// One bit for each hash of a sample that can lie in a match.
  let bits: Table<UInt64>
  /// For each hash without its last bits, a bit for each distance back to the start of a pattern.
  let distances: Table<UInt32>

  /// How many last bits of a hash `distances` leaves out; few bits are set.
  static let coarseness = 4

  /// Makes the tables, in `arena`, of the folded texts of the patterns; none is empty.
  init(_ texts: [[UInt8]], in arena: Arena) {
    let shortest = texts.map(\.count).min() ?? 1
    gram = min(8, shortest / 2 + 1)
    stride = min(8, shortest - gram + 1)
    gramMask = UInt64.max >> UInt64(64 - 8 * gram)
    let wanted = max(1 << 15, texts.count * stride * 64)
    let logarithm = min(20, Int.bitWidth - (wanted - 1).leadingZeroBitCount)
    shift = UInt64(64 - logarithm)
    var bits = [UInt64](repeating: 0, count: 1 << (logarithm - 6))
    var distances = [UInt32](repeating: 0, count: 1 << (logarithm - Prefilter.coarseness))
    var reach = 0
    let rarity = Rarity(texts, gram: gram)
    for text in texts {
      let window = rarity.window(in: text, stride: stride)
      for distance in window..<window + stride {
        let word = Rarity.word(text, distance, gram)
        let hash = Prefilter.hash(word, mask: gramMask, shift: shift)
        bits[hash >> 6] |= 1 << UInt64(hash & 63)
        distances[hash >> Prefilter.coarseness] |= 1 << UInt32(distance)
      }
      reach = max(reach, window + stride - 1)
    }
    self.bits = arena.table(bits)
    self.distances = arena.table(distances)
    self.reach = reach
  }

  /// The memory of the tables in bytes.
  var byteCount: Int { bits.byteCount + distances.byteCount }

  @inline(__always)
  static func hash(_ word: UInt64, mask: UInt64, shift: UInt64) -> Int {
    let folded = (word | 0x2020_2020_2020_2020) & mask
    return Int(truncatingIfNeeded: (folded &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }
}
