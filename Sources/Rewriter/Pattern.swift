/// One text to look for; a rule has one for itself and one for each further way to write it.
///
/// A class, so that looking at one pattern on a match copies none of its arrays.
final class Pattern: Sendable {
  /// The text as it is written.
  let text: [UInt8]
  /// The offset in `text` from which ASCII case is of no account; `text.count` where it counts.
  let caseBlindFrom: Int
  let replacement: [UInt8]
  /// What replaces a match in capitals; `nil` where the case of a match is of no account.
  let capitals: [UInt8]?
  let boundary: Boundary
  let ruleIndex: Int
  /// Whether the pattern gives way to another rule that names the same text itself.
  let yields: Bool
  /// Offsets in `replacement` at which `text` stands; empty unless those are to be left.
  let ownOffsets: [Int]

  init(
    text: [UInt8], replacement: [UInt8], rule: Rule, ruleIndex: Int, yields: Bool, keepsOwn: Bool
  ) {
    self.text = text
    self.replacement = replacement
    self.ruleIndex = ruleIndex
    self.yields = yields
    boundary = Boundary(of: rule)
    capitals = rule.kind == .domain ? replacement.map(ASCII.uppercased) : nil
    let blind = rule.kind.caseBlindStart(in: text)
    caseBlindFrom = blind
    let starts = 0..<max(0, keepsOwn ? replacement.count - text.count + 1 : 0)
    ownOffsets = starts.filter { start in
      text.indices.allSatisfy { Pattern.equal(replacement[start + $0], text[$0], $0 >= blind) }
    }
  }

  /// The text in lower case, by which patterns share the automaton.
  var folded: [UInt8] { text.map(ASCII.lowercased) }

  /// Whether some input could match both patterns, given that their folded texts are equal.
  func canMatchSameText(as other: Pattern) -> Bool {
    let cased = min(caseBlindFrom, other.caseBlindFrom)
    return text[..<cased] == other.text[..<cased]
  }

  private static func equal(_ left: UInt8, _ right: UInt8, _ isBlind: Bool) -> Bool {
    left == right || isBlind && ASCII.lowercased(left) == ASCII.lowercased(right)
  }
}

extension Pattern {
  /// The bytes to put at `input[start..<start + text.count]`; `nil` where they stand there.
  func edit(_ input: UnsafeRawBufferPointer, at start: Int) -> [UInt8]? {
    if !ownOffsets.isEmpty, standsInOwnReplacement(input, at: start) { return nil }
    let found = UnsafeRawBufferPointer(rebasing: input[start..<start + text.count])
    let new = isShouted(found) ? capitals ?? replacement : replacement
    return new.count == found.count && found.elementsEqual(new) ? nil : new
  }

  /// Whether a match is in capitals, and not because the stand-in is.
  private func isShouted(_ found: UnsafeRawBufferPointer) -> Bool {
    if capitals == nil { return false }
    var hasUpper = false
    for byte in found {
      if byte &- 0x61 < 26 { return false }
      if byte &- 0x41 < 26 { hasUpper = true }
    }
    return hasUpper && !found.elementsEqual(text)
  }

  /// Whether the match at `start` already stands inside the text that would replace it.
  private func standsInOwnReplacement(_ input: UnsafeRawBufferPointer, at start: Int) -> Bool {
    let isBlind = caseBlindFrom < text.count
    return ownOffsets.contains { offset in
      let first = start - offset
      let last = first + replacement.count
      return first >= 0 && last <= input.count
        && replacement.indices.allSatisfy {
          Pattern.equal(input[first + $0], replacement[$0], isBlind)
        } && boundary.allows(first..<last, in: input)
    }
  }
}

extension Rule {
  /// How a dot of a domain is written where it is not written as itself: in a regular
  /// expression, in a regular expression inside a quoted string, and as a character class.
  private static let writtenDots = [#"\."#, #"\\."#, "[.]"]

  /// Every text this rule looks for, its own first; `ruleIndex` is for errors and edits, and with
  /// `keepsOwn` a stand-in inside its own value is left.
  func patterns(ruleIndex: Int, keepsOwn: Bool) -> [Pattern] {
    var spelt = [(find: Array(from.utf8), put: Array(to.utf8), yields: false)]
    if kind.holdsDomain, from.utf8.contains(UInt8(ascii: ".")) {
      for dot in Rule.writtenDots {
        spelt.append((Rule.write(dot, in: from), Rule.write(dot, in: to), true))
      }
    }
    for spelling in Spelling.allCases where spellings.contains(spelling) {
      let find = spelling.apply(to: Array(from.utf8))
      if spelt.contains(where: { $0.find == find }) { continue }
      spelt.append((find, spelling.apply(to: Array(to.utf8)), false))
    }
    return spelt.map {
      Pattern(
        text: $0.find, replacement: $0.put, rule: self, ruleIndex: ruleIndex, yields: $0.yields,
        keepsOwn: keepsOwn)
    }
  }

  private static func write(_ dot: String, in text: String) -> [UInt8] {
    text.utf8.flatMap { $0 == UInt8(ascii: ".") ? Array(dot.utf8) : [$0] }
  }
}
