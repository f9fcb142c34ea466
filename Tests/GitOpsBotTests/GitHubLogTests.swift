import Findings
import Testing

@testable import BotCore
@testable import GitOpsBot

@Suite struct GitHubLogTests {
  private func lines(_ log: GitHubLog) -> [String] {
    log.text(.plain).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("a reader of the log sees the headline at once, details and diff folded, findings beside")
  func whole() throws {
    let report = try Report.sample(.planned) { $0.findings = findings }
    let patch = Array("diff --git a/x b/x\n+\ta: 1\n".utf8)
    #expect(
      lines(GitHubLog(report, patch: patch)) == [
        "planned: run would propose this on gitops-bot/sync, against main",
        "::group::Details",
        "  0 replacements in 0 files, 0 paths renamed, 0 generated",
        "  error yaml-invalid: not valid YAML, apps/chat.yaml:3:7, close the bracket",
        "  warning stand-in-left: the name is a stand-in, apps, rename it",
        "  note values-clash: the cluster has room",
        "::endgroup::",
        "::group::Diff",
        "diff --git a/x b/x",
        "+\ta: 1",
        "::endgroup::",
        "::error file=apps/chat.yaml,line=3,col=7,title=yaml-invalid::not valid YAML; "
          + "close the bracket",
        "::warning file=apps,title=stand-in-left::the name is a stand-in; rename it",
        "::notice title=values-clash::the cluster has room",
        "",
      ])
  }

  @Test("nothing to tell makes no empty group")
  func nothing() throws {
    #expect(lines(GitHubLog(try .sample(.unchanged))) == ["unchanged: main is up to date", ""])
  }

  @Test("--quiet leaves the annotations, which reviewers see beside the lines")
  func quiet() throws {
    let report = try Report.sample { $0.findings = findings }
    let patch = Array("diff\n".utf8)
    #expect(lines(GitHubLog(report, patch: patch, quiet: true)).count == 4)
    #expect(lines(GitHubLog(try .sample(), quiet: true)) == [""])
  }

  @Test("a conflict is shown beside the line where it is")
  func conflict() throws {
    let report = try Report.sample { report in
      report.conflicts = [Report.Conflict(path: "a.yaml", line: 3, ours: "x", theirs: "y")]
    }
    #expect(
      lines(GitHubLog(report)).dropLast().last
        == "::warning file=a.yaml,line=3,title=conflict::your side was kept instead of the "
        + "proposed one; edit the line on the branch, or merge it as it is")
  }

  @Test("each problem of an error is an annotation, beside its line where it has one")
  func error() throws {
    let mistake = #expect(throws: ConfigurationError.self) {
      try BotConfiguration.decode(Array("{\n  x\n}\n".utf8), file: "bot.config.json")
    }
    let problems = try #require(mistake).problems
    let error = BotError(.failure, problems + BotError("no way", remedy: "try again").problems)
    let printed = lines(GitHubLog(error)).dropLast()
    #expect(printed.count == problems.count + 1)
    #expect(
      printed.first?.hasPrefix("::error file=bot.config.json,line=2,col=3,title=gitops-bot::")
        == true, "\(printed)")
    #expect(printed.last == "::error title=gitops-bot::no way; try again")
  }

  @Test("a patch of others acts in no line of the log")
  func patch() throws {
    let patch = "+::error::a\r\n \t::add-mask::x\r\n-##[error]b\u{1B}[0m\n+\u{2028}::warning::c\n"
    let log = GitHubLog(try .sample(), patch: Array(patch.utf8) + [0xFF]).text(.plain)
    #expect(log.contains("\t:") && log.contains("\\xff"), "\(log)")
    #expect(!log.contains("::error") && !log.contains("::add-mask") && !log.contains("##["))
    #expect(!log.contains("::warning") && Awkward.hidden.isDisjoint(with: log.unicodeScalars))
  }

  @Test(
    "words of others are no commands: each that the runner would follow is the bot's own",
    arguments: Awkward.texts)
  func injection(_ text: String) throws {
    let report = try Report.filled(with: text)
    let patch = "+\(text.filter { !$0.isNewline })\n"
    let log = GitHubLog(report, patch: Array(patch.utf8), verbose: true).text(.plain)
    // The lines of the report, of two groups with a line of the patch, and two annotations.
    let count = ReportText.lines(report, verbose: true).count + 4 + 1 + 2
    #expect(log.count { $0.isNewline } == count, "\(log)")
    let commands = log.split(whereSeparator: \.isNewline)
      .filter { $0.drop { $0.isWhitespace || $0 == "+" }.hasPrefix("::") }
      .map { $0.prefix { $0 != " " } }
    #expect(
      commands == [
        "::group::Details", "::endgroup::", "::group::Diff", "::endgroup::", "::warning",
        "::warning",
      ], "\(log)")
    #expect(Awkward.hidden.isDisjoint(with: log.unicodeScalars), "\(log)")
  }
}
