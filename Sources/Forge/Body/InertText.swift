/// Text in which no forge and no log finds anything to act on.
enum InertText {
  /// ZERO WIDTH SPACE, which shows as nothing and parts what must not be read as one.
  static let breaker = "\u{200B}"

  /// The text on one line, at most `most` scalars of it.
  static func line(_ text: String, most: Int) -> String {
    var result = String.UnicodeScalarView()
    var before: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars.prefix(most) {
      let endsLine = isLineEnd(scalar)
      guard endsLine || !scalar.isHidden else { continue }
      let shown = endsLine ? " " : scalar
      if isActive(before, then: shown) { result.append(contentsOf: breaker.unicodeScalars) }
      result.append(shown)
      before = before.suffix(2) + [shown]
    }
    let isCut = !text.unicodeScalars.dropFirst(most).isEmpty
    return String(result) + (isCut ? "…" : "")
  }

  /// Whether `next` would complete the beginning of something behind `before`, the up to three
  /// scalars in front of it.
  private static func isActive(_ before: [Unicode.Scalar], then next: Unicode.Scalar) -> Bool {
    guard let last = before.last else { return false }
    switch (last, next) {
    // `-->`, `--!>`, `<!--`, `::error::`, addresses, and a bar behind a backslash in a table.
    case ("-", ">"), ("!", ">"), ("<", "!"), (":", ":"), (":", "/"), ("\\", "|"): return true
    // A mention; within a word, as in an address, it is none.
    case ("@", _):
      return isWord(next)
        && before.dropLast().last.map(isWord) != true
    // Issues, merge requests and milestones of GitHub, GitLab and Gitea.
    case ("#", _), ("!", _), ("%", _): return isWord(next)
    case ("-", _) where next.properties.numericType != nil:
      return before.dropLast().elementsEqual(["G", "H"], by: equalInAnyCase)
    case ("w", "."), ("W", "."): return before.elementsEqual(["w", "w", "w"], by: equalInAnyCase)
    default: return false
    }
  }

  private static func equalInAnyCase(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
    left.properties.lowercaseMapping == right.properties.lowercaseMapping
  }

  private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    ["\n", "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
  }
}
