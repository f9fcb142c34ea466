import Git
import TestSupport
import Testing

@Suite("Merges of trees")
struct MergeTests {
  /// Two branches and what their trees merge to.
  private struct Merged {
    let merge: MergedTree
    let repository: Repository
    let sample: Sample

    var conflicts: [MergeConflict] { merge.conflicts }

    func entry(_ path: String) throws -> TreeEntry? {
      try repository.entry(at: path, in: merge.tree)
    }

    func text(_ path: String) throws -> String? {
      guard let entry = try entry(path) else { return nil }
      let blob = try repository.blob(entry.id)
      return String(decoding: blob.bytes, as: UTF8.self)
    }
  }

  /// Makes two branches from one base and merges their trees.
  private func merge(
    base: [String: String], ours: [String: String?], theirs: [String: String?]
  ) async throws -> Merged {
    let sample = try await Sample(base)
    let start = try await sample.id("HEAD")
    let our = try await sample.commit(ours)
    try await git("checkout", "-q", "-b", "theirs", start.hex, in: sample.work)
    let their = try await sample.commit(theirs)
    try await git("checkout", "-q", "main", in: sample.work)
    let repository = try sample.open()
    let merge = try repository.mergeTrees(
      base: try repository.commit(start).tree, ours: try repository.commit(our).tree,
      theirs: try repository.commit(their).tree)
    return Merged(merge: merge, repository: repository, sample: sample)
  }

  /// What `git merge` makes of the same branches, with our side of conflicting lines.
  private func gitMerge(_ sample: Sample) async throws -> ObjectID {
    try await git("merge", "-q", "-X", "ours", "-m", "merge", "theirs", in: sample.work)
    return try await sample.id("HEAD^{tree}")
  }

  private static let lines = (1...30).map { "line \($0)\n" }.joined()

  @Test("Changes on both sides come together as Git would have them")
  func clean() async throws {
    let merged = try await merge(
      base: ["a": Self.lines, "b": "b\n", "c/d": "d\n", "e": "e\n"],
      ours: ["a": "ours\n" + Self.lines, "b": nil, "new/ours": "1\n"],
      theirs: ["a": Self.lines + "theirs\n", "c/d": "changed\n", "new/theirs": "2\n"])
    #expect(merged.conflicts.isEmpty)
    #expect(merged.merge.tree == (try await gitMerge(merged.sample)))
  }

  @Test("A file that one side renamed takes the other side's change along")
  func renames() async throws {
    let merged = try await merge(
      base: ["old/a": Self.lines, "old/b": "b\n" + Self.lines],
      ours: ["old/a": nil, "kept/a": Self.lines, "old/b": nil, "kept/b": "b\n" + Self.lines],
      theirs: ["old/a": Self.lines + "theirs\n"])
    #expect(merged.conflicts.isEmpty)
    #expect(merged.merge.tree == (try await gitMerge(merged.sample)))
    #expect(try merged.text("kept/a") == Self.lines + "theirs\n")
  }

  @Test("Of lines that both sides changed ours stay, and the rest of theirs comes")
  func conflictingLines() async throws {
    let merged = try await merge(
      base: ["z": Self.lines, "a": Self.lines],
      ours: ["z": "ours\n" + Self.lines.dropFirst(7), "a": "ours\n" + Self.lines.dropFirst(7)],
      theirs: [
        "z": "theirs\n" + Self.lines.dropFirst(7) + "more\n",
        "a": "theirs\n" + Self.lines.dropFirst(7) + "more\n",
      ])
    #expect(merged.conflicts.map(\.path) == ["a", "z"])
    #expect(merged.conflicts.first?.base?.path == "a")
    #expect(try merged.text("a") == "ours\n" + Self.lines.dropFirst(7) + "more\n")
    #expect(merged.merge.tree == (try await gitMerge(merged.sample)))
  }

  @Test("A conflict in a file that the owner renamed is settled in the renamed file")
  func conflictInRenamedFile() async throws {
    let merged = try await merge(
      base: ["old": Self.lines],
      ours: ["old": nil, "new": "ours\n" + Self.lines.dropFirst(7)],
      theirs: ["old": "theirs\n" + Self.lines.dropFirst(7) + "more\n"])
    #expect(merged.conflicts.map(\.path) == ["new"])
    #expect(merged.conflicts.first?.base?.path == "old")
    #expect(merged.conflicts.first?.theirs != nil)
    #expect(try merged.text("new") == "ours\n" + Self.lines.dropFirst(7) + "more\n")
    #expect(try merged.entry("old") == nil)
  }

  @Test("A file that the owner deleted stays deleted, one the owner changed stays")
  func deletions() async throws {
    let merged = try await merge(
      base: ["deleted": Self.lines, "changed": Self.lines],
      ours: ["deleted": nil, "changed": "ours\n" + Self.lines],
      theirs: ["deleted": "theirs\n" + Self.lines, "changed": nil])
    #expect(merged.conflicts.map(\.path) == ["changed", "deleted"])
    #expect(try merged.entry("deleted") == nil)
    #expect(try merged.text("changed") == "ours\n" + Self.lines)
    let deleted = try #require(merged.conflicts.last)
    #expect(deleted.ours == nil)
    #expect(deleted.theirs?.path == "deleted")
  }

  @Test("Of binary files, files that both added, and files in the place of folders ours stay whole")
  func wholeFiles() async throws {
    let merged = try await merge(
      base: ["binary": "\0base", "place": Self.lines],
      ours: ["binary": "\0ours", "added": "ours\n", "place": "ours\n" + Self.lines],
      theirs: ["binary": "\0theirs", "added": "theirs\n", "place": nil, "place/inside": "x\n"])
    #expect(merged.conflicts.map(\.path) == ["added", "binary", "place", "place/inside"])
    #expect(try merged.text("binary") == "\0ours")
    #expect(try merged.text("added") == "ours\n")
    #expect(try merged.text("place") == "ours\n" + Self.lines)
  }

  @Test("Whatever conflicted, the merged tree is one that Git accepts")
  func acceptedByGit() async throws {
    let merged = try await merge(
      base: ["a": Self.lines, "f/x": Self.lines, "g": "g\n"],
      ours: ["a": nil, "b": Self.lines, "f/x": nil, "f": "file\n", "g": "ours\n"],
      theirs: ["a": nil, "c": Self.lines, "f/x": Self.lines + "more\n", "g": nil])
    #expect(merged.conflicts.isEmpty == false)
    let id = try merged.repository.createCommit(
      tree: merged.merge.tree, parents: [], author: somebody, committer: somebody, message: "m\n")
    try merged.repository.setReference("refs/heads/merged", to: id, expecting: nil, message: "m")
    try await git("fsck", "--strict", in: merged.sample.work)
    #expect(try merged.text("b") == Self.lines)
    #expect(try merged.text("f") == "file\n")
    #expect(try merged.text("g") == "ours\n")
  }

  @Test("Where one side changed nothing the other side's tree is the result")
  func trivial() async throws {
    let sample = try await Sample()
    let repository = try sample.open()
    let base = try repository.commit(try await sample.id("HEAD")).tree
    let other = try repository.commit(try await sample.commit(["x": "1"])).tree
    #expect(try repository.mergeTrees(base: base, ours: base, theirs: other).tree == other)
    #expect(try repository.mergeTrees(base: base, ours: other, theirs: base).tree == other)
    let fromNothing = try repository.mergeTrees(base: nil, ours: base, theirs: other)
    #expect(fromNothing.tree == other)
    #expect(fromNothing.conflicts.isEmpty)
  }
}
