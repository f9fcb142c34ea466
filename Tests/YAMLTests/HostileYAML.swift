@testable import YAML

/// Files that are written to make a reader crash or run for ever.
enum HostileYAML {
  /// Thirty levels of aliases, nine times each.
  static func bomb(asKeys: Bool) -> [UInt8] {
    var text = "a0: &a0 [STAND, STAND]\n"
    for level in 1...30 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += asKeys ? "? &a\(level) [\(aliases)]\n: x\n" : "a\(level): &a\(level) [\(aliases)]\n"
    }
    return Array(text.utf8)
  }

  static func nested(_ open: String, _ count: Int) -> [UInt8] {
    Array(String(repeating: open, count: count).utf8)
  }

  static func indented(_ count: Int) -> [UInt8] {
    Array((0..<count).map { String(repeating: " ", count: $0) + "a:\n" }.joined().utf8)
  }
}
