import Git
import TestSupport
import Testing

@Suite("Limits of trees and blobs")
struct TreeLimitTests {
  private let sample: Sample
  private let repository: Repository

  init() async throws {
    sample = try await Sample()
    repository = try sample.open()
  }

  /// A tree of `count` files.
  private func files(_ count: Int) throws -> ObjectID {
    let blob = try repository.writeBlob([1])
    return try repository.writeTree(
      changes: (0..<count).map { .set(TreeEntry(name: "f\($0)", id: blob, mode: .blob)) })
  }

  /// A tree that holds `tree` under each of `count` names.
  private func folders(_ count: Int, of tree: ObjectID) throws -> ObjectID {
    try repository.writeTree(
      changes: (0..<count).map { .set(TreeEntry(name: "d\($0)", id: tree, mode: .tree)) })
  }

  /// A file below so many folders, as Git makes it.
  private func deep(_ levels: Int) async throws -> ObjectID {
    let path = String(repeating: "d/", count: levels) + "a.yaml"
    let stream = """
      commit refs/heads/deep-\(levels)
      committer T <t@example.org> 1700000000 +0000
      data 1
      x
      M 100644 inline \(path)
      data 2
      a

      """
    try await git(
      "fast-import", "--quiet", "--force", in: sample.work, input: Array(stream.utf8))
    return try await sample.id("deep-\(levels)^{tree}")
  }

  /// Everything that goes into a tree.
  private func doors(_ tree: ObjectID) throws -> [() throws -> Void] {
    let plain = try files(1)
    let other = try files(2)
    let repository = repository
    return [
      { _ = try repository.tree(tree).entries },
      { _ = try repository.entry(at: "x", in: tree) },
      { _ = try repository.diff(from: tree, to: plain) },
      { _ = try repository.diff(from: plain, to: tree) },
      { _ = try repository.renames(from: plain, to: tree) },
      { _ = try repository.mergeTrees(base: tree, ours: plain, theirs: other) },
      { _ = try repository.mergeTrees(base: plain, ours: tree, theirs: other) },
      { _ = try repository.mergeTrees(base: plain, ours: other, theirs: tree) },
      { _ = try repository.writeTree(tree, settingPaths: [("x/y", (plain, .blob))]) },
    ]
  }

  private func expectRefused(_ tree: ObjectID, _ message: String) throws {
    for door in try doors(tree) {
      let error = #expect(throws: GitError.self) { try door() }
      #expect(error?.kind == .limit)
      #expect(error?.message == message)
    }
  }

  @Test("A file below 128 folders is read, and one below 129 is refused at every door")
  func levels() async throws {
    try expectRefused(
      try await deep(TreeLimits.levels + 1), "d/d/d/d/d/d/… lies deeper than 128 folders")
    let fair = try await deep(TreeLimits.levels)
    #expect(try repository.tree(fair).entries.map(\.name) == ["d"])
    #expect(try repository.diff(from: nil, to: fair).files.count == 1)
  }

  @Test("A folder that is known by itself counts from where it stands")
  func known() async throws {
    let fair = try await deep(TreeLimits.levels)
    _ = try repository.tree(fair)
    try expectRefused(
      try await deep(TreeLimits.levels + 1), "d lies deeper than 128 folders")
  }

  @Test("9,000 folders within each other end in an error and not in a crash")
  func abyss() async throws {
    try expectRefused(try await deep(9_000), "d/d/d/d/d/d/… lies deeper than 128 folders")
  }

  @Test("2,000,000 names are walked, and one more is refused at every door")
  func entries() throws {
    // 999 folders of 1,000 files are 999,999 names, and twice that with two folders around 2,000,000.
    let half = try folders(999, of: try files(1_000))
    let fair = try folders(2, of: half)
    #expect(try repository.tree(fair).entries.count == 2)
    let blob = try repository.writeBlob([1])
    // Written by Git, since our own way of writing asks for the tree first.
    let beyond = try repository.writeTree(
      changes: [
        .set(TreeEntry(name: "a", id: blob, mode: .blob)),
        .set(TreeEntry(name: "d0", id: half, mode: .tree)),
        .set(TreeEntry(name: "d1", id: half, mode: .tree)),
      ])
    try expectRefused(beyond, "the tree holds more than 2,000,000 files and folders")
  }

  @Test("10^10 names in 11 objects are refused at once")
  func bomb() throws {
    var tree = try files(10)
    for _ in 0..<9 { tree = try folders(10, of: tree) }
    let error = #expect(throws: GitError.self) { _ = try repository.tree(tree) }
    #expect(error?.message == "d0/d0/d0 holds more than 2,000,000 files and folders")
  }

  @Test("A blob of 10 MiB is read, and of a larger one nothing but its size")
  func blobs() throws {
    let fair = try repository.writeBlob([UInt8](repeating: 1, count: Blob.largest))
    #expect(try repository.readableBytes(fair)?.count == 10 << 20)
    let large = try repository.writeBlob([UInt8](repeating: 1, count: Blob.largest + 1))
    #expect(try repository.readableBytes(large) == nil)
    #expect(try repository.size(of: large) == (10 << 20) + 1)
    let error = #expect(throws: GitError.self) { _ = try repository.blob(large) }
    #expect(error?.kind == .limit)
    #expect(error?.message == "it is larger than 10 MiB")
  }

  @Test("Lines far from any difference count, although they are not compared")
  func lines() throws {
    let all = (0..<6_000).map { "line \($0)\n" }
    var changed = all
    changed[3_000] = "other\n"
    changed.insert("new\n", at: 3_500)
    func bytes(_ lines: [String]) -> [UInt8] { Array(lines.joined().utf8) }
    #expect(
      try lineChanges(from: bytes(all), to: bytes(changed)) == [
        LineChange(old: 3_000..<3_001, new: 3_000..<3_001),
        LineChange(old: 3_500..<3_500, new: 3_500..<3_501),
      ])
    let blank = [UInt8](repeating: 10, count: 9_000)
    let more = blank + [10]
    let change = try #require(try lineChanges(from: blank, to: more).first)
    #expect(change.old.count == 0 && change.new.count == 1)
  }
}
