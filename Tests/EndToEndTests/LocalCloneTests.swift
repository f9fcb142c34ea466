import TestSupport
import Testing

@Suite struct LocalCloneTests {
  /// A clone whose owner is in the middle of something.
  private func dirtyClone(of remote: Remote) async throws -> WorkingCopy {
    let copy = try await remote.workingCopy()
    try await git("checkout", "--quiet", "-b", "half-done", in: copy.path)
    try copy.append("# staged\n", to: "manifests/sources/gitea.yaml")
    try await git("add", "--all", in: copy.path)
    try copy.append("# not staged\n", to: "manifests/sources/gitea.yaml")
    try copy.append("# dirty\n", to: "bot.config.json")
    try copy.write("new\n", to: "manifests/untracked.yaml")
    // Refreshes what the index knows of the files' times, so that it holds still from here on.
    try await git("status", "--porcelain", in: copy.path)
    return copy
  }

  @Test("work in progress in a clone survives: files, index, HEAD and references stay")
  func leavesClone() async throws {
    let remote = try await Remote.example()
    let copy = try await dirtyClone(of: remote)
    let before = FolderContents(of: copy.path, without: [".git/objects"])
    let status = try await git("status", "--porcelain", in: copy.path)

    let result = try await Bot.run(["run"], in: copy.folder.path("copy/manifests/sources"))

    #expect(result.status == 0, "\(result.errorOutput)")
    let after = FolderContents(of: copy.path, without: [".git/objects"])
    #expect(before.differences(to: after) == [])
    #expect(before.count > 100)
    #expect(try await git("status", "--porcelain", in: copy.path) == status)
    let steps = try await git("rev-list", "--count", "main..gitops-bot/sync", in: remote.path)
    #expect(steps == "2")
  }

  @Test("a clone of main and one that is behind come to the same proposal")
  func readsBaseFromRemote() async throws {
    let remote = try await Remote.example()
    let copy = try await remote.workingCopy()
    try await remote.commit("Meanwhile") { try $0.append("# more\n", to: "README.md") }

    let result = try await Bot.run(["run", copy.path])

    #expect(result.status == 0, "\(result.errorOutput)")
    let fork = try await git("merge-base", "main", "gitops-bot/sync", in: remote.path)
    #expect(fork == (try await remote.id("main")))
  }

  @Test("a local repository without a remote is given the branch and keeps its working files")
  func withoutRemote() async throws {
    let remote = try await Remote.example()
    let copy = try await remote.workingCopy()
    try await git("remote", "remove", "origin", in: copy.path)
    let kept = [".git/objects", ".git/refs", ".git/logs"]
    let before = FolderContents(of: copy.path, without: kept)

    let result = try await Bot.run(["run", copy.path])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(before.differences(to: FolderContents(of: copy.path, without: kept)) == [])
    #expect(try await git("status", "--porcelain", in: copy.path) == "")
    let names = try await git("for-each-ref", "--format=%(refname)", in: copy.path)
    #expect(
      names.split(separator: "\n")
        == [
          "refs/gitops-bot/finished", "refs/gitops-bot/rendered", "refs/heads/gitops-bot/sync",
          "refs/heads/main",
        ])
    let check = try await runGit(["fsck", "--strict", "--no-progress"], in: copy.path)
    #expect(check.output + check.errorOutput == "")
  }

  @Test("--remote pushes to the server that was named, and leaves the other alone")
  func namedRemote() async throws {
    let remote = try await Remote.example()
    let other = remote.folder.path("other.git")
    try await git("clone", "--quiet", "--bare", remote.path, other)
    let copy = try await remote.workingCopy()
    try await git("remote", "add", "upstream", other, in: copy.path)
    let before = try await remote.references()

    let result = try await Bot.run(["run", "--remote", "upstream"], in: copy.path)

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(try await remote.references() == before)
    #expect(try await git("rev-list", "--count", "main..gitops-bot/sync", in: other) == "2")
  }

  @Test("a clone whose remote is a relative path is pushed to where Git would push it")
  func relativeRemote() async throws {
    let remote = try await Remote.example()
    let copy = try await remote.workingCopy()
    try await git("clone", "--quiet", "--bare", remote.path, copy.folder.path("beside.git"))
    try await git("remote", "set-url", "origin", "../beside.git", in: copy.path)

    let result = try await Bot.run(["run"], in: "\(copy.path)/manifests")

    #expect(result.status == 0, "\(result.errorOutput)")
    let there = copy.folder.path("beside.git")
    #expect(try await git("rev-list", "--count", "main..gitops-bot/sync", in: there) == "2")
  }
}
