import TestSupport
import Testing

@testable import Rules

@Suite struct PathPartsTests {
  @Test(
    "a name stands where nothing of a path goes on beside it",
    arguments: [
      ("a/app/x", true), ("app", true), ("- app\n", true), ("\"app\"", true), ("apps", false),
      ("my-app", false), ("app.yaml", false), ("app_", false), ("éapp", false), ("", false),
      ("my-app app", true), ("a+b", true), ("xa+b", false), ("a+bb", false), ("aa+b a+b", true),
    ])
  func parts(text: String, stands: Bool) {
    #expect(Self.stand(["app", "a+b"], in: text) == stands)
  }

  @Test("names without a byte stand nowhere, and no names either")
  func none() {
    #expect(PathParts([]).isEmpty && !Self.stand([], in: "app"))
    #expect(PathParts([""]).isEmpty && !Self.stand([""], in: "app"))
  }

  @Test("in seeded texts, looking for all names at once finds what looking for each finds")
  func likeOneByOne() {
    var generator = SeededGenerator(seed: 41)
    let pieces = ["a", "b", "ab", "-", ".", "/", " ", "+", "é", "\n"]
    var found = 0
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
        generator.one(of: pieces)
      }.joined()
      let names = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
        (0..<Int.random(in: 1...3, using: &generator)).map { _ in generator.one(of: pieces) }
          .joined()
      }
      let expected = names.contains { Self.isPart($0, of: text) }
      if expected { found += 1 }
      #expect(Self.stand(Set(names), in: text) == expected, "\(names) in \(text)")
    }
    #expect(found > 200 && found < 1_800)
  }

  private static func stand(_ names: Set<String>, in text: String) -> Bool {
    Array(text.utf8).withUnsafeBytes { PathParts(names).stand(in: $0) }
  }

  private static func isPart(_ name: String, of text: String) -> Bool {
    let (name, text) = (Array(name.utf8), Array(text.utf8))
    return text.indices.contains { start in
      let end = start + name.count
      return text[start...].starts(with: name) && (start == 0 || !belongs(text[start - 1]))
        && (end == text.count || !belongs(text[end]))
    }
  }

  private static func belongs(_ byte: UInt8) -> Bool {
    byte >= 0x80 || Array("-_.".utf8).contains(byte)
      || Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
  }
}
