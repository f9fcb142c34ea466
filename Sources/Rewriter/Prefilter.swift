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
        let word = ASCII.word(text, at: distance, count: gram)
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

/// Where in the patterns the bytes stand that files have least of.
///
/// A search for the first bytes of `namespace-of-acme` would stop at every `namespace:`, and a
/// thousand such rules at every word. Bytes across two words are met more seldom than those within
/// one, and what many patterns share is likely to be a common word.
struct Rarity {
  /// How far into a text a window may end: distances fit a word of 32 bits, and the farther they
  /// are, the farther a search looks on behind each match.
  private static let farthest = 20

  private let gram: Int
  /// How many patterns have each gram.
  private var counts: [UInt64: Int] = [:]

  /// Counts the grams of `texts`, the folded texts of the patterns, none shorter than `gram`.
  init(_ texts: [[UInt8]], gram: Int) {
    self.gram = gram
    for text in texts {
      for start in starts(in: text) {
        counts[ASCII.word(text, at: start, count: gram), default: 0] += 1
      }
    }
  }

  /// The offset in `text` of the window of `stride` grams whose commonest gram is the rarest.
  ///
  /// The first window is taken unless another is clearly better: where no windows lie behind it, a
  /// search need not look on for matches that begin earlier.
  func window(in text: [UInt8], stride: Int) -> Int {
    let ranks = starts(in: text).map { rank(of: text, at: $0) }
    var best = 0
    var bestRank = (ranks[..<stride].min() ?? 0) + 1
    for window in 0...ranks.count - stride {
      let rank = ranks[window..<window + stride].min() ?? 0
      if rank > bestRank { (best, bestRank) = (window, rank) }
    }
    return best
  }

  private func starts(in text: [UInt8]) -> ClosedRange<Int> {
    0...min(text.count - gram, Rarity.farthest)
  }

  /// Higher for rarer grams: a byte between words outweighs sixty-four patterns that have it.
  private func rank(of text: [UInt8], at start: Int) -> Int {
    let count = counts[ASCII.word(text, at: start, count: gram), default: 1]
    let joints = text[start..<start + gram].count { !ASCII.isLetter($0) && $0 != 0x20 }
    return 6 * joints - (Int.bitWidth - count.leadingZeroBitCount)
  }
}

/// A prefilter at work on one input; valid while the input is.
struct Sampler {
  private let input: UnsafeRawBufferPointer
  private let filter: Prefilter
  /// How many samples behind one in a match can lie in a match that begins earlier.
  private let lookahead: Int

  init(_ filter: Prefilter, input: UnsafeRawBufferPointer) {
    self.input = input
    self.filter = filter
    lookahead = filter.reach / filter.stride
  }

  var stride: Int { filter.stride }
  var reach: Int { filter.reach }

  /// The first sample at `offset`, `offset + stride`, … that can lie in a match.
  func next(from offset: Int) -> Int? {
    guard let base = input.baseAddress else { return nil }
    var offset = offset
    let stride = stride
    let lastOfFour = input.count - 8 - 3 * stride
    while offset <= lastOfFour {
      let first = bit(load(base, offset))
      let second = bit(load(base, offset &+ stride))
      let third = bit(load(base, offset &+ 2 &* stride))
      let fourth = bit(load(base, offset &+ 3 &* stride))
      let found = (first | second &<< 1 | third &<< 2 | fourth &<< 3)
      if found != 0 { return offset &+ found.trailingZeroBitCount &* stride }
      offset &+= 4 &* stride
    }
    while offset <= input.count - filter.gram {
      if bit(hash(at: offset)) != 0 { return offset }
      offset &+= stride
    }
    return nil
  }

  /// The distances from `sample` back to where matches may begin before `limit`, as bits.
  @inline(__always)
  func distances(at sample: Int, before limit: Int) -> UInt32 {
    guard sample <= input.count - filter.gram else { return 0 }
    let hash = hash(at: sample)
    let isFound = UInt32(truncatingIfNeeded: bit(hash))
    let before = UInt32.max << UInt32(truncatingIfNeeded: max(0, sample &- limit &+ 1))
    return filter.distances[hash &>> Prefilter.coarseness] & (0 &- isFound) & before
  }

  /// Whether a sample behind `sample` may lie in a match that begins before `start`.
  ///
  /// The number of samples looked at is always the same, which the processor can foresee.
  @inline(__always)
  func mayHoldEarlierStart(behind sample: Int, before start: Int) -> Bool {
    guard let base = input.baseAddress, sample <= input.count - 8 - lookahead * stride else {
      return lookahead > 0
    }
    var offset = sample
    var found: UInt64 = 0
    for _ in 0..<lookahead {
      offset &+= stride
      let distances = filter.distances[load(base, offset) &>> Prefilter.coarseness]
      found |= UInt64(distances) &>> UInt64(truncatingIfNeeded: offset &- start &+ 1)
    }
    return found != 0
  }

  @inline(__always)
  private func bit(_ hash: Int) -> UInt64 { filter.bits[hash &>> 6] &>> UInt64(hash & 63) & 1 }

  @inline(__always)
  private func load(_ base: UnsafeRawPointer, _ offset: Int) -> Int {
    let word = base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return Prefilter.hash(UInt64(littleEndian: word), mask: filter.gramMask, shift: filter.shift)
  }

  /// The hash of the sample at `offset`, which may be too near the end for a load of eight bytes.
  @inline(__always)
  private func hash(at offset: Int) -> Int {
    Prefilter.hash(ASCII.word(input, at: offset), mask: filter.gramMask, shift: filter.shift)
  }
}
