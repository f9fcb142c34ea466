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
      for start in starts(in: text) { counts[Rarity.word(text, start, gram), default: 0] += 1 }
    }
  }

  /// The bytes of `text` from `start` on as a number, the first the lowest.
  static func word(_ text: [UInt8], _ start: Int, _ count: Int) -> UInt64 {
    text[start..<start + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
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
    let count = counts[Rarity.word(text, start, gram), default: 1]
    let joints = text[start..<start + gram].count { !ASCII.isLetter($0) && $0 != 0x20 }
    return 6 * joints - (Int.bitWidth - count.leadingZeroBitCount)
  }
}
