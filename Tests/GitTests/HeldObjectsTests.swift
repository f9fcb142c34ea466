import Git
import TestSupport
import Testing

@Suite("Objects held in memory")
struct HeldObjectsTests {
  @Test("A plan writes nothing to disk, and what is written later is complete and no more than new")
  func nothingUntilWritten() async throws {
    let sample = try await Sample()
    let tip = try await sample.id("HEAD")
    let before = sample.folder.files(in: "work/.git")
    let repository = try sample.open()
    try repository.holdNewObjectsInMemory()
    let first = try commitFile("b/new.yaml", "n: 1\n", on: tip, in: repository)
    let second = try commitFile("b/newer.yaml", "n: 2\n", on: first, in: repository)
    #expect(try repository.commit(second).parents == [first])
    let rootOfSecond = try repository.commit(second).tree
    let diff = try repository.diff(from: try repository.commit(tip).tree, to: rootOfSecond)
    #expect(diff.files.map(\.newPath) == ["b/new.yaml", "b/newer.yaml"])
    #expect(sample.folder.files(in: "work/.git") == before)

    try repository.writeHeldObjects()
    try repository.setReference("refs/heads/bot", to: second, expecting: nil, message: "bot")
    try await git("fsck", "--strict", "--full", in: sample.work)
    #expect(try await git("show", "bot:b/newer.yaml", in: sample.work) == "n: 2")
    let packs = sample.folder.files(in: "work/.git/objects/pack").filter { $0.hasSuffix(".idx") }
    let pack = try #require(packs.first)
    let listed = try await git(
      "verify-pack", "-v", ".git/objects/pack/\(pack)", in: sample.work)
    // Two commits, two roots, two folders `b` and two files; nothing that was there before.
    let objects = listed.split(separator: "\n").filter {
      $0.contains(" commit ") || $0.contains(" tree ") || $0.contains(" blob ")
    }
    #expect(objects.count == 8)
    #expect(try repository.commit(second).summary == "add b/newer.yaml")
  }

  @Test("Objects that are made after a write are held again and written by the next one")
  func writesTwice() async throws {
    let sample = try await Sample()
    let tip = try await sample.id("HEAD")
    let repository = try sample.open()
    try repository.holdNewObjectsInMemory()
    let first = try commitFile("x", "1", on: tip, in: repository)
    try repository.writeHeldObjects()
    let written = sample.folder.files(in: "work/.git")
    let second = try commitFile("y", "2", on: first, in: repository)
    #expect(sample.folder.files(in: "work/.git") == written)
    try repository.writeHeldObjects()
    #expect(try await git("cat-file", "-t", second.hex, in: sample.work) == "commit")
    let settled = sample.folder.files(in: "work/.git")
    try repository.writeHeldObjects()
    #expect(sample.folder.files(in: "work/.git") == settled)
  }

  @Test("A fetch still reaches the disk while new objects are held")
  func fetchWhileHolding() async throws {
    let sample = try await Sample()
    let tip = try await sample.id("HEAD")
    let repository = try Repository.create(bareAt: sample.folder.path("r.git"))
    try repository.holdNewObjectsInMemory()
    try repository.fetch(
      from: try address(sample.work), refspecs: [.objects(of: "refs/heads/main")],
      access: .anonymous)
    #expect(
      try await git("cat-file", "-t", tip.hex, in: sample.folder.path("r.git")) == "commit")
  }
}
