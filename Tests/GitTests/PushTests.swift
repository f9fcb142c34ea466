import Foundation
import Git
import TestSupport
import Testing

@Suite("Pushing")
struct PushTests {
  private static let branch: ReferenceName = "refs/heads/gitops-bot/sync"

  @Test("A new branch, a change of it and its removal reach the server", arguments: Place.allCases)
  func push(place: Place) async throws {
    let server = try await Reachable(place)
    let (repository, tip, next) = try await server.clone()
    let created = try repository.push(
      to: server.url,
      updates: [PushUpdate(source: next, destination: Self.branch, expected: nil)],
      access: server.access)
    #expect(created.accepted == [Self.branch])
    #expect(created.rejected.isEmpty)
    #expect(try await server.serverReference(Self.branch) == next)
    #expect(try await server.serverReference("refs/heads/main") == tip)
    try await git("fsck", "--strict", "--full", in: server.bare)
    #expect(try await git("show", "\(Self.branch):d/new.yaml", in: server.bare) == "n: 1")

    let other = try commitFile("other", "1", on: tip, in: repository)
    let replaced = try repository.push(
      to: server.url,
      updates: [
        PushUpdate(source: other, destination: Self.branch, expected: next),
        PushUpdate(source: tip, destination: "refs/gitops-bot/rendered", expected: nil),
      ], access: server.access)
    #expect(replaced.accepted == ["refs/gitops-bot/rendered", Self.branch])
    #expect(try await server.serverReference(Self.branch) == other)

    let removed = try repository.push(
      to: server.url, updates: [PushUpdate(source: nil, destination: Self.branch, expected: other)],
      access: server.access)
    #expect(removed.accepted == [Self.branch])
    #expect(try await server.serverReference(Self.branch) == nil)
    #expect(try repository.references(below: "refs/") == ["refs/heads/main"])
  }

  @Test("A held commit is pushed once it is written", arguments: Place.allCases)
  func pushHeld(place: Place) async throws {
    let server = try await Reachable(place)
    let (repository, tip, _) = try await server.clone()
    try repository.holdNewObjectsInMemory()
    let held = try commitFile("held", "1", on: tip, in: repository)
    try repository.writeHeldObjects()
    let report = try repository.push(
      to: server.url,
      updates: [PushUpdate(source: held, destination: Self.branch, expected: nil)],
      access: server.access)
    #expect(report.accepted == [Self.branch])
    #expect(try await git("show", "\(Self.branch):held", in: server.bare) == "1")
  }

  @Test("Small and large objects in one pack arrive as they are", arguments: Place.served)
  func sizes(place: Place) async throws {
    let server = try await Reachable(place)
    let (repository, tip, _) = try await server.clone()
    // Of bytes that do not compress: some fit what is gathered before it is sent, some do not.
    let sizes = [1, 40_000, 3, 65_535, 65_536, 5, 200_000, 1_000_000, 7, 30_000, 30_000, 30_000]
    let entries = try sizes.enumerated().map { index, size in
      let bytes = (0..<size).map { _ in UInt8.random(in: 0...255) }
      return TreeChange.set(
        TreeEntry(name: "f\(index)", id: try repository.writeBlob(bytes), mode: .blob))
    }
    let commit = try repository.createCommit(
      tree: try repository.writeTree(changes: entries), parents: [tip], author: somebody,
      committer: somebody, message: "sizes\n")
    let report = try repository.push(
      to: server.url,
      updates: [PushUpdate(source: commit, destination: Self.branch, expected: nil)],
      access: server.access)
    #expect(report.accepted == [Self.branch])
    try await git("fsck", "--strict", "--full", in: server.bare)
    let listed = try await git("ls-tree", "-l", Self.branch.text, in: server.bare)
    let arrived = listed.split(separator: "\n").compactMap { line in
      Int(line.split(separator: "\t")[0].split(separator: " ")[3])
    }
    #expect(arrived.sorted() == sizes.sorted())
  }

  @Test("Small objects are sent together, not each as a chunk of its own")
  func smallObjects() async throws {
    let server = try await Reachable(.http)
    let http = try #require(server.http)
    let (repository, tip, _) = try await server.clone()
    let entries = try (0..<2000).map { index in
      let blob = try repository.writeBlob(Array("\(index): \(UInt64.random(in: 0 ... .max))".utf8))
      return TreeChange.set(TreeEntry(name: "f\(index)", id: blob, mode: .blob))
    }
    let commit = try repository.createCommit(
      tree: try repository.writeTree(changes: entries), parents: [tip], author: somebody,
      committer: somebody, message: "many\n")
    let earlier = try Self.packedBytes(in: server.bare)
    _ = try repository.push(
      to: server.url,
      updates: [PushUpdate(source: commit, destination: Self.branch, expected: nil)],
      access: server.access)
    // What the server keeps is the pack as it was sent. Each chunk takes five bytes at least, and
    // libgit2 makes two writes of each object.
    let pack = try Self.packedBytes(in: server.bare) - earlier
    let length = try await http.length(of: "POST /\(server.name)/git-receive-pack")
    #expect(length > pack)
    #expect(length - pack < 2000)
  }

  /// The size of the packs that a repository has.
  private static func packedBytes(in bare: String) throws -> Int {
    let folder = URL(fileURLWithPath: "\(bare)/objects/pack")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.fileSizeKey])
    return try files.filter { $0.pathExtension == "pack" }.reduce(0) { sum, file in
      sum + (try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0)
    }
  }

  @Test(
    "A branch that is not as expected is left alone and nothing is sent", arguments: Place.allCases)
  func lease(place: Place) async throws {
    let server = try await Reachable(place)
    let (repository, tip, next) = try await server.clone()
    try await git("update-ref", Self.branch.text, tip.hex, in: server.bare)
    let before = try await git("count-objects", "-v", in: server.bare)
    for expected in [ObjectID?.none, next] {
      let error = #expect(throws: GitError.self) {
        _ = try repository.push(
          to: server.url,
          updates: [PushUpdate(source: next, destination: Self.branch, expected: expected)],
          access: server.access)
      }
      #expect(error?.kind == .lease)
      #expect(error?.message.contains(Self.branch.text) == true)
    }
    let error = #expect(throws: GitError.self) {
      _ = try repository.push(
        to: server.url,
        updates: [PushUpdate(source: next, destination: "refs/heads/absent", expected: tip)],
        access: server.access)
    }
    #expect(error?.kind == .lease)
    #expect(try await server.serverReference(Self.branch) == tip)
    #expect(try await server.serverReference("refs/heads/absent") == nil)
    #expect(try await git("count-objects", "-v", in: server.bare) == before)
    #expect(try repository.references(below: "refs/") == ["refs/heads/main"])
  }

  @Test(
    "A push that pre-receive declines is no success, and its words are reported",
    arguments: Place.served)
  func preReceive(place: Place) async throws {
    let server = try await Reachable(place)
    let (repository, _, next) = try await server.clone()
    try server.setHook("pre-receive", "echo 'ask the platform team' >&2\nexit 1\n")
    let report = try repository.push(
      to: server.url,
      updates: [PushUpdate(source: next, destination: Self.branch, expected: nil)],
      access: server.access)
    #expect(report.accepted.isEmpty)
    #expect(report.rejected == [Self.branch: "pre-receive hook declined"])
    #expect(report.serverMessages == "ask the platform team")
    #expect(try await server.serverReference(Self.branch) == nil)
  }

  @Test(
    "Of two references only the one that the update hook declines is rejected",
    arguments: Place.served)
  func updateHook(place: Place) async throws {
    let server = try await Reachable(place)
    let (repository, _, next) = try await server.clone()
    try server.setHook(
      "update", "case $1 in *sync) echo \"no: $1\"; exit 1;; esac\n")
    let report = try repository.push(
      to: server.url,
      updates: [
        PushUpdate(source: next, destination: Self.branch, expected: nil),
        PushUpdate(source: next, destination: "refs/heads/other", expected: nil),
      ], access: server.access)
    #expect(report.accepted == ["refs/heads/other"])
    #expect(report.rejected == [Self.branch: "hook declined"])
    #expect(report.serverMessages.hasPrefix("no: \(Self.branch)\n"))
    #expect(try await server.serverReference(Self.branch) == nil)
    #expect(try await server.serverReference("refs/heads/other") == next)
  }

  @Test("What a hook prints on success is reported", arguments: Place.served)
  func hookMessages(place: Place) async throws {
    let server = try await Reachable(place)
    let (repository, _, next) = try await server.clone()
    try server.setHook(
      "post-receive",
      "printf 'Counting objects: 100%%, done.\\n\\033[31mopen a review:\\033[0m  \\nhttps://x/1\\n'\n"
    )
    let report = try repository.push(
      to: server.url,
      updates: [PushUpdate(source: next, destination: Self.branch, expected: nil)],
      access: server.access)
    #expect(report.accepted == [Self.branch])
    #expect(report.serverMessages == "[31mopen a review:[0m\nhttps://x/1")
  }

  @Test(
    "A server that denies the removal of a branch is not believed to have removed it",
    arguments: Place.served)
  func deniedRemoval(place: Place) async throws {
    let server = try await Reachable(place)
    let (repository, tip, _) = try await server.clone()
    try await git("config", "receive.denyDeletes", "true", in: server.bare)
    let report = try repository.push(
      to: server.url,
      updates: [PushUpdate(source: nil, destination: "refs/heads/main", expected: tip)],
      access: server.access)
    #expect(report.accepted.isEmpty)
    #expect(report.rejected["refs/heads/main"] == "deletion prohibited")
    #expect(try await server.serverReference("refs/heads/main") == tip)
  }

  @Test("A repository that may only be read is a permission error over http")
  func readOnly() async throws {
    let server = try await Reachable(.http)
    let (repository, _, next) = try await server.clone()
    try await server.http?.makeReadOnly(server.name)
    let error = #expect(throws: GitError.self) {
      _ = try repository.push(
        to: server.url,
        updates: [PushUpdate(source: next, destination: Self.branch, expected: nil)],
        access: server.access)
    }
    #expect(error?.kind == .permission)
  }

  @Test(
    "Wrong credentials are an authentication error before anything is sent", arguments: Place.served
  )
  func wrongCredential(place: Place) async throws {
    let server = try await Reachable(place)
    let (repository, _, next) = try await server.clone()
    let error = #expect(throws: GitError.self) {
      _ = try repository.push(
        to: server.url,
        updates: [PushUpdate(source: next, destination: Self.branch, expected: nil)],
        access: server.wrongAccess)
    }
    #expect(error?.kind == .authentication)
    #expect(try await server.serverReference(Self.branch) == nil)
  }

  @Test("A working tree is not pushed to behind its owner's back")
  func workingTree() async throws {
    let sample = try await Sample()
    let tip = try await sample.id("HEAD")
    let repository = try sample.open()
    let other = try await Sample()
    let error = #expect(throws: GitError.self) {
      _ = try repository.push(
        to: try address(other.work),
        updates: [PushUpdate(source: tip, destination: Self.branch, expected: nil)],
        access: .anonymous)
    }
    #expect(error?.message.contains("non-bare") == true)
  }
}
