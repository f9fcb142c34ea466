/// A pattern found where its boundary allows it.
struct Match: Hashable, Sendable {
  /// Byte offsets in the input.
  let range: Range<Int>
  /// Which pattern, by its number in the matcher.
  let pattern: Int
}

/// Finds the matches of all patterns, leftmost first and longest at each start.
///
/// A candidate that its boundary forbids falls back to the next shorter one at the same start,
/// then to later starts. Matches do not overlap. Nothing is allocated.
struct Matcher: Sendable {
  let patterns: [Pattern]
  /// How many bytes the shortest of them has.
  let shortest: Int
  private let prefilter: Prefilter
  private let trie: Trie
  /// What is read of each pattern before its match is certain.
  private let forms: Table<Search.Form>
  /// The texts of all patterns, one behind the other.
  private let texts: Table<UInt8>

  private let arena = Arena()

  /// - Parameter patterns: their texts are not empty, and no two can match the same text.
  init(_ patterns: [Pattern]) {
    self.patterns = patterns
    let folded = patterns.map(\.folded)
    shortest = folded.map(\.count).min() ?? .max
    prefilter = Prefilter(folded, in: arena)
    trie = Trie(folded, in: arena)
    texts = arena.table(patterns.flatMap(\.text))
    var start = 0
    forms = arena.table(
      patterns.map { pattern in
        defer { start += pattern.text.count }
        return Search.Form(
          textStart: start, caseBlindFrom: pattern.caseBlindFrom, boundary: pattern.boundary)
      })
  }

  /// The memory of automaton and prefilter in bytes.
  var byteCount: Int {
    prefilter.byteCount + trie.byteCount + forms.byteCount + texts.byteCount
  }

  /// The search for matches in `input`, to be used while the matcher and the input live.
  func search(_ input: UnsafeRawBufferPointer) -> Search {
    Search(
      input: input, sampler: Sampler(prefilter, input: input), trie: trie, forms: forms,
      texts: texts)
  }
}

/// A matcher at work on one input; valid while the matcher and the input are.
///
/// It holds nothing that counts references: counting would take longer than matching.
struct Search {
  /// What is read of a pattern before its match is certain.
  struct Form: Sendable {
    let textStart: Int
    let caseBlindFrom: Int
    let boundary: Boundary
  }

  let input: UnsafeRawBufferPointer
  let sampler: Sampler
  let trie: Trie
  let forms: Table<Form>
  /// The texts of all patterns, one behind the other.
  let texts: Table<UInt8>

  /// The first match that begins at `floor` or behind it.
  ///
  /// Each window of such a match holds one of the samples from the first on: they lie `stride`
  /// apart, and the first is the last that a window at `floor` begins with.
  func firstMatch(from floor: Int) -> Match? {
    var offset = floor + sampler.stride - 1
    while let sample = sampler.next(from: offset) {
      if let found = match(holding: sample, from: floor, before: sample + 1) {
        return leftmost(of: found, and: sample, from: floor)
      }
      offset = sample + sampler.stride
    }
    return nil
  }

  /// The match that begins first of `found`, whose window holds `sample`, and those whose windows
  /// hold later samples.
  private func leftmost(of found: Match, and sample: Int, from floor: Int) -> Match {
    guard sampler.mayHoldEarlierStart(behind: sample, before: found.range.lowerBound) else {
      return found
    }
    var leftmost = found
    var sample = sample + sampler.stride
    while sample < leftmost.range.lowerBound + sampler.reach {
      let start = leftmost.range.lowerBound
      leftmost = match(holding: sample, from: floor, before: start) ?? leftmost
      sample += sampler.stride
    }
    return leftmost
  }

  /// The leftmost match whose window holds the sample and that begins in `floor..<limit`.
  private func match(holding sample: Int, from floor: Int, before limit: Int) -> Match? {
    var distances = sampler.distances(at: sample, before: limit)
    distances &= ~(UInt32.max << UInt32(clamping: sample - floor + 1))
    while distances != 0 {
      let distance = 31 - distances.leadingZeroBitCount
      distances ^= 1 << UInt32(distance)
      if let match = longestMatch(at: sample - distance) { return match }
    }
    return nil
  }

  @inline(__always)
  private func longestMatch(at start: Int) -> Match? {
    var longest: Match?
    trie.forEachPattern(at: start, in: input) { pattern, end in
      if accepts(pattern, start..<end) {
        longest = Match(range: start..<end, pattern: pattern)
      }
    }
    return longest
  }

  private func accepts(_ pattern: Int, _ range: Range<Int>) -> Bool {
    let form = forms[pattern]
    return hasSameCase(form, at: range.lowerBound) && form.boundary.allows(range, in: input)
  }

  /// Whether the input has the text at `start`, given that it does when case is of no account.
  private func hasSameCase(_ form: Form, at start: Int) -> Bool {
    var offset = 0
    while offset < form.caseBlindFrom {
      let found = ASCII.word(input, at: start &+ offset) ^ texts.word(at: form.textStart &+ offset)
      if found & ASCII.mask(form.caseBlindFrom &- offset) != 0 { return false }
      offset &+= 8
    }
    return true
  }
}
