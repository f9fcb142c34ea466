import Git
import TestSupport
import Testing

@Suite("References and history")
struct ReferenceTests {
  @Test("A branch that somebody moved meanwhile is not overwritten")
  func lease() async throws {
    let sample = try await Sample()
    let first = try await sample.id("HEAD")
    let second = try await sample.commit(["x": "1"])
    let repository = try sample.open()
    let name: ReferenceName = "refs/heads/bot"
    try repository.setReference(name, to: first, expecting: nil, message: "new")
    for expected in [ObjectID?.none, second] {
      let error = #expect(throws: GitError.self) {
        try repository.setReference(name, to: second, expecting: expected, message: "late")
      }
      #expect(error?.kind == .lease)
      #expect(try repository.reference(name) == first)
    }
    try repository.setReference(name, to: second, expecting: first, message: "moved")
    #expect(try repository.reference(name) == second)
    let error = #expect(throws: GitError.self) {
      try repository.setReference("refs/heads/none", to: second, expecting: first, message: "x")
    }
    #expect(error?.kind == .lease)
    #expect(throws: GitError.self) { try repository.removeReference(name, expecting: first) }
    try repository.removeReference(name, expecting: second)
    #expect(try repository.reference(name) == nil)
  }

  @Test("An annotated tag leads to its commit")
  func tags() async throws {
    let sample = try await Sample()
    try await git("tag", "-a", "-m", "one", "v1", in: sample.work)
    let repository = try sample.open()
    let tip = try await sample.id("HEAD")
    #expect(try repository.reference("refs/tags/v1") == tip)
    #expect(try repository.resolve("v1") == tip)
    #expect(try repository.resolve("no-such-thing") == nil)
    #expect(try repository.references(below: "refs/") == ["refs/heads/main", "refs/tags/v1"])
  }

  @Test("The branch of HEAD is known before its first commit, and unknown when detached")
  func head() async throws {
    let sample = try await Sample()
    let empty = try Repository.create(bareAt: sample.folder.path("e.git"), initialBranch: "trunk")
    #expect(try empty.headBranch() == "refs/heads/trunk")
    #expect(try empty.reference("refs/heads/main") == nil)
    #expect(try empty.isEmpty)
    #expect(empty.isBare)
    #expect(empty.workingTree == nil)
    let repository = try sample.open()
    #expect(try repository.headBranch() == "refs/heads/main")
    #expect(try repository.isEmpty == false)
    try await git("checkout", "-q", "--detach", in: sample.work)
    #expect(try repository.headBranch() == nil)
  }

  @Test("Merge bases and ancestors are those that Git finds")
  func history() async throws {
    let sample = try await Sample()
    let base = try await sample.id("HEAD")
    let ours = try await sample.commit(["x": "1"])
    try await git("checkout", "-q", "-b", "other", base.hex, in: sample.work)
    let theirs = try await sample.commit(["y": "1"])
    try await git("checkout", "-q", "--orphan", "alone", in: sample.work)
    let alone = try await sample.commit(["z": "1"])
    let repository = try sample.open()
    #expect(try repository.mergeBase(ours, theirs) == base)
    #expect(try repository.mergeBase(ours, alone) == nil)
    #expect(try repository.isAncestor(base, of: ours))
    #expect(try repository.isAncestor(ours, of: ours))
    #expect(try repository.isAncestor(ours, of: base) == false)
    #expect(try repository.history(of: [ours], limit: 5) == [ours, base])
    #expect(try repository.history(of: [ours, theirs], without: [ours]) == [theirs])
  }

  @Test("A shallow clone is recognised")
  func shallow() async throws {
    let sample = try await Sample()
    try await sample.commit(["x": "1"])
    let path = sample.folder.path("shallow")
    try await git("clone", "-q", "--depth", "1", "file://" + sample.work, path)
    #expect(try Repository.open(path, discover: false).isShallow)
    #expect(try sample.open().isShallow == false)
  }

  @Test("The address of a remote is the one in the repository's configuration")
  func remoteURL() async throws {
    let sample = try await Sample()
    try await git(
      "config", "url.https://elsewhere/.insteadOf", "https://example.org/", in: sample.work)
    try await git("remote", "add", "origin", "https://example.org/x.git", in: sample.work)
    let repository = try sample.open()
    #expect(try repository.remoteURL("origin") == "https://example.org/x.git")
    #expect(try repository.remoteURL("upstream") == nil)
  }
}
