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

  @Test("a signal ends the run as it always does, and nothing is left behind", arguments: [2, 15])
  func signal(number: Int) async throws {
    let server = try SilentServer()
    let folder = try TemporaryFolder()
    // Once its folder is there the program is on its way. A job of a shell without a terminal ignores
    // SIGINT, so perl starts it as a terminal would.
    let script = #"""
      perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' -- "$@" & bot=$!
      while [ -z "$(ls -A "$TMPDIR")" ]; do sleep 0.05; done
      kill -$NUMBER $bot; wait $bot; echo "status $?"
      """#
    let result = try await TestSupport.run(
      "/bin/sh",
      ["-c", script, "sh", Bot.program(), "run", "http://127.0.0.1:\(server.port)/acme.git"],
      environment: ["NUMBER": "\(number)", "TMPDIR": folder.path, "HOME": "/nonexistent"])
    #expect(result.output.contains("status \(128 + number)"), "\(result.output)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test("a limit that is none is told")
  func limit() async throws {
    let result = try await Bot.run(
      ["run", "/nonexistent"], environment: ["GITOPS_BOT_GIT_TIMEOUT": "soon"])
    #expect(result.status == 1)
    #expect(result.errorOutput.contains("GITOPS_BOT_GIT_TIMEOUT is \"soon\""))
  }
}
