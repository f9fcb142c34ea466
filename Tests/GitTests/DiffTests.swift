import Git
import TestSupport
import Testing

@Suite("Differences of trees")
struct DiffTests {
  private static let lines = (1...20).map { "line \($0)\n" }.joined()

  /// A repository whose two commits differ in every way that a patch has to tell.
  private func everyKind() async throws -> Sample {
    let sample = try await Sample([
      "changed": Self.lines, "crlf": "a\r\nb\r\n", "deleted": "gone\n", "no newline": "x\ny",
      "old/name": Self.lines + "tail\n", "binary": "\0\u{1}\u{2}", "become link": "was file\n",
      "ünïcode\ttab": "1\n", "mode": "#!/bin/sh\n",
    ])
    try await git("config", "core.autocrlf", "false", in: sample.work)
    try await git("mv", "old/name", "new name", in: sample.work)
    try sample.folder.write("#!/bin/sh\n", to: "work/mode", executable: true)
    try await git("rm", "-q", "become link", in: sample.work)
    _ = try await run("ln", ["-s", "changed", "become link"], in: sample.work)
    _ = try await run("ln", ["-s", "nowhere", "link"], in: sample.work)
    try await sample.commit([
      "changed": "first\n" + Self.lines, "crlf": "a\r\nc\r\n", "deleted": nil, "added": "new\n",
      "no newline": "x\nz", "new name": Self.lines + "tail 2\n", "binary": "\0\u{1}\u{3}",
      "ünïcode\ttab": "2\n", "empty": "",
    ])
    return sample
  }

  private func diff(_ sample: Sample) async throws -> TreeDiff {
    let repository = try sample.open()
    let new = try await sample.id("HEAD^{tree}")
    return try repository.diff(from: try await sample.id("HEAD~^{tree}"), to: new)
  }

  @Test("The patch gives exactly the new tree when Git applies it to the old one")
  func patchApplies() async throws {
    let sample = try await everyKind()
    let patch = try await diff(sample).patch()
    let expected = try await sample.id("HEAD^{tree}")
    try await git("checkout", "-q", "HEAD~", in: sample.work)
    try await git("apply", "--check", in: sample.work, input: patch)
    try await git("apply", "--index", in: sample.work, input: patch)
    #expect(try await git("write-tree", in: sample.work) == expected.hex)
  }

  @Test("Every changed file is listed with what happened to it")
  func files() async throws {
    let sample = try await everyKind()
    let diff = try await diff(sample)
    let byPath = Dictionary(uniqueKeysWithValues: diff.files.map { ($0.newPath, $0) })
    #expect(byPath["changed"]?.status == .modified)
    #expect(byPath["changed"]?.additions == 1)
    #expect(byPath["changed"]?.deletions == 0)
    #expect(byPath["added"]?.status == .added)
    #expect(byPath["deleted"]?.status == .deleted)
    #expect(byPath["new name"]?.status == .renamed)
    #expect(byPath["new name"]?.oldPath == "old/name")
    #expect(byPath["binary"]?.isBinary == true)
    #expect(byPath["changed"]?.isBinary == false)
    #expect(byPath["become link"]?.status == .typeChanged)
    #expect(byPath["mode"]?.status == .modified)
    #expect(diff.files.count == 12)
  }

  @Test("The statistics are those of git diff --stat")
  func statistics() async throws {
    let sample = try await Sample(["a": Self.lines, "b/c": "1\n"])
    try await sample.commit(["a": "first\n" + Self.lines, "b/c": "2\n", "d": "3\n"])
    let repository = try sample.open()
    let diff = try repository.diff(
      from: try await sample.id("HEAD~^{tree}"), to: try await sample.id("HEAD^{tree}"))
    let expected = try await git("diff", "--stat=80", "HEAD~", "HEAD", in: sample.work)
    let printed = try diff.statistics()
    #expect(
      printed.split(separator: "\n").map { $0.split(separator: " ") }
        == expected.split(separator: "\n").map { $0.split(separator: " ") })
  }

  @Test("A whole tree is a difference from nothing, and equal trees have none")
  func edges() async throws {
    let sample = try await Sample()
    let repository = try sample.open()
    let tree = try await sample.id("HEAD^{tree}")
    let all = try repository.diff(from: nil, to: tree)
    #expect(all.files.map(\.status) == [.added, .added])
    let none = try repository.diff(from: tree, to: tree)
    #expect(none.files.isEmpty)
    #expect(try none.patch().isEmpty)
    #expect(try none.statistics().isEmpty)
  }
}
