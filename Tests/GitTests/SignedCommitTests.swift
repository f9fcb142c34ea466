import Git
import TestSupport
import Testing

@Suite("Signed commits")
struct SignedCommitTests {
  @Test("A signature lands where Git looks for it, around the very bytes that were signed")
  func header() async throws {
    let sample = try await Sample()
    let tip = try await sample.id("HEAD")
    let repository = try sample.open()
    let tree = try repository.commit(tip).tree
    let content = try repository.commitContent(
      tree: tree, parents: [tip], author: somebody, committer: somebody, message: "Sign\n\nit\n")
    let plain = try repository.createCommit(
      tree: tree, parents: [tip], author: somebody, committer: somebody, message: "Sign\n\nit\n")
    #expect(try await git("cat-file", "commit", plain.hex, in: sample.work) + "\n" == content)

    let signed = try repository.createCommit(content: content, signature: "first\n\nlast\n")

    let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
    let end = try #require(lines.firstIndex(of: ""))
    let expected = lines[..<end] + ["gpgsig first", " ", " last"] + lines[end...]
    #expect(
      try await git("cat-file", "commit", signed.hex, in: sample.work) + "\n"
        == expected.joined(separator: "\n"))
    try await git("fsck", "--strict", signed.hex, in: sample.work)
  }

  @Test("A signed commit that is held in memory is written with what it reaches")
  func held() async throws {
    let sample = try await Sample()
    let tip = try await sample.id("HEAD")
    let repository = try sample.open()
    try repository.holdNewObjectsInMemory()
    let blob = try repository.writeBlob(Array("n: 1\n".utf8))
    let tree = try repository.writeTree(
      try repository.commit(tip).tree, settingPaths: [("b/new.yaml", (blob, .blob))])
    var head = tip
    for message in ["one\n", "two\n"] {
      let content = try repository.commitContent(
        tree: tree, parents: [head], author: somebody, committer: somebody, message: message)
      head = try repository.createCommit(content: content, signature: "armor")
    }
    #expect(try await runGit(["cat-file", "-e", head.hex], in: sample.work).status != 0)

    try repository.writeHeldObjects()

    #expect(try await git("show", "\(head.hex):b/new.yaml", in: sample.work) == "n: 1")
    #expect(try await git("log", "--format=%s", head.hex, in: sample.work) == "two\none\nfirst")
    try await git("fsck", "--strict", "--full", in: sample.work)
  }
}
