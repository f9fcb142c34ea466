/// Rules compiled into one matcher.
///
/// Compiling may fail; rewriting is total, and its time hardly depends on the number of rules.
/// The value is immutable and may be used from many threads at once.
///
/// All rules are searched in one pass. At each place the leftmost match wins, the longest of those
/// that begin there, and what was written is never read again. Bytes outside matches stay,
/// whatever they are: invalid UTF-8, line ends, byte-order marks.
public struct RuleSet: Sendable {
  /// The rules in the order given, by which ``Edit/ruleIndex`` counts.
  public let rules: [Rule]

  let matcher: Matcher
  /// The matcher of the rules that rename, or `nil` where none does.
  let pathMatcher: Matcher?

  /// Compiles `rules`; an empty list is allowed and changes nothing.
  ///
  /// A further way to write a domain (`example\.com`) gives way to a rule that names that text
  /// itself; spellings, being asked for, do not.
  ///
  /// - Parameters:
  ///   - rules: the stand-ins and their values.
  ///   - keepsSelfContained: leaves a stand-in that already lies inside its own value: with
  ///     `example.com` → `my.example.com`, every `my.example.com` stays. For repositories that
  ///     were rewritten once already.
  /// - Throws: ``RuleError`` for the first rule that cannot be compiled.
  public init(_ rules: [Rule], keepsSelfContained: Bool = false) throws(RuleError) {
    self.rules = rules
    var patterns: [Pattern] = []
    for (index, rule) in rules.enumerated() {
      if let reason = rule.problem() { throw RuleError(ruleIndex: index, reason: reason) }
      patterns += rule.patterns(ruleIndex: index, keepsOwn: keepsSelfContained)
    }
    let unambiguous = try RuleSet.withoutYielding(patterns)
    matcher = Matcher(unambiguous)
    let renaming = unambiguous.filter { rules[$0.ruleIndex].renamesPaths }
    pathMatcher = renaming.isEmpty ? nil : Matcher(renaming)
  }

  /// The memory of the automaton and its prefilter in bytes.
  public var automatonByteCount: Int { matcher.byteCount }

  /// The patterns without those that give way to another rule's own text.
  ///
  /// - Throws: ``RuleError`` where two patterns that remain could match the same text.
  private static func withoutYielding(_ patterns: [Pattern]) throws(RuleError) -> [Pattern] {
    let groups = Dictionary(grouping: patterns.indices) { patterns[$0].folded }
    var isDropped = [Bool](repeating: false, count: patterns.count)
    var clashes: [(later: Int, earlier: Int)] = []
    for group in groups.values where group.count > 1 {
      for (position, later) in group.enumerated() {
        for earlier in group[..<position] {
          let pair = (patterns[earlier], patterns[later])
          guard pair.0.canMatchSameText(as: pair.1) else { continue }
          if pair.1.yields {
            isDropped[later] = true
          } else if pair.0.yields {
            isDropped[earlier] = true
          } else {
            clashes.append((pair.1.ruleIndex, pair.0.ruleIndex))
          }
        }
      }
    }
    if let first = clashes.min(by: <) {
      throw RuleError(ruleIndex: first.later, reason: .duplicate(of: first.earlier))
    }
    return patterns.indices.filter { !isDropped[$0] }.map { patterns[$0] }
  }
}

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
