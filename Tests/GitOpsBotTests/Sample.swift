import Findings
import Foundation

@testable import BotCore
@testable import GitOpsBot

/// Texts of others that would steer a terminal, command a CI server, or draw in Markdown and HTML.
enum Awkward {
  static let texts = [
    "\u{1B}[31mred\u{1B}[0m",
    "\u{202E}moc.elpmaxe \u{2066}\u{AD}",
    "a\n::set-output name=outcome::proposed",
    "\n::error file=x::taken\r\n",
    "##[error]taken ##vso[task.setvariable]x",
    "a,\u{301}line=9:\u{301}:b%\u{301}0A::error::taken",
    "100%0A::stop-commands::token",
    "</code></td></tr></table><img src=x onerror=alert(1)>",
    "| a | b |\n| --- | --- |\n`code` **bold** [x](javascript:alert(1)) @octocat #1",
    "<!-- --> ]]> &lt; \" '",
  ]

  /// The scalars that no reader sees.
  static let hidden: Set<Unicode.Scalar> = [
    "\u{1B}", "\u{202E}", "\u{2066}", "\u{AD}", "\r", "\u{7}",
  ]
}

extension NeutralText {
  /// As outside of CI, with nothing to keep back.
  static let plain = NeutralText(
    credentials: GivenCredentials(variables: [:], arguments: []), isLog: false)

  /// As in the log of a CI server.
  static let log = NeutralText(
    credentials: GivenCredentials(variables: [:], arguments: []), isLog: true)
}

extension Report {
  /// A report of `outcome` with nothing in it, then changed.
  static func sample(
    _ outcome: Outcome = .proposed, _ change: (inout Report) -> Void = { _ in }
  ) throws -> Report {
    let json = """
      { "outcome": "\(outcome.rawValue)", "branch": "gitops-bot/sync",
        "base": { "branch": "main", "commit": "\(String(repeating: "a", count: 40))" },
        "files": [], "skipped": [], "conflicts": [], "findings": [], "values": [] }
      """
    var report = try JSONDecoder().decode(Report.self, from: Data(json.utf8))
    if outcome == .proposed { report.commit = String(repeating: "b", count: 40) }
    change(&report)
    return report
  }

  /// A report that has `text` in every place where words of others come.
  static func filled(with text: String) throws -> Report {
    try sample { report in
      report.files = [
        File(
          path: text, renamedFrom: text,
          edits: [Edit(line: 1, column: 2, rule: 1, old: text, new: text)], generated: false)
      ]
      report.skipped = [Skipped(path: text, reason: "binary")]
      report.conflicts = [Conflict(path: text, line: 3, ours: text, theirs: text)]
      report.findings = [
        Finding(.apiRemoved, .warning, path: text, line: 1, column: 2, text, remedy: text)
      ]
      report.values = [Value(key: "project.name", value: text, source: text, environment: text)]
      report.template = Template(
        url: text, ref: text, commit: String(repeating: "c", count: 40),
        commits: [Template.Commit(commit: String(repeating: "d", count: 40), summary: text)],
        hasMoreCommits: true)
      report.review = Review(number: 7, url: text, operation: "created")
    }
  }
}

/// One finding of each severity, of a line, a file and the whole repository.
let findings = [
  Finding(
    .yamlInvalid, .error, path: "apps/chat.yaml", line: 3, column: 7, "not valid YAML",
    remedy: "close the bracket"),
  Finding(.standInLeft, .warning, path: "apps", "the name is a stand-in", remedy: "rename it"),
  Finding(.valuesClash, .note, "the cluster has room", remedy: ""),
]
