import Rewriter
import Testing

/// Rules and files made to be slow or to break the engine.
struct HostileTests {
  @Test(
    "long rules are compared to the last byte, in either case", arguments: [1, 7, 8, 9, 63, 1_000])
  func longRule(length: Int) throws {
    let stem = String(repeating: "a", count: length)
    let rules = try RuleSet([
      Rule(kind: .domain, from: stem + "z.io", to: "x"),
      Rule(kind: .text, from: stem + "[", to: "y"),
    ])
    #expect(rules.rewrite(stem + "z.io") == "x")
    #expect(rules.rewrite(stem.uppercased() + "Z.IO") == "X")
    #expect(rules.rewrite(stem + "[") == "y")
    #expect(rules.rewrite(stem.uppercased() + "[") == stem.uppercased() + "[")
    #expect(rules.rewrite(stem + "{") == stem + "{")
    #expect(rules.rewrite(stem + "y.io") == stem + "y.io")
  }

  @Test("a stand-in with any of its bytes changed is another text", arguments: [1, 8, 9, 17, 40])
  func eachByte(length: Int) throws {
    let standIn = Array("abcdefghijklmnopqrstuvwxyz".utf8) + Array("abcdefghijklmn.io".utf8)
    let name = Array(standIn.suffix(length + 3))
    let rules = try RuleSet([
      Rule(kind: .domain, from: String(decoding: name, as: UTF8.self), to: "x")
    ])
    for index in name.indices {
      var changed = name
      changed[index] = UInt8(ascii: "0")
      for shift in 0..<8 {
        let text = String(repeating: " ", count: shift) + String(decoding: changed, as: UTF8.self)
        #expect(rules.rewrite(text) == text)
      }
    }
  }

  @Test("a byte that differs by bit 5 alone is another byte")
  func bitFive() throws {
    let rules = try RuleSet([
      Rule(kind: .name, from: "@@@@@@@@@@a", to: "x"), Rule(kind: .domain, from: "k", to: "x"),
      Rule(kind: .text, from: "{{{{{{{{{{b", to: "x"),
    ])
    for text in ["``````````a", "[[[[[[[[[[b", "\u{B}", "\u{212A}"] {
      #expect(rules.rewrite(text) == text)
    }
  }

  @Test("a text of near misses keeps every byte")
  func nearMisses() throws {
    let rules = try RuleSet([
      Rule(kind: .text, from: String(repeating: "a", count: 200) + "b", to: "x")
    ])
    let text = String(repeating: "a", count: 20_000)
    #expect(rules.rewrite(text) == text)
    #expect(rules.rewrite(text + "b") == String(repeating: "a", count: 19_800) + "x")
  }

  @Test("rules that begin each other are told apart at every length")
  func staircase() throws {
    let rules = try RuleSet(
      (1...300).map { Rule(kind: .text, from: String(repeating: "a", count: $0), to: "<\($0)>") })
    for count in [1, 2, 150, 299, 300] {
      #expect(rules.rewrite("b" + String(repeating: "a", count: count) + "b") == "b<\(count)>b")
    }
    #expect(rules.rewrite(String(repeating: "a", count: 301)) == "<300><1>")
  }

  @Test("random bytes are never read past their end", arguments: 0..<20 as Range<UInt64>)
  func randomBytes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let rules = try RuleSet([domain, name, email, token, text])
    let heads = ["example.com", "my-cluster", "admin@example.com", "sops:\n mac"].map {
      Array($0.utf8)
    }
    for _ in 0..<50 {
      var bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        UInt8.random(in: .min ... .max, using: &generator)
      }
      let head = heads.randomElement(using: &generator) ?? []
      bytes += head.prefix(Int.random(in: 0...head.count, using: &generator))
      let edits = bytes.withUnsafeBytes { rules.edits(in: $0) }
      #expect(edits.allSatisfy { $0.range.upperBound <= bytes.count })
      #expect(bytes.withUnsafeBytes { RuleSet.skipReason(for: $0) } != .tooLarge)
    }
  }
}
