import Foundation
import TestSupport
import Testing

/// What a program that was killed has left behind does not keep the next one from working.
@Suite struct KilledRunTests {
  private func leave(_ path: String, age: TimeInterval = 0) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("half".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path)
  }

  @Test(
    "the lock of the bot's branch in a local repository goes once it is old", arguments: [0, 60])
  func localLock(age: Int) async throws {
    let remote = try await Remote.example()
    let copy = try await remote.workingCopy()
    try await git("remote", "remove", "origin", in: copy.path)
    let lock = "\(copy.path)/.git/refs/heads/gitops-bot/sync.lock"
    try leave(lock, age: TimeInterval(age))

    let result = try await Bot.run(["run", copy.path])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(!FileManager.default.fileExists(atPath: lock))
    #expect(try await git("rev-parse", "--verify", "gitops-bot/sync", in: copy.path) != "")
  }

  @Test("locks and half packs in a cache are cleared away")
  func cache() async throws {
    let server = try await GitHTTPServer()
    let remote = try await Remote.example(at: "\(server.repositories)/public/acme.git")
    let folder = try TemporaryFolder()
    let arguments = ["plan", server.url("public/acme.git"), "--cache", folder.path("cache")]
    #expect(try await Bot.run(arguments).status == 2)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("cache"))
    let clone = folder.path("cache/\(try #require(names.first))")
    let reference = try await git("for-each-ref", "--format=%(refname)", in: clone)
    let left = [
      "\(reference).lock", "packed-refs.lock", "objects/pack/pack_git2_0123456789abcdef",
    ].map { "\(clone)/\($0)" }
    for file in left { try leave(file) }
    try await remote.commit("Move") {
      try $0.replace("\"acme.io\"", with: "\"acme.dev\"", in: "infrastructure.config.json")
    }

    let result = try await Bot.run(arguments)

    #expect(result.status == 2, "\(result.errorOutput)")
    #expect(left.filter(FileManager.default.fileExists(atPath:)) == [])
    #expect(try await git("rev-parse", reference, in: clone) == remote.id("main"))
  }

  @Test("a push from a local repository that is killed leaves no references in it")
  func outgoing() async throws {
    let server = try await GitHTTPServer()
    let remote = try await Remote.example(at: "\(server.repositories)/public/acme.git")
    try await git("config", "http.receivepack", "true", in: remote.path)
    // The server says nothing before it has looked at what came.
    try remote.addHook("pre-receive", "touch begun; sleep 60")
    let copy = try await remote.workingCopy()
    let address = server.url("public/acme.git")
    try await git("remote", "set-url", "origin", address, in: copy.path)
    let before = try await git("for-each-ref", in: copy.path)
    let script = #"""
      "$@" & bot=$!
      while [ ! -e "$BEGUN" ]; do sleep 0.05; done
      kill -9 $bot; wait $bot; echo "status $?"
      """#
    let variables = ["BEGUN": "\(remote.path)/begun", "HOME": "/nonexistent"]
    let result = try await TestSupport.run(
      "/bin/sh", ["-c", script, "sh", Bot.program(), "run", copy.path], environment: variables)
    #expect(result.output.contains("status 137"), "\(result.errorOutput)")
    #expect(try await git("for-each-ref", in: copy.path) == before)
  }
}
