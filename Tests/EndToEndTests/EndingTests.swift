import Foundation
import TestSupport
import Testing

/// How the program ends when it has to.
@Suite struct EndingTests {
  @Test("a server that stays silent ends the run with an error, and nothing is left behind")
  func silentServer() async throws {
    let server = try SilentServer()
    let folder = try TemporaryFolder()
    let result = try await Bot.run(
      ["run", "http://127.0.0.1:\(server.port)/acme.git"],
      environment: ["GITOPS_BOT_GIT_TIMEOUT": "1", "TMPDIR": folder.path])
    #expect(result.status == 1)
    #expect(
      result.errorOutput.contains("error: the Git server has not answered for "),
      "\(result.errorOutput)")
    #expect(result.errorOutput.contains("GITOPS_BOT_GIT_TIMEOUT"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test(
    "a signal ends the run as it always does, and nothing is left behind", arguments: [1, 2, 3, 15])
  func signal(number: Int) async throws {
    let server = try SilentServer()
    let folder = try TemporaryFolder()
    // Once its folder is there the program is on its way. A job of a shell without a terminal ignores
    // SIGINT, so perl starts it as a terminal would.
    let script = #"""
      ulimit -c 0
      perl -e '$SIG{INT} = $SIG{QUIT} = "DEFAULT"; exec @ARGV' -- "$@" & bot=$!
      while [ -z "$(ls -A "$TMPDIR")" ]; do sleep 0.05; done
      kill -$NUMBER $bot; kill -$NUMBER $bot; wait $bot; echo "status $?"
      """#
    let result = try await TestSupport.run(
      "/bin/sh",
      ["-c", script, "sh", Bot.program(), "run", "http://127.0.0.1:\(server.port)/acme.git"],
      environment: ["NUMBER": "\(number)", "TMPDIR": folder.path, "HOME": "/nonexistent"])
    #expect(result.output.contains("status \(128 + number)"), "\(result.output)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test("a crash is an error with exit 1, and nothing is left behind", arguments: ["SEGV", "ILL"])
  func crash(signal: String) async throws {
    let server = try SilentServer()
    let folder = try TemporaryFolder()
    let script = #"""
      "$@" & bot=$!
      while [ -z "$(ls -A "$TMPDIR")" ]; do sleep 0.05; done
      kill -$SIGNAL $bot; wait $bot; echo "status $?"
      """#
    let result = try await TestSupport.run(
      "/bin/sh",
      ["-c", script, "sh", Bot.program(), "run", "http://127.0.0.1:\(server.port)/acme.git"],
      environment: [
        "SIGNAL": signal, "TMPDIR": folder.path, "HOME": "/nonexistent", "SWIFT_BACKTRACE": nil,
      ])
    #expect(result.output.contains("status 1\n"), "\(result.output)")
    #expect(
      result.errorOutput.contains("error: the program ended by a fault of its own (SIG\(signal))"),
      "\(result.errorOutput)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test("a reader that has seen enough is no error")
  func earlyReader() async throws {
    let remote = try await Remote.example()
    let script = #"{ "$@"; echo "status $?" >&2; } | head -n 1"#
    let result = try await TestSupport.run(
      "/bin/sh", ["-c", script, "sh", Bot.program(), "plan", remote.url],
      environment: ["HOME": "/nonexistent"])
    #expect(result.output.hasPrefix("planned: "))
    #expect(result.errorOutput.hasSuffix("status 2\n"), "\(result.errorOutput)")
    #expect(!result.errorOutput.contains("error"))
  }

  #if os(Linux)
  @Test("a result that cannot be written is an error, and does not pass for a whole one")
  func fullOutput() async throws {
    let remote = try await Remote.example()
    let result = try await TestSupport.run(
      "/bin/sh", ["-c", #""$@" >/dev/full"#, "sh", Bot.program(), "plan", remote.url],
      environment: ["HOME": "/nonexistent"])
    #expect(result.status == 1)
    #expect(result.errorOutput.contains("No space left on device"), "\(result.errorOutput)")
  }

  @Test("a program that the bot starts has the system's own way with signals")
  func signalsOfChildren() async throws {
    let remote = try await Remote.example()
    let folder = try TemporaryFolder()
    let script = #"#!/bin/sh\ngrep SigIgn /proc/self/status >"\#(folder.path)/ignored"; exit 1"#
    try folder.write(
      script.replacingOccurrences(of: "\\n", with: "\n"), to: "bin/gpg", executable: true)
    _ = try await Bot.run(
      ["run", remote.url, "--signing-key", "someone"],
      environment: ["PATH": "\(folder.path)/bin:/usr/bin:/bin"])
    let line = String(decoding: try folder.read("ignored"), as: UTF8.self)
    let number = line.split(whereSeparator: \.isWhitespace).last.flatMap { UInt64($0, radix: 16) }
    let ignored = try #require(number)
    for signal in [SIGPIPE, SIGXFSZ] { #expect(ignored >> (signal - 1) & 1 == 0, "\(signal)") }
  }
  #endif

  @Test("a limit that is none is told")
  func limit() async throws {
    let result = try await Bot.run(
      ["run", "/nonexistent"], environment: ["GITOPS_BOT_GIT_TIMEOUT": "soon"])
    #expect(result.status == 1)
    #expect(result.errorOutput.contains("GITOPS_BOT_GIT_TIMEOUT is not a number of seconds"))
  }
}
