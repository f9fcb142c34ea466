/// A version as Semantic Versioning 2.0.0 has it, such as `1.4.0-rc.1`.
struct SemanticVersion: Comparable {
  /// One of the parts between the dots behind the hyphen.
  private enum Identifier: Comparable {
    // The order of the cases is that of rule 11: numbers go before words.
    case number(Int)
    case word(String)
  }

  private let numbers: [Int]
  private let identifiers: [Identifier]

  /// Reads the name of a tag, with or without a leading `v`; nil when it is no such version.
  init?(tag: String) {
    let version = (tag.hasPrefix("v") ? tag.dropFirst() : tag[...]).prefix { $0 != "+" }
    let hyphen = version.firstIndex(of: "-") ?? version.endIndex
    let parts = version[..<hyphen].split(separator: ".", omittingEmptySubsequences: false)
    numbers = parts.compactMap(SemanticVersion.number)
    guard parts.count == 3, numbers.count == 3 else { return nil }
    guard hyphen < version.endIndex else {
      identifiers = []
      return
    }
    let words = version[version.index(after: hyphen)...]
      .split(separator: ".", omittingEmptySubsequences: false)
    identifiers = words.compactMap { word in
      let isWord = word.utf8.contains { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard isWord else { return SemanticVersion.number(word).map(Identifier.number) }
      return word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        ? .word(String(word)) : nil
    }
    guard identifiers.count == words.count else { return nil }
  }

  /// Whether it comes before the version that it names.
  var isPreRelease: Bool { !identifiers.isEmpty }

  /// Orders by precedence (rule 11); build metadata does not count.
  static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
    if left.numbers != right.numbers {
      return left.numbers.lexicographicallyPrecedes(right.numbers)
    }
    if left.isPreRelease != right.isPreRelease { return left.isPreRelease }
    return left.identifiers.lexicographicallyPrecedes(right.identifiers)
  }

  /// Digits without a leading zero.
  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      text == "0" || !text.hasPrefix("0")
    else { return nil }
    return Int(text)
  }
}
