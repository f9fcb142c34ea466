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
