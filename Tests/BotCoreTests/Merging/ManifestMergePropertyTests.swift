import TestSupport
import Testing
import YAML

@testable import BotCore

/// The merge of made-up manifests, as text, against the merge of the maps that they stand for.
@Suite struct ManifestMergePropertyTests {
  @Test("a manifest means afterwards what both sides meant", arguments: 0..<30 as Range<UInt64>)
  func agrees(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var clean = 0
    for _ in 0..<40 {
      let base = Self.map(depth: 0, &generator)
      let ours = Self.edited(base, by: "mine", &generator)
      let theirs = Self.edited(base, by: "new", &generator)
      let merged = try FileMerge(
        path: "a.yaml", base: Self.text(base), ours: Self.text(ours), theirs: Self.text(theirs),
        changingValues: { $0 }, style: .keepMine
      ).merged()
      var reference = ValueMerge { $0 }
      let expected = reference.merged(base: base, ours: ours, theirs: theirs)
      let found = merged.bytes.isEmpty ? .map([:]) : try Value(yaml: merged.bytes)
      let sides: Comment =
        "\(base)\n\(ours)\n\(theirs)\n\(String(decoding: merged.bytes, as: UTF8.self))"
      #expect(Self.scalars(ours, "mine").isSubset(of: Self.scalars(found, "mine")), sides)
      guard merged.conflicts.isEmpty else { continue }
      clean += 1
      #expect(reference.conflicts.isEmpty, sides)
      #expect(Self.withoutNothing(found) == expected.flatMap(Self.withoutNothing), sides)
    }
    #expect(clean >= 10)
  }

  /// The value without keys that hold nothing: where each side removed a part, a text keeps the key.
  private static func withoutNothing(_ value: Value) -> Value? {
    switch value {
    case .null: nil
    case .map(let map):
      map.compactMapValues(withoutNothing).isEmpty
        ? nil : .map(map.compactMapValues(withoutNothing))
    default: value
    }
  }

  private static func text(_ value: Value) -> [UInt8] { Array(yaml(of: value).utf8) }

  private static func map(depth: Int, _ generator: inout SeededGenerator) -> Value {
    var map: [String: Value] = [:]
    for number in 0..<Int.random(in: 2...4, using: &generator) {
      let isNested = depth < 3 && Int.random(in: 0..<3, using: &generator) == 0
      map["k\(number)"] =
        isNested
        ? Self.map(depth: depth + 1, &generator) : .int(Int.random(in: 0..<3, using: &generator))
    }
    return .map(map)
  }

  /// The map with some members changed to texts that name who did it, added or removed.
  private static func edited(
    _ value: Value, by author: String, _ generator: inout SeededGenerator
  ) -> Value {
    guard case .map(var map) = value else { return value }
    for (key, member) in value.members {
      switch (Int.random(in: 0..<12, using: &generator), member) {
      case (0, _): map[key] = nil
      case (1, .int(let number)): map[key] = .string("\(author) \(number)")
      case (2, .int): map[key] = .map(["inner": .string(author)])
      default: map[key] = edited(member, by: author, &generator)
      }
    }
    if map.isEmpty || Int.random(in: 0..<8, using: &generator) == 0 {
      map["k\(Int.random(in: 0..<4, using: &generator))\(author)"] = .string(author)
    }
    return .map(map)
  }

  /// What was written by `author`, with the keys that lead to it.
  private static func scalars(_ value: Value, _ author: String, at path: String = "") -> Set<String>
  {
    switch value {
    case .string(let text): text.hasPrefix(author) ? [path + ": " + text] : []
    case .map: Set(value.members.flatMap { scalars($0.value, author, at: path + "/" + $0.key) })
    default: []
    }
  }
}
