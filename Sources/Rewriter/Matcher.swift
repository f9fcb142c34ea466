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
