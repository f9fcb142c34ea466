extension Rule {
  /// How a dot of a domain is written where it is not written as itself: in a regular
  /// expression, in a regular expression inside a quoted string, and as a character class.
  private static let writtenDots = [#"\."#, #"\\."#, "[.]"]

  /// Every text this rule looks for, its own first; `ruleIndex` is for errors and edits, and with
  /// `keepsOwn` a stand-in inside its own value is left.
  func patterns(ruleIndex: Int, keepsOwn: Bool) -> [Pattern] {
    var spelt = [(find: Array(from.utf8), put: Array(to.utf8), yields: false)]
    if kind == .domain || kind == .email, from.utf8.contains(UInt8(ascii: ".")) {
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
