private let longest = 100

/// The entry of `candidates` that a person most likely meant by `word`; nil when none is near.
///
/// Near is an edit distance of at most a third of the word's length, and at least one. Words of more
/// than 100 bytes are nobody's slip of the pen.
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

/// The Levenshtein distance: insertions, deletions and substitutions of single characters.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var row = Array(0...b.count)
  for (i, character) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in b.enumerated() {
      let substitution = diagonal + (character == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
