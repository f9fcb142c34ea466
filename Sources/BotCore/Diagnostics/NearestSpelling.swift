private let longest = 100

/// The entry of `candidates` that a person most likely meant by `word`; nil when none is near.
///
/// Near is an edit distance of at most a third of the word's length, and at least one; two neighbours that
/// changed places are one edit. Words of more than 100 bytes are nobody's slip of the pen.
func nearestSpelling(to word: String, among candidates: [String]) -> String? {
  guard word.utf8.count <= longest else { return nil }
  let lowercased = Array(word.lowercased())
  let ranked =
    candidates
    .filter { $0.utf8.count <= longest }
    .map { (candidate: $0, distance: editDistance(lowercased, Array($0.lowercased()))) }
    .min { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }
  guard let ranked, ranked.distance <= max(1, word.count / 3) else { return nil }
  return ranked.candidate
}

/// The number of insertions, deletions and substitutions of single characters and of swaps of two neighbours that
/// make `b` of `a` (the optimal string alignment distance).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var (before, row) = ([Int](), Array(0...b.count))
  for (i, character) in a.enumerated() {
    var next = [i + 1]
    for (j, other) in b.enumerated() {
      var distance = min(row[j] + (character == other ? 0 : 1), row[j + 1] + 1, next[j] + 1)
      if i > 0, j > 0, character == b[j - 1], other == a[i - 1] {
        distance = min(distance, before[j - 1] + 1)
      }
      next.append(distance)
    }
    (before, row) = (row, next)
  }
  return row[b.count]
}
