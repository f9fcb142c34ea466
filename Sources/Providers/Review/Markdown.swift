/// Writes text that others chose into Markdown, so that it shows and does nothing.
///
/// A body is read as Markdown, by the forge's own rules for mentions and closing words, by some as a
/// commit message, and by CI as a log. What would act in one of them is broken up by a character
/// without width. All of it looks at Unicode scalars, as Markdown does: a combining mark behind a
/// backtick would hide that from Swift's characters.
enum Markdown {
  /// The text as code, on one line, at most `most` scalars of it.
  static func code(_ text: String, most: Int = 120) -> String {
    let text = InertText.line(text, most: most)
    guard !text.isEmpty else { return "(empty)" }
    let fence = String(repeating: "`", count: longestFence(in: text) + 1)
    // CommonMark takes one space off each end.
    return fence == "`" && !text.hasPrefix(" ") ? "`\(text)`" : "\(fence) \(text) \(fence)"
  }

  /// The text as code within a table, where a bar ends the cell even in code.
  static func cell(_ text: String, most: Int = 120) -> String {
    escaped(code(text, most: most)) { $0 == "|" ? "\\|" : nil }
  }

  /// The text as it is, without any markup.
  static func prose(_ text: String, most: Int = 400) -> String {
    let text = InertText.line(text, most: most)
    let result = escaped(text) { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$": "\\" + String(scalar)
      default: nil
      }
    }
    // At the start of a line even `/close` acts, on GitLab.
    let isPlain = text.unicodeScalars.first?.properties.isAlphabetic != false
    return (isPlain ? "" : InertText.breaker) + result
  }

  /// The text as a block of code in `language`, at most `mostLines` lines of it.
  static func block(
    _ text: String, language: StaticString = "text", mostLines: Int = 12
  ) -> String {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    var kept = lines.prefix(mostLines).map { line in
      (line.hasPrefix("/") ? InertText.breaker : "") + InertText.line(String(line), most: 160)
    }
    if lines.count > kept.count { kept.append("… and \(lines.count - kept.count) more lines") }
    let fence = String(repeating: "`", count: max(3, (kept.map(longestFence).max() ?? 0) + 1))
    return ([fence + "\(language)"] + kept + [fence]).joined(separator: "\n")
  }

  private static func escaped(
    _ text: String, _ replacement: (Unicode.Scalar) -> String?
  ) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let text = replacement(scalar) {
        result.append(contentsOf: text.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private static func longestFence(in text: String) -> Int {
    text.unicodeScalars.split { $0 != "`" }.map(\.count).max() ?? 0
  }
}

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

extension String {
  /// The text on one line, in which no forge and no log finds anything to act on; at most 400 scalars of
  /// it.
  public var inertLine: String { InertText.line(self, most: 400) }

  /// The same as Markdown that shows the text as it is.
  public var inertMarkdown: String { Markdown.prose(self) }

  /// Its lines as a block of code that shows them, at most `mostLines` of them.
  public func inertBlock(_ language: StaticString, mostLines: Int) -> String {
    Markdown.block(self, language: language, mostLines: mostLines)
  }
}
