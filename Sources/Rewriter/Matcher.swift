/// Finds the matches of all patterns, leftmost first and longest at each start.
///
/// A candidate that its boundary forbids falls back to the next shorter one at the same start,
/// then to later starts. Matches do not overlap. Nothing is allocated.
struct Matcher: Sendable {
  let patterns: [Pattern]
  private let prefilter: Prefilter
  private let trie: Trie

  /// - Parameter patterns: their texts are not empty, and no two can match the same text.
  init(_ patterns: [Pattern]) {
    self.patterns = patterns
    let texts = patterns.map(\.folded)
    prefilter = Prefilter(texts)
    trie = Trie(texts)
  }

  /// The memory of automaton and prefilter in bytes.
  var byteCount: Int { prefilter.byteCount + trie.byteCount }

  /// Calls `body` with each match in `input`, in order.
  func forEachMatch(in input: UnsafeRawBufferPointer, _ body: (Match) -> Void) {
    if patterns.isEmpty { return }
    prefilter.bits.withUnsafeBufferPointer { bits in
      prefilter.offsets.withUnsafeBufferPointer { offsets in
        guard let sampler = Sampler(prefilter, bits: bits, offsets: offsets, input: input) else {
          return
        }
        scan(input, sampler, body)
      }
    }
  }

  private func scan(
    _ input: UnsafeRawBufferPointer, _ sampler: Sampler, _ body: (Match) -> Void
  ) {
    let reach = sampler.stride - 1
    var floor = 0
    while let sample = sampler.next(from: floor + reach) {
      if let match = match(holding: sample, in: input, sampler) {
        body(match)
        floor = match.range.upperBound
      } else {
        floor = sample + 1
      }
    }
  }

  /// The leftmost match that holds the sample among its first ones.
  ///
  /// Samples lie `stride` apart and distances are smaller, so each start belongs to exactly one
  /// sample and none lies before the place from which the input is being sampled.
  private func match(
    holding sample: Int, in input: UnsafeRawBufferPointer, _ sampler: Sampler
  ) -> Match? {
    var distances = sampler.distances(at: sample)
    while distances != 0 {
      let distance = 7 - distances.leadingZeroBitCount
      distances ^= 1 << UInt8(distance)
      let start = sample - distance
      guard sampler.mayBegin(at: start) else { continue }
      if let match = longestMatch(at: start, in: input) { return match }
    }
    return nil
  }

  private func longestMatch(at start: Int, in input: UnsafeRawBufferPointer) -> Match? {
    var longest: Match?
    trie.forEachPattern(at: start, in: input) { pattern, end in
      if accepts(pattern, start..<end, in: input) {
        longest = Match(range: start..<end, pattern: pattern)
      }
    }
    return longest
  }

  private func accepts(
    _ pattern: Int, _ range: Range<Int>, in input: UnsafeRawBufferPointer
  ) -> Bool {
    let pattern = patterns[pattern]
    return pattern.hasSameCase(input, at: range.lowerBound)
      && pattern.boundary.allows(range, in: input)
  }
}
