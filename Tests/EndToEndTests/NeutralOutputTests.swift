import Foundation
import TestSupport
import Testing

/// Names and contents that would steer a terminal, deceive a reader, or command a CI server.
@Suite struct NeutralOutputTests {
  private static let bidi = "\u{202E}moc.elpmaxe"

  private func remote() async throws -> Remote {
    var files = BadInput.sound
    files["manifests/\u{202E}yaml.txt"] = "host: a.example.com\n"
    files["manifests/\nerror::x.yaml"] = "host: b.example.com\n"
    files["manifests/text.yaml"] = """
      a: "\u{1B}]0;title\u{7}\u{9B}31m"
      ::error::taken
       ##[error]taken
      ##vso[task.setvariable]x
      b: \(Self.bidi) \u{200B}\u{2066}\u{E0041}\u{AD}\u{7F}
      c: c.example.com
      \tend: of it

      """
    return try await Remote.holding(files)
  }

  /// The scalars that no reader sees.
  private static let hidden: [Unicode.Scalar] = [
    "\u{1B}", "\u{7}", "\u{9B}", "\u{202E}", "\u{2066}", "\u{E0041}", "\u{AD}", "\u{7F}",
  ]

  @Test(
    "nothing in names and contents is hidden in a log, or taken by it for a command",
    arguments: [["GITHUB_ACTIONS": "true"], ["GITLAB_CI": "true"], ["TF_BUILD": "True"]])
  func log(_ variables: [String: String]) async throws {
    let remote = try await remote()
    for command in [["plan"], ["plan", "--verbose"], ["check"], ["run", "--verbose"]] {
      let result = try await Bot.run(
        command + [remote.url], environment: variables.mapValues { .some($0) })
      for text in [result.output, result.errorOutput] {
        let found = Self.hidden.filter { text.unicodeScalars.contains($0) }
        #expect(found == [], "\(command) \(text)")
        let lines = text.split(separator: "\n").map { $0.drop { " \t+-".contains($0) } }
        #expect(!lines.contains { $0.hasPrefix("::") || $0.hasPrefix("error::") }, "\(text)")
        #expect(!text.contains("##[") && !text.contains("##vso["), "\(text)")
      }
      if command == ["plan"] {
        #expect(result.output.contains("\\u{202e}moc.elpmaxe"), "\(result.output)")
        #expect(result.output.contains("\tend: of it"))
      }
    }
  }

  @Test(
    "JSON holds the very names, written so that they neither show nor act",
    arguments: ["check", "plan"])
  func json(_ command: String) async throws {
    let remote = try await remote()
    let result = try await Bot.run([command, remote.url, "--output", "json"])
    #expect(Self.hidden.filter { result.output.unicodeScalars.contains($0) } == [])
    let value = try JSONSerialization.jsonObject(with: Data(result.standardOutput))
    #expect("\(value)".contains("\u{202E}yaml.txt") || command == "check", "\(result.output)")
  }

  @Test("a patch in a pipe outside of CI is Git's own, byte by byte")
  func pipe() async throws {
    let remote = try await remote()
    let result = try await Bot.run(["plan", remote.url, "--quiet"])
    let copy = try await remote.workingCopy()
    let applied = try await runGit(
      ["apply", "--check", "--index"], in: copy.path, input: result.standardOutput)
    #expect(applied.status == 0, "\(applied.errorOutput)")
  }

  @Test("a patch in a file is Git's own in CI too")
  func file() async throws {
    let remote = try await remote()
    let folder = try TemporaryFolder()
    let file = folder.path("a.patch")
    let result = try await run(
      "sh", ["-c", "\"$0\" plan \"$1\" --quiet >\"$2\"", try Bot.program(), remote.url, file],
      environment: ["CI": "true", "HOME": "/nonexistent"])
    #expect(result.status == 2, "\(result.errorOutput)")
    let copy = try await remote.workingCopy()
    let applied = try await runGit(["apply", "--check", "--index", file], in: copy.path)
    #expect(applied.status == 0, "\(applied.errorOutput)")
  }
}
