import Rewriter
import Testing

/// The engine against the plain statement of what it does, on made-up rules and texts.
struct PropertyTests {
  private static let pieces = [
    "a", "b", "ab", "ba", "abc", "A", "B", "AB", "-", "--", ".", "_", "/", "@", " ", "\r\n", "1",
    "a.b", "ab.a", "a-b", "b@a.b", "x",
  ]

  @Test("rules mean the same to the engine as to a reader", arguments: 0..<40 as Range<UInt64>)
  func agrees(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<25 {
      let rules = Self.rules(&generator)
      // Rules that cannot stand together are another test's matter.
      guard let engine = try? RuleSet(rules) else { continue }
      let naive = NaiveRewriter(rules: rules)
      for _ in 0..<8 {
        let text = Self.text(of: 1...24, &generator)
        #expect(engine.rewrite(text) == naive.rewrite(text), "\(rules) on \(text.debugDescription)")
      }
    }
  }

  @Test(
    "of long stand-ins that overlap, the one that begins first is replaced, and its longest form",
    arguments: 0..<20 as Range<UInt64>)
  func agreesOnOverlaps(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<25 {
      let phrase = Self.phrase(&generator)
      let rules = Self.rules(within: phrase, &generator)
      guard let engine = try? RuleSet(rules) else { continue }
      let naive = NaiveRewriter(rules: rules)
      for _ in 0..<8 {
        let text = Self.text(around: phrase, &generator)
        #expect(engine.rewrite(text) == naive.rewrite(text), "\(rules) on \(text.debugDescription)")
      }
    }
  }

  @Test("enough of the made-up rules compile to prove anything")
  func compiles() {
    var generator = SeededGenerator(seed: 1)
    let compiled = (0..<200).filter { _ in (try? RuleSet(Self.rules(&generator))) != nil }
    #expect(compiled.count > 60)
    let overlapping = (0..<200).filter { _ in
      (try? RuleSet(Self.rules(within: Self.phrase(&generator), &generator))) != nil
    }
    #expect(overlapping.count > 60)
  }

  private static func rules(_ generator: inout SeededGenerator) -> [Rule] {
    (0..<Int.random(in: 1...4, using: &generator)).map { number in
      let kind = RuleKind.allCases.randomElement(using: &generator) ?? .text
      return Rule(
        kind: kind, from: text(of: 1...3, &generator),
        to: ["x", "new", "y-z.w", "ab", ""].randomElement(using: &generator) ?? "",
        exactBoundary: Int.random(in: 0..<4, using: &generator) == 0)
    }
  }

  private static func text(
    of length: ClosedRange<Int>, _ generator: inout SeededGenerator
  ) -> String {
    (0..<Int.random(in: length, using: &generator))
      .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
  }

  // MARK: Overlapping stand-ins

  /// A text of 24 to 60 letters, common ones and rare ones, in which some stretches repeat.
  private static func phrase(_ generator: inout SeededGenerator) -> [Character] {
    var phrase: [Character] = []
    let length = Int.random(in: 24...60, using: &generator)
    while phrase.count < length {
      if phrase.count > 8, Int.random(in: 0..<3, using: &generator) == 0 {
        phrase += stretch(of: phrase, 4...8, &generator)
      } else {
        phrase += Array(
          ["namespace", "eeee", "qzj", "xk7", "-", "a", "e", "t"].randomElement(using: &generator)
            ?? "a")
      }
    }
    return phrase
  }

  /// Rules whose stand-ins, of 8 to 40 letters, begin and end inside each other.
  private static func rules(
    within phrase: [Character], _ generator: inout SeededGenerator
  ) -> [Rule] {
    (0..<Int.random(in: 2...6, using: &generator)).map { number in
      Rule(
        kind: Int.random(in: 0..<4, using: &generator) == 0 ? .name : .text,
        from: String(stretch(of: phrase, 8...40, &generator)), to: "<\(number)>")
    }
  }

  /// Stretches of `phrase` one behind the other, and now and then something else between them.
  private static func text(
    around phrase: [Character], _ generator: inout SeededGenerator
  ) -> String {
    (0..<Int.random(in: 1...5, using: &generator)).map { _ in
      String(stretch(of: phrase, 8...60, &generator))
        + (["", "", " ", "e", "q"].randomElement(using: &generator) ?? "")
    }.joined()
  }

  private static func stretch(
    of text: [Character], _ length: ClosedRange<Int>, _ generator: inout SeededGenerator
  ) -> ArraySlice<Character> {
    let count = min(text.count, Int.random(in: length, using: &generator))
    let start = Int.random(in: 0...(text.count - count), using: &generator)
    return text[start..<start + count]
  }
}
