/// A text as the literal block of a YAML file: `|`, its indicators, and its lines.
struct LiteralBlock {
  /// What follows the colon, `|` with indentation and chomping indicators.
  let header: String
  /// The lines without their indentation and without the line break of the last one.
  let lines: [String]
  /// Whether blank lines behind the block would belong to its text.
  let keepsBlankLines: Bool

  /// The block of `text`, or nil where a literal block cannot hold it.
  ///
  /// Literal blocks have no escapes, and readers turn CR, NEL, LS and PS into line feeds or take
  /// them for line ends, so that every such text is refused, as is a text of white space alone.
  /// `step` is by how many columns, 1 to 9, the lines stand deeper than the key's mapping.
  init?(_ text: String, step: Int) {
    let body = Array(text.utf8)
    let isHeld = text.unicodeScalars.allSatisfy { $0.isPrintable || $0 == "\n" || $0 == "\t" }
    guard isHeld, (1...9).contains(step), body.contains(where: { !$0.isJSONSpace }) else {
      return nil
    }
    let breaks = body.reversed().prefix { $0 == .lineFeed }.count
    let lines = body.dropLast(breaks > 0 ? 1 : 0)
      .split(separator: .lineFeed, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    // A last line of blanks alone is text for some readers and nothing for others.
    if breaks == 0, lines.last?.utf8.allSatisfy(\.isBlank) == true { return nil }
    // The first line's blanks, or an empty first line, would be taken for indentation.
    let needsStep = body.first.map { $0.isBlank || $0 == .lineFeed } ?? false
    header = "|" + (needsStep ? String(step) : "") + (breaks == 0 ? "-" : breaks == 1 ? "" : "+")
    self.lines = lines
    keepsBlankLines = breaks > 1
  }

  /// The lines behind `margin`, each with its line break; empty lines get no margin.
  func body(margin: String, newline: String) -> String {
    lines.map { ($0.isEmpty ? "" : margin + $0) + newline }.joined()
  }
}
