import TestSupport
import Testing

/// What people see on a terminal.
@Suite struct TerminalTests {
  private static let colour = "\u{1B}["

  private static func hasPatch(_ shown: String) -> Bool {
    shown.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("diff --git ") }
  }

  private func remote() async throws -> Remote { try await Remote.holding(BadInput.sound) }

  @Test("a plan on a terminal has colours, and ends with the summary and the next command")
  func plan() async throws {
    let remote = try await remote()
    let shown = try await Bot.runOnTerminal(
      ["plan", remote.url], environment: ["PAGER": "cat"])
    let patch = try #require(shown.firstRange(of: "diff --git "))
    let summary = try #require(shown.firstRange(of: "planned:"))
    #expect(patch.lowerBound < summary.lowerBound)
    #expect(shown.contains("\(Self.colour)32m+host: www.acme.io"))
    #expect(shown.contains("\(Self.colour)1;33mplanned:\(Self.colour)0m run would"), "\(shown)")
    let lines = shown.split(whereSeparator: \.isNewline)
    #expect(lines.last == "exit 2")
    #expect(lines.dropLast().last?.contains("gitops-bot run pushes this") == true, "\(shown)")
  }

  @Test("the lock and generated files take a line, and all with --full")
  func folded() async throws {
    let remote = try await remote()
    let pager: [String: String?] = ["GIT_PAGER": "", "NO_COLOR": "1"]
    let shown = try await Bot.runOnTerminal(["plan", remote.url], environment: pager)
    #expect(shown.contains("# gitops-bot.lock.json: written by the bot, +"), "\(shown)")
    #expect(shown.contains("# manifests/config.yaml: written by the bot, +"))
    #expect(!shown.contains("+++ b/gitops-bot.lock.json"))
    let full = try await Bot.runOnTerminal(["plan", "--full", remote.url], environment: pager)
    #expect(full.contains("+++ b/gitops-bot.lock.json") && !full.contains("--full shows it"))
  }

  @Test("the pager of the environment shows the diff, and none does where that says so or fails")
  func pager() async throws {
    let remote = try await remote()
    func shown(_ variables: [String: String?], _ options: [String] = []) async throws -> String {
      try await Bot.runOnTerminal(
        ["plan"] + options + [remote.url], environment: variables.merging(["NO_COLOR": "1"]) { $1 })
    }
    let through = "sed 's/^/PAGED /'"
    #expect(try await shown(["PAGER": through]).contains("PAGED diff --git"))
    #expect(try await shown(["PAGER": "false", "GIT_PAGER": through]).contains("PAGED diff --git"))
    let plain = try await shown(["PAGER": through], ["--no-pager"])
    #expect(Self.hasPatch(plain) && !plain.contains("PAGED"))
    #expect(Self.hasPatch(try await shown(["PAGER": "no-such-program"])))
    let report = try await shown(["PAGER": "true"])
    #expect(!report.contains("diff --git") && report.contains("planned:"))
  }

  @Test("a pager does not see the credentials of the program")
  func credentials() async throws {
    let remote = try await remote()
    let shown = try await Bot.runOnTerminal(
      ["plan", remote.url],
      environment: ["PAGER": "cat >/dev/null; env", "GITOPS_BOT_TOKEN": "glpat-0123456789abcdef"])
    #expect(shown.contains("LESS=FRX"), "\(shown)")
    #expect(!shown.contains("glpat-0123456789abcdef"))
  }

  @Test("NO_COLOR has no colours on a terminal, and CLICOLOR_FORCE some in a pipe")
  func switches() async throws {
    let remote = try await remote()
    let plain = try await Bot.runOnTerminal(
      ["plan", "--no-pager", remote.url], environment: ["NO_COLOR": "1"])
    #expect(!plain.contains("\(Self.colour)3") && !plain.contains("\(Self.colour)1"))
    let dumb = try await Bot.runOnTerminal(
      ["plan", "--no-pager", remote.url], environment: ["TERM": "dumb"])
    #expect(!dumb.contains(Self.colour))
    let forced = try await Bot.run(
      ["plan", remote.url], environment: ["CLICOLOR_FORCE": "1", "NO_COLOR": ""])
    #expect(forced.output.contains("\(Self.colour)1;33mplanned:"))
    let piped = try await Bot.run(["plan", remote.url])
    #expect(!piped.output.contains(Self.colour) && piped.output.hasPrefix("planned:"))
  }

  @Test("the numbers of changed lines keep to the width, with the ends of paths that are longer")
  func statistics() async throws {
    let folder = "manifests/" + String(repeating: "a-long-folder/", count: 8)
    var files = BadInput.sound
    files[folder + "site.yaml"] = "host: www.example.com\n"
    let remote = try await Remote.holding(files)
    let shown = try await Bot.runOnTerminal(
      ["plan", "--no-pager", remote.url], columns: 70, environment: ["NO_COLOR": "1"])
    let lines = shown.split(whereSeparator: \.isNewline)
    let rows = lines.filter { $0.contains(" | ") && $0.hasPrefix(" ") }
    #expect(rows.count == 5 && rows.allSatisfy { $0.count <= 70 }, "\(shown)")
    #expect(
      rows.contains {
        $0.hasPrefix(" …") && $0.contains("a-long-folder/site.yaml |") && $0.hasSuffix("2 +-")
      })
    #expect(lines.contains { $0.hasPrefix(" 5 files changed, ") })
  }

  @Test("lines keep to the width of the terminal", arguments: [60, 100])
  func width(columns: Int) async throws {
    let remote = try await remote()
    let shown = try await Bot.runOnTerminal(
      ["run", remote.url], columns: columns, environment: ["NO_COLOR": "1"])
    let report = shown[try #require(shown.firstRange(of: "proposed:")).lowerBound...]
    for line in report.split(whereSeparator: \.isNewline) {
      // A word that is longer stays whole.
      let longest = line.split(separator: " ").map(\.count).max() ?? 0
      #expect(line.count <= max(columns, longest + 15), "\(line)")
    }
    #expect(report.contains("next: ") && report.contains("exit 0"), "\(report)")
  }
}
