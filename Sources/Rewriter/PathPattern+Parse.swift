extension PathPattern {
  /// As many as fit the bits of a word, with one for the end of the pattern.
  private static let mostParts = 62

  static func parts(of glob: String) throws(PathPatternError) -> [Part] {
    var texts = glob.split(separator: "/", omittingEmptySubsequences: false)
    if texts.count > 1, texts.first?.isEmpty == true { texts.removeFirst() }
    if texts.count > 1, texts.last?.isEmpty == true { texts[texts.count - 1] = "**" }
    if texts.count > mostParts {
      throw PathPatternError(pattern: glob, reason: "it has more than \(mostParts) parts")
    }
    if glob.hasPrefix("!") {
      throw PathPatternError(
        pattern: glob, reason: "nothing is negated; use `exclude`, or `\\!` for the character")
    }
    var parts: [Part] = []
    for text in texts {
      let part = try part(text, of: glob)
      if part != .anyFolders || parts.last != .anyFolders { parts.append(part) }
    }
    return parts
  }

  private static func part(_ text: Substring, of glob: String) throws(PathPatternError) -> Part {
    if text == "**" { return .anyFolders }
    if text.isEmpty || text == "." || text == ".." {
      throw PathPatternError(
        pattern: glob, reason: "a part of it is empty, `.` or `..`; paths begin at the root")
    }
    let pieces = try SegmentGlob(text, of: glob)
    if text.contains("**"), pieces.literal == nil {
      throw PathPatternError(
        pattern: glob, reason: "`**` stands alone between slashes: write `**/*.md`, not `**.md`")
    }
    return pieces.literal.map(Part.literal) ?? .glob(pieces)
  }
}
