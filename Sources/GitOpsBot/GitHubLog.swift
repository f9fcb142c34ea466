internal import BotCore
internal import Forge

/// What a step of a GitHub Actions job prints: a headline, folded groups, and an annotation for each thing that a
/// person should look at.
struct GitHubLog {
  /// A line of the log.
  private enum Line {
    case words(String)
    /// A line of a patch, in which tabs stay.
    case content(String)
    case command(String)
  }

  private var lines: [Line] = []

  /// The log of a run or a plan, with the patch of the latter; annotations alone where it is to be `quiet`.
  init(_ report: Report, patch: [UInt8] = [], verbose: Bool = false, quiet: Bool = false) {
    if !quiet {
      let text = ReportText.lines(report, verbose: verbose)
      lines += text.prefix(1).map(Line.words)
      group("Details", text.dropFirst().map(Line.words))
      let shown = VisibleText.of(patch, keeping: .layout)
      group("Diff", shown.split(whereSeparator: \.isNewline).map { .content(String($0)) })
    }
    annotate(report.findings + report.conflicts.map(Finding.init))
    annotate((report.refusal?.problems ?? []).map(Finding.init))
  }

  /// The log of what ended with an error.
  init(_ error: BotError) {
    annotate(error.problems.map(Finding.init))
  }

  /// The lines, in which nothing but this program's own commands acts.
  func text(_ neutral: NeutralText) -> String {
    lines.map { line in
      switch line {
      case .words(let text): neutral.line(text, isLog: true)
      case .content(let text): neutral.line(text, keeping: .layout, isLog: true)
      case .command(let text): neutral.command(text)
      }
    }.joined()
  }

  private mutating func group(_ title: String, _ content: [Line]) {
    guard !content.isEmpty else { return }
    lines += [.command("::group::\(title)")] + content + [.command("::endgroup::")]
  }

  private mutating func annotate(_ findings: [Finding]) {
    lines += findings.map { .command($0.workflowCommand) }
  }
}

extension Finding {
  /// A conflict as an annotation beside the line where it is.
  fileprivate init(_ conflict: Report.Conflict) {
    self.init(
      "conflict", .warning, path: conflict.path, line: conflict.line,
      "your side was kept instead of the proposed one",
      remedy: "edit the line on the branch, or merge it as it is")
  }

  /// An error as an annotation, beside its line where it has one.
  fileprivate init(_ problem: ConfigurationError.Problem) {
    self.init(
      "gitops-bot", .error, path: problem.file, line: problem.line, column: problem.column,
      problem.message, remedy: problem.remedy)
  }
}
