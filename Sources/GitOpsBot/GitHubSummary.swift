internal import BotCore
internal import Findings
internal import Providers

/// The summary of a step, as Markdown in which the words of others do nothing.
struct GitHubSummary {
  let text: String

  /// The most bytes of all summaries of a step; GitHub takes none that has more
  /// (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits).
  static let limit = 1 << 20

  /// More rows than that are counted, not shown.
  private static let mostRows = 100

  /// What a run or a plan came to: the body of its review, else the tables that a reviewer would want.
  ///
  /// What does not go into `room` bytes is left out, the last parts first.
  init(_ report: Report, room: Int = limit) {
    let lines = ReportText.lines(report, verbose: false)
    var parts = ["### gitops-bot: \(report.outcome.rawValue)", Self.preformatted(lines.prefix(2))]
    if let url = report.review?.url, url.hasPrefix("https://") || url.hasPrefix("http://") {
      let name = report.review?.number.map { "Review \($0)" } ?? "Open a review"
      parts.append("<a href=\"\(url.entities)\">\(name)</a>")
    }
    if let body = report.body {
      parts += [body.markdown, Self.table(of: report.findings.dropFirst(body.findings))]
    } else {
      parts += Self.questions(report) + Self.changes(report)
    }
    text = Self.joined(parts, room: room)
  }

  private static func joined(_ parts: [String], room: Int) -> String {
    var text = ""
    for part in parts where !part.isEmpty {
      let next = part + "\n\n"
      if text.utf8.count + next.utf8.count <= room { text += next }
    }
    return text
  }

  /// What a person should look at.
  private static func questions(_ report: Report) -> [String] {
    let conflicts = report.conflicts.map { conflict in
      let secret = conflict.isWithheld ? "(in a Secret, not shown)" : ""
      return [
        conflict.path + (conflict.line.map { ":\($0)" } ?? ""), conflict.ours ?? secret,
        conflict.theirs ?? secret,
      ]
    }
    return [
      table("Conflicts, where your side was kept", ["Place", "Yours", "Proposed"], conflicts),
      table(of: report.findings[...]),
    ]
  }

  private static func table(of findings: ArraySlice<Finding>) -> String {
    table(
      "Findings", ["Severity", "Finding"], findings.map { [$0.severity.rawValue, $0.text] })
  }

  private static func changes(_ report: Report) -> [String] {
    let values = report.values.map { value in
      [value.key + (value.environment.map { " of \($0)" } ?? ""), value.value, value.source]
    }
    let files = report.files.map { [$0.path, $0.renamedFrom ?? "", String($0.edits.count)] }
    return [
      table("Values", ["Key", "Value", "From"], values),
      table("Files", ["File", "Was", "Replacements"], files),
      table("Left as they are", ["File", "Why"], report.skipped.map { [$0.path, $0.reason] }),
    ]
  }

  /// What went wrong, and what to do.
  init(_ error: BotError, room: Int = limit) {
    let parts = error.problems.map { problem in
      Self.preformatted(
        [problem.message, problem.location, problem.remedy].filter { !$0.isEmpty })
    }
    text = Self.joined(["### gitops-bot: failed"] + parts, room: room)
  }

  private static func preformatted(_ lines: some Collection<String>) -> String {
    let shown = lines.map { VisibleText.of($0, keeping: .lines).entities }
    return "<pre>" + shown.joined(separator: "\n") + "</pre>"
  }

  /// A folded table of texts; empty without rows.
  private static func table(_ title: String, _ columns: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    let head = "<tr>" + columns.map { "<th>\($0)</th>" }.joined() + "</tr>"
    let body = rows.prefix(mostRows).map { row in
      "<tr>"
        + row.map { "<td><code>\(VisibleText.of($0, keeping: .lines).entities)</code></td>" }
        .joined() + "</tr>"
    }
    let rest = rows.count > mostRows ? ["<p>… and \(rows.count - mostRows) more</p>"] : []
    let lines = ["<details><summary>\(title) (\(rows.count))</summary>", "<table>", head] + body
    return (lines + ["</table>"] + rest + ["</details>"]).joined(separator: "\n")
  }
}

extension String {
  /// The text with every character but letters, digits, spaces and a few signs as an HTML entity,
  /// which neither Markdown nor HTML reads as more than the character, at most 10,000 of them.
  fileprivate var entities: String {
    unicodeScalars.prefix(10_000).map { scalar in
      let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      return isPlain || " ./,".unicodeScalars.contains(scalar)
        ? String(scalar) : "&#\(scalar.value);"
    }.joined()
  }
}
