extension RuleSet {
  /// The edits that the rules make in `bytes`, in order and without overlap.
  ///
  /// Nothing is allocated when no rule matches. A match that already reads as its replacement
  /// gives no edit.
  public func edits(in bytes: UnsafeRawBufferPointer) -> [Edit] {
    RuleSet.edits(of: matcher, in: bytes)
  }

  /// What becomes of a file with these bytes; whether it is skipped is decided first.
  public func rewrite(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    if let reason = RuleSet.skipReason(for: bytes) { return .skipped(reason) }
    let edits = edits(in: bytes)
    return edits.isEmpty ? .unchanged : .changed(Edit.apply(edits, to: bytes), edits)
  }

  /// `text` rewritten; for a scalar, so nothing is skipped.
  public func rewrite(_ text: String) -> String {
    RuleSet.rewrite(text, with: matcher) ?? text
  }

  /// The text of a scalar, which is UTF-8, rewritten; `nil` where no rule changes it.
  public func rewritten(_ text: UnsafeRawBufferPointer) -> String? {
    RuleSet.rewrite(text, with: matcher)
  }

  /// The new name of a file or folder, or `nil` where no renaming rule changes it.
  ///
  /// Only rules with ``Rule/renamesPaths`` take part. `pathComponent` is one name; a value that
  /// holds a slash gives a path, which the caller checks.
  public func renamed(_ pathComponent: String) -> String? {
    pathMatcher.flatMap { RuleSet.rewrite(pathComponent, with: $0) }
  }

  private static func rewrite(_ text: String, with matcher: Matcher) -> String? {
    var text = text
    return text.withUTF8 { rewrite(UnsafeRawBufferPointer($0), with: matcher) }
  }

  private static func rewrite(_ text: UnsafeRawBufferPointer, with matcher: Matcher) -> String? {
    let edits = edits(of: matcher, in: text)
    return edits.isEmpty ? nil : String(decoding: Edit.apply(edits, to: text), as: UTF8.self)
  }

  private static func edits(of matcher: Matcher, in bytes: UnsafeRawBufferPointer) -> [Edit] {
    // Most scalars are that short.
    if bytes.count < matcher.shortest { return [] }
    var edits: [Edit] = []
    withExtendedLifetime(matcher) {
      let search = matcher.search(bytes)
      var floor = 0
      while let match = search.firstMatch(from: floor) {
        floor = match.range.upperBound
        let pattern = matcher.patterns[match.pattern]
        guard let new = pattern.edit(bytes, at: match.range.lowerBound) else { continue }
        if edits.count == edits.capacity {
          edits.reserveCapacity(
            capacity(behind: edits.count, at: match.range.upperBound, of: bytes.count))
        }
        edits.append(Edit(range: match.range, replacement: new, ruleIndex: pattern.ruleIndex))
      }
    }
    return edits
  }

  /// How many edits to make room for where `count` fill the room up to `offset`: as many as there
  /// will be if the file goes on like that.
  ///
  /// Growing by twice each time would move every edit again, and on new pages of memory.
  private static func capacity(behind count: Int, at offset: Int, of byteCount: Int) -> Int {
    let expected = count * (byteCount / offset + 1)
    return min(16 * count, max(2 * count, expected))
  }
}
