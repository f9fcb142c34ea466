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
      prefilter.distances.withUnsafeBufferPointer { distances in
        let sampler = Sampler(prefilter, bits: bits, distances: distances, input: input)
        if let sampler { scan(input, sampler, body) }
      }
    }
  }

  /// Each window of a match at `floor` or behind it holds one of the samples from the first on:
  /// they lie `stride` apart, and the first is the last that a window at `floor` begins with.
  private func scan(
    _ input: UnsafeRawBufferPointer, _ sampler: Sampler, _ body: (Match) -> Void
  ) {
    var floor = 0
    var offset = sampler.stride - 1
    while let sample = sampler.next(from: offset) {
      if let found = match(holding: sample, from: floor, before: .max, in: input, sampler) {
        let match = leftmost(of: found, and: sample, from: floor, in: input, sampler)
        body(match)
        floor = match.range.upperBound
        offset = floor + sampler.stride - 1
      } else {
        offset = sample + sampler.stride
      }
    }
  }

  /// The match that begins first of `found`, whose window holds `sample`, and those whose windows
  /// hold later samples.
  private func leftmost(
    of found: Match, and sample: Int, from floor: Int, in input: UnsafeRawBufferPointer,
    _ sampler: Sampler
  ) -> Match {
    var leftmost = found
    var sample = sample + sampler.stride
    while sample < leftmost.range.lowerBound + sampler.reach {
      let start = leftmost.range.lowerBound
      leftmost = match(holding: sample, from: floor, before: start, in: input, sampler) ?? leftmost
      sample += sampler.stride
    }
    return leftmost
  }

  /// The leftmost match whose window holds the sample and that begins in `floor..<limit`.
  private func match(
    holding sample: Int, from floor: Int, before limit: Int, in input: UnsafeRawBufferPointer,
    _ sampler: Sampler
  ) -> Match? {
    var distances = sampler.distances(at: sample)
    while distances != 0 {
      let distance = 31 - distances.leadingZeroBitCount
      distances ^= 1 << UInt32(distance)
      let start = sample - distance
      guard start >= floor, start < limit else { continue }
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
