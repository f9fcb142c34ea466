import Git
import TestSupport
import Testing

@Suite("Objects")
struct ObjectTests {
  @Test("Git reads every blob, tree and commit that was written, byte for byte")
  func roundTrip() async throws {
    let folder = try TemporaryFolder()
    let repository = try Repository.create(bareAt: folder.path("r.git"))
    let bytes: [UInt8] = [0, 255, 10, 13, 10, 128]
    let blob = try repository.writeBlob(bytes)
    let borrowed = try bytes.withUnsafeBytes { try repository.writeBlob($0) }
    #expect(borrowed == blob)
    let inner = try repository.writeTree(changes: [
      .set(TreeEntry(name: "bin", id: blob, mode: .executable)),
      .set(TreeEntry(name: "link", id: blob, mode: .symbolicLink)),
    ])
    let root = try repository.writeTree(changes: [
      .set(TreeEntry(name: "ä b", id: inner, mode: .tree)),
      .set(TreeEntry(name: "file", id: blob, mode: .blob)),
    ])
    let commit = try repository.createCommit(
      tree: root, parents: [], author: somebody, committer: somebody, message: "one\n\ntwo\n")
    try repository.setReference("refs/heads/main", to: commit, expecting: nil, message: "new")

    try await git("fsck", "--strict", "--full", in: folder.path("r.git"))
    let listed = try await git(
      "ls-tree", "-r", "-z", "--full-tree", "main", in: folder.path("r.git"))
    #expect(
      listed == """
        100644 blob \(blob)\tfile\0100755 blob \(blob)\tä b/bin\0120000 blob \(blob)\tä b/link\0
        """)
    let shown = try await git(
      "show", "-s", "--format=%an|%ae|%at|%ai|%B", "main", in: folder.path("r.git"))
    #expect(
      shown == "Änne Example|aenne@example.org|1700000000|2023-11-14 23:43:20 +0130|one\n\ntwo")

    let readBlob = try repository.blob(blob)
    #expect(readBlob.bytes == bytes)
    #expect(readBlob.size == bytes.count)
    let readCommit = try repository.commit(commit)
    #expect(readCommit.author == somebody)
    #expect(readCommit.committer == somebody)
    #expect(readCommit.summary == "one")
    #expect(readCommit.message == "one\n\ntwo\n")
    #expect(readCommit.tree == root)
    #expect(readCommit.parents.isEmpty)
  }

  @Test("A handle stays usable when only an object of it is retained")
  func leafRetainsRepository() async throws {
    let sample = try await Sample()
    let tip = try await sample.id("HEAD")
    let commit = try sample.open().commit(tip)
    #expect(commit.summary == "first")
  }

  @Test("Ids are read and printed as Git does, and nothing else is taken for one")
  func ids() throws {
    let hex = "00112233445566778899aabbccddeeff01234567"
    let id = try #require(ObjectID(hex: hex))
    #expect(id.hex == hex)
    #expect(ObjectID(hex: hex.uppercased()) == id)
    #expect(ObjectID.zero.hex == String(repeating: "0", count: 40))
    #expect(ObjectID.zero < id)
    let last = try #require(ObjectID(hex: "00112233445566778899aabbccddeeff01234568"))
    #expect(id < last)
    for text in ["", "0011", hex + "0", "+" + hex.dropFirst(), "g" + hex.dropFirst()] {
      #expect(ObjectID(hex: text) == nil)
    }
  }

  @Test("An object that is absent is reported as not found")
  func absent() async throws {
    let sample = try await Sample()
    let repository = try sample.open()
    let id = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
    let error = #expect(throws: GitError.self) { _ = try repository.blob(id).size }
    #expect(error?.kind == .notFound)
    #expect(try repository.contains(id) == false)
  }

  @Test("A folder without a repository is reported as not found")
  func noRepository() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: GitError.self) {
      _ = try Repository.open(folder.path, discover: false)
    }
    #expect(error?.kind == .notFound)
  }

  @Test("The repository around a folder is found only where that is wanted")
  func discovery() async throws {
    let sample = try await Sample()
    let inner = sample.work + "/b"
    let found = try Repository.open(inner, discover: true)
    #expect(found.path == sample.work + "/.git/")
    #expect(found.workingTree == sample.work + "/")
    #expect(found.isBare == false)
    #expect(throws: GitError.self) { _ = try Repository.open(inner, discover: false) }
  }

  @Test("A commit without a name of its author is refused")
  func namelessAuthor() async throws {
    let sample = try await Sample()
    let repository = try sample.open()
    let nobody = Signature(name: "", email: "", time: 0)
    let tree = try repository.emptyTree()
    #expect(tree == .emptyTree)
    #expect(throws: GitError.self) {
      try repository.createCommit(
        tree: tree, parents: [], author: nobody, committer: nobody, message: "x")
    }
  }
}
