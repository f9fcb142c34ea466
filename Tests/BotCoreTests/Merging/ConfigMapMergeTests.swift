import BotCore
import Flux
import Testing
import YAML

@testable import BotCore

@Suite struct ConfigMapMergeTests {
  private static let name = "infrastructure-config"

  /// A manifest that holds `values`.
  private static func manifest(
    _ values: String, labels: [String: String] = [:], other: String? = nil
  ) throws -> [UInt8] {
    try ConfigMap(
      name: name, namespace: "flux-system", labels: labels,
      data: [(key: "values.yaml", text: values)] + (other.map { [(key: "other", text: $0)] } ?? [])
    ).yaml()
  }

  private func merge(_ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8]) throws -> MergedFile {
    let file = FileMerge(
      path: "config.yaml", base: base, ours: ours, theirs: theirs,
      changingValues: FileMergeRow.changingValues, style: .keepMine)
    return try ConfigMapMerge(file: file, name: Self.name).merged()
  }

  @Test("a value that the owner set by hand survives", arguments: ConfigMapMergeRow.all)
  func table(_ row: ConfigMapMergeRow) throws {
    let merged = try merge(
      row.base.map { try Self.manifest($0) }, Self.manifest(row.ours), Self.manifest(row.theirs))
    let expected = try Self.manifest(row.expected)
    #expect(
      String(decoding: merged.bytes, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
    #expect(merged.conflicts.map(\.ours) == row.conflicts)
  }

  @Test("what else is in the file survives too")
  func beside() throws {
    let other = Array("---\nkind: Other\nv: 1 # mine\n".utf8)
    let merged = try merge(
      Self.manifest("a: 1\n", labels: ["x": "1"], other: "old"),
      Self.manifest("a: 1\nmine: 1\n", labels: ["x": "1", "y": "mine"], other: "old") + other,
      Self.manifest("a: 2\n", labels: ["x": "2"], other: "new"))
    let expected =
      try Self.manifest("a: 2\nmine: 1\n", labels: ["x": "2", "y": "mine"], other: "new") + other
    #expect(
      String(decoding: merged.bytes, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
    #expect(merged.conflicts.isEmpty)
  }

  @Test("a conflict names the line of its key")
  func line() throws {
    let merged = try merge(
      Self.manifest("a: 1\nm:\n  x: 1\n"), Self.manifest("a: 1\nm:\n  x: 2\n"),
      Self.manifest("a: 2\nm:\n  x: 3\n"))
    let conflict = try #require(merged.conflicts.first)
    let line = try #require(conflict.line)
    let lines = String(decoding: merged.bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines[line - 1].hasSuffix("  x: 2"))
    #expect([conflict.base, conflict.theirs] == ["m.x: 1", "m.x: 3"])
  }

  @Test("values without a conflict never get one from the lines around them")
  func closeLines() throws {
    let merged = try merge(
      Self.manifest("a: 1\nb: 1\n"), Self.manifest("a: 2\nc: 1\n"), Self.manifest("a: 1\nd: 1\n"))
    #expect(merged.conflicts.isEmpty)
    let text = try ConfigMap.text(of: "values.yaml", in: merged.bytes, name: Self.name)
    #expect(
      try Value(yaml: Array((text ?? "").utf8)) == Value(yaml: Array("a: 2\nc: 1\nd: 1".utf8)))
  }

  @Test("a ConfigMap whose values the owner removed is merged as text")
  func noValues() throws {
    let ours = Array("kind: ConfigMap\nmetadata:\n  name: other\n".utf8)
    let merged = try merge(Self.manifest("a: 1\n"), ours, Self.manifest("a: 2\n"))
    #expect(merged.bytes == ours)
    #expect(merged.conflicts.count == 1)
  }
}
