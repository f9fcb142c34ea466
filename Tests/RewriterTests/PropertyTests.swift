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

  @Test("enough of the made-up rules compile to prove anything")
  func compiles() {
    var generator = SeededGenerator(seed: 1)
    let compiled = (0..<200).filter { _ in (try? RuleSet(Self.rules(&generator))) != nil }
    #expect(compiled.count > 60)
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
}
