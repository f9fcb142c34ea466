import TestSupport
import YAML

/// Nested values with every content that YAML, Flux or a shell could take for something else.
struct RandomValues {
  private var generator: SeededGenerator
  private var keys = 0

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// A map whose names all end differently, so that no two paths give one variable.
  mutating func map(depth: Int) -> Value {
    var map: [String: Value] = [:]
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      keys += 1
      map[generator.one(of: Self.stems) + "k\(keys)"] = value(depth: depth + 1)
    }
    return .map(map)
  }

  private mutating func value(depth: Int) -> Value {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0, 1: depth < 4 ? map(depth: depth) : .null
    case 2:
      .list((0..<Int.random(in: 0...3, using: &generator)).map { _ in value(depth: depth + 2) })
    case 3: generator.one(of: [.null, .bool(true), .bool(false)])
    case 4: .int(generator.one(of: [0, 3, -7, 1_000_000, .max, .min]))
    case 5: .double(generator.one(of: [1.5, 1.30, -0.25, 1e21, 1e-7, 3.0, 1234567.5, 2.5e-300]))
    default: .string(text())
    }
  }

  private mutating func text() -> String {
    let count = Int.random(in: 1...3, using: &generator)
    return (0..<count).map { _ in generator.one(of: Self.texts) }.joined()
  }

  private static let stems = [
    "a", "A-b", "x.y/z", "é", "", "0", "string", "a b", "${s}", "#", ": ",
  ]

  // The mark U+FEFF stands behind a letter: Foundation, with which Yams makes strings, drops it at
  // the start.
  private static let texts = [
    "", "a", "100Gi", "3", "1.30", "1e3", "0x1F", "0777", "0b-1", "1_000", "yes", "No", "y", "on",
    "true", "null", "~", "<<", "=", "2020-01-01", "12:30:45", ".inf", ".5", "*.x", "&a", "!t", "@x",
    "`", "%", "|", ">", "-", "- a", "? a", ": ", " #", "#", "'", "\"", "\\", "\\n", "{", "}", "[",
    "]", ",", "\n", "\n\n", " ", "\t", "\r", "\r\n", "$", "$$", "${s}", "${", "$(x)", "---", "...",
    "é", "😀", "e\u{301}", "\u{0}", "\u{7}", "\u{7F}", "\u{85}", "\u{A0}", "\u{2028}", "a\u{FEFF}",
    "\u{FFFE}", "https://a.io:8443/b?c=d#e", "key: |",
    "long " + String(repeating: "x", count: 1100),
  ]
}
