internal import BotCore
internal import Findings
internal import Providers

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
    annotate(report.findings.map(Annotation.init) + report.conflicts.map(Annotation.init))
    annotate((report.refusal?.problems ?? []).map(Annotation.init))
  }

  /// The log of what ended with an error.
  init(_ error: BotError) {
    annotate(error.problems.map(Annotation.init))
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

  private mutating func annotate(_ annotations: [Annotation]) {
    lines += annotations.map { .command($0.command) }
  }
}

/// What GitHub shows beside a line of a file.
struct Annotation {
  let severity: Finding.Severity
  let title: String
  let path: String?
  let line: Int?
  let column: Int?
  let text: String

  init(_ finding: Finding) {
    (severity, title) = (finding.severity, finding.code.rawValue)
    (path, line, column, text) = (finding.path, finding.line, finding.column, finding.sentence)
  }

  /// A conflict beside the line where it is.
  init(_ conflict: Report.Conflict) {
    (severity, title) = (.warning, "conflict")
    (path, line, column) = (conflict.path, conflict.line, nil)
    text =
      "your side was kept instead of the proposed one; edit the line on the branch, or merge it as it is"
  }

  /// An error beside its line, where it has one.
  init(_ problem: ConfigurationError.Problem) {
    (severity, title) = (.error, "gitops-bot")
    (path, line, column) = (problem.file, problem.line, problem.column)
    text = problem.remedy.isEmpty ? problem.message : "\(problem.message); \(problem.remedy)"
  }

  /// A command of GitHub Actions: `::error file=…,line=…,col=…,title=…::message`.
  ///
  /// Source: `toolkit/packages/core/src/command.ts` of GitHub's actions, which escapes so.
  var command: String {
    let name = severity == .note ? "notice" : severity.rawValue
    let properties = [
      path.map { ("file", $0) }, line.map { ("line", "\($0)") }, column.map { ("col", "\($0)") },
      ("title", title),
    ]
    let written = properties.compactMap { $0 }.map { "\($0.0)=\($0.1.escapedProperty)" }
    return "::\(name) \(written.joined(separator: ","))::\(text.escapedData)"
  }
}

extension String {
  /// The text within the message of a workflow command.
  fileprivate var escapedData: String {
    spelled { ["%": "%25", "\r": "%0D", "\n": "%0A"][$0] }
  }

  /// The text within a property of a workflow command.
  fileprivate var escapedProperty: String {
    escapedData.spelled { [":": "%3A", ",": "%2C"][$0] }
  }

  /// The text with another spelling of some scalars: of characters it would miss one beside a combining mark,
  /// and both of a carriage return with its line feed.
  private func spelled(_ spelling: (Unicode.Scalar) -> String?) -> String {
    unicodeScalars.map { spelling($0) ?? String($0) }.joined()
  }
}
