import Foundation
import TestSupport
import Testing

/// Machines that give the program too little, which `ulimit` of a shell stands for.
@Suite struct LimitsTests {
  /// Runs the program with a limit, and expects that it leaves no temporary folder.
  ///
  /// - Parameters:
  ///   - limit: The option and the value of `ulimit`.
  ///   - arguments: The program's.
  ///   - environment: Variables on top.
  /// - Returns: Its exit code and what it printed.
  /// - Throws: `TestSupportError` with the path where the program should be.
  private func run(
    _ limit: String, _ arguments: [String], environment: [String: String?] = [:]
  ) async throws -> ProgramResult {
    let folder = try TemporaryFolder()
    let variables = ["HOME": "/nonexistent", "TMPDIR": folder.path, "SWIFT_BACKTRACE": nil]
    let result = try await TestSupport.run(
      "/bin/sh", ["-c", #"ulimit \#(limit) && exec "$@""#, "sh", Bot.program()] + arguments,
      environment: variables.merging(environment) { $1 })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [], "\(limit)")
    return result
  }

  #if os(Linux)
  @Test(
    "too little memory is told before anything is done, instead of a crash or a wait without end",
    arguments: [200, 250, 300, 350, 400, 450, 500])
  func memory(mebibytes: Int) async throws {
    let remote = try await Remote.example()
    let result = try await run("-v \(mebibytes << 10)", ["run", remote.url])
    #expect(result.status == 1)
    #expect(
      result.errorOutput.hasPrefix("error: the memory limit is \(mebibytes) MiB"),
      "\(result.errorOutput)")
    #expect(result.errorOutput.contains("ulimit -v"))
    #expect(
      try await git("for-each-ref", "--format=%(refname)", in: remote.path) == "refs/heads/main")
  }

  @Test("memory that runs out on the way ends the run, which would wait for a thread for ever")
  func memoryOnTheWay() async throws {
    let server = try SilentServer()
    let folder = try TemporaryFolder()
    let script = #"""
      "$@" & bot=$!
      while [ -z "$(ls -A "$TMPDIR")" ]; do sleep 0.05; done
      prlimit --pid $bot --as=100000000; wait $bot; echo "status $?"
      """#
    let result = try await TestSupport.run(
      "/bin/sh",
      ["-c", script, "sh", Bot.program(), "run", "http://127.0.0.1:\(server.port)/acme.git"],
      environment: ["TMPDIR": folder.path, "HOME": "/nonexistent", "SWIFT_BACKTRACE": nil])
    #expect(result.output.contains("status 1\n"), "\(result.output)\(result.errorOutput)")
    #expect(result.errorOutput.contains("memory"), "\(result.errorOutput)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test("as much memory as is asked for is enough")
  func enoughMemory() async throws {
    let remote = try await Remote.example()
    let needed = 512 + 32 * max(0, ProcessInfo.processInfo.activeProcessorCount - 2)
    let result = try await run("-v \(needed << 10)", ["run", remote.url])
    #expect(result.status == 0, "\(result.errorOutput)")
  }
  #endif

  @Test("too few open files are told before anything is done", arguments: [8, 12, 16, 24, 31])
  func fewDescriptors(count: Int) async throws {
    let remote = try await Remote.example()
    let result = try await run("-n \(count)", ["run", remote.url])
    #expect(result.status == 1)
    #expect(
      result.errorOutput.hasPrefix("error: the limit on open files is too low")
        && result.errorOutput.contains("ulimit -n"), "\(result.errorOutput)")
  }

  @Test(
    "few open files are enough, and a limit that may be raised is raised",
    arguments: ["-n 32", "-n 64", "-S -n 8"])
  func enoughDescriptors(limit: String) async throws {
    let remote = try await Remote.example()
    let result = try await run(limit, ["run", remote.url])
    #expect(result.status == 0, "\(result.errorOutput)")
  }

  @Test("a file that may not grow is named with what to do, and the repository is as it was")
  func fileSize() async throws {
    let remote = try await Remote.example()
    let copy = try await remote.workingCopy()
    try await git("remote", "remove", "origin", in: copy.path)
    let before = FolderContents(of: copy.path)
    let result = try await run("-f 1", ["run", copy.path])
    #expect(result.status == 1, "\(result.errorOutput)")
    #expect(result.errorOutput.contains("File too large"), "\(result.errorOutput)")
    #expect(result.errorOutput.contains("free some space there"))
    #expect(before.differences(to: FolderContents(of: copy.path)) == [])
  }

  @Test("a file that may not grow in the temporary folder is named with what to do")
  func fileSizeOfClone() async throws {
    let server = try await GitHTTPServer()
    let remote = try await Remote.example(at: "\(server.repositories)/public/acme.git")
    let result = try await run("-f 1", ["plan", server.url("public/acme.git")])
    #expect(result.status == 1, "\(result.errorOutput)")
    #expect(result.errorOutput.contains("File too large"), "\(result.errorOutput)")
    #expect(result.errorOutput.contains("free some space there"))
    #expect(!result.errorOutput.contains("network"))
    withExtendedLifetime(remote) {}
  }

  @Test(
    "a temporary folder that cannot be made is named with the reason", arguments: ["/dev/null/t"])
  func temporaryFolder(path: String) async throws {
    let remote = try await Remote.example()
    let result = try await Bot.run(["plan", remote.url], environment: ["TMPDIR": path])
    #expect(result.status == 1, "\(result.errorOutput)")
    #expect(result.errorOutput.contains("Not a directory"), "\(result.errorOutput)")
    #expect(result.errorOutput.contains("set TMPDIR to a folder that can be written"))
  }
}
