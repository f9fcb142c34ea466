import TestSupport
import Testing

@testable import BotCore

/// The merge against `git merge-file` on made-up texts.
@Suite struct FileMergePropertyTests {
  private static let words = ["a", "b", "c", "d", "e", "f", "", "}"]

  @Test("what Git merges without a conflict comes out the same", arguments: 0..<8 as Range<UInt64>)
  func agrees(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    var clean = 0
    for _ in 0..<25 {
      let (base, ours, theirs) = Self.texts(&generator)
      let files = try [("ours", ours), ("base", base), ("theirs", theirs)].map {
        try folder.write($0.1, to: $0.0)
      }
      let result = try await runGit(["merge-file", "-p", "--diff3"] + files)
      guard result.status == 0 else { continue }
      clean += 1
      let merged = try Self.merge(base, ours, theirs).merged()
      #expect(
        merged == MergedFile(bytes: result.standardOutput),
        "\(base.debugDescription) \(ours.debugDescription) \(theirs.debugDescription)")
    }
    #expect(clean >= 5)
  }

  @Test("no line that the owner wrote is lost", arguments: 0..<20 as Range<UInt64>)
  func keeps(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let (base, ours, theirs) = Self.texts(&generator)
      let merged = try Self.merge(base, ours, theirs).merged()
      let (old, new) = (Self.counts(base), Self.counts(Array(merged.bytes)))
      for (line, count) in Self.counts(ours) where count > old[line, default: 0] {
        #expect(
          new[line, default: 0] >= 1,
          "\(line.debugDescription) of \(base.debugDescription) \(ours.debugDescription) \(theirs.debugDescription)"
        )
      }
      #expect(try Self.merge(ours, ours, theirs).merged() == MergedFile(bytes: Array(theirs.utf8)))
      #expect(try Self.merge(theirs, ours, theirs).merged() == MergedFile(bytes: Array(ours.utf8)))
    }
  }

  @Test("exchanged sides conflict in as many places", arguments: 0..<20 as Range<UInt64>)
  func exchanged(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let (base, ours, theirs) = Self.texts(&generator)
      let merged = try Self.merge(base, ours, theirs).merged()
      let exchanged = try Self.merge(base, theirs, ours).merged()
      #expect(merged.conflicts.isEmpty == exchanged.conflicts.isEmpty)
      if merged.conflicts.isEmpty { #expect(merged == exchanged) }
    }
  }

  private static func merge(_ base: String, _ ours: String, _ theirs: String) -> FileMerge {
    FileMerge(
      path: "a.txt", base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8),
      changingValues: { $0 }, style: .keepMine)
  }

  private static func counts(_ text: String) -> [String: Int] { counts(Array(text.utf8)) }

  /// How often each line is there, whatever ends it.
  private static func counts(_ bytes: [UInt8]) -> [String: Int] {
    bytes.lines.reduce(into: [:]) {
      $0[String(decoding: $1.dropLast($1.lineEnd.count), as: UTF8.self), default: 0] += 1
    }
  }

  private static func texts(
    _ generator: inout SeededGenerator
  ) -> (base: String, ours: String, theirs: String) {
    let base = (0..<Int.random(in: 1...14, using: &generator)).map { _ in line(&generator) }
    return (
      text(base, &generator), text(edited(base, &generator), &generator),
      text(edited(base, &generator), &generator)
    )
  }

  private static func line(_ generator: inout SeededGenerator) -> String {
    words.randomElement(using: &generator) ?? ""
  }

  private static func edited(
    _ lines: [String], _ generator: inout SeededGenerator
  ) -> [String] {
    var lines = lines
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let index = Int.random(in: 0...lines.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: lines.insert("new " + line(&generator), at: index)
      case 1 where index < lines.count: lines.remove(at: index)
      case 2 where index < lines.count: lines[index] = "x" + line(&generator)
      default: break
      }
    }
    return lines
  }

  /// Most texts end their last line.
  private static func text(
    _ lines: [String], _ generator: inout SeededGenerator
  ) -> String {
    let isOpen = Int.random(in: 0..<8, using: &generator) == 0
    return lines.joined(separator: "\n") + (isOpen || lines.isEmpty ? "" : "\n")
  }
}
