import Findings
import Testing

@testable import BotCore
@testable import GitOpsBot

@Suite struct GitHubSummaryTests {
  @Test("a summary with nothing to tell has the outcome, and no empty table")
  func nothing() throws {
    #expect(
      GitHubSummary(try .sample(.unchanged)).text
        == "### gitops-bot: unchanged\n\n<pre>unchanged&#58; main is up to date</pre>\n\n")
  }

  @Test("a reader of the summary finds conflicts, findings of each kind, values and files")
  func tables() throws {
    let report = try Report.sample { report in
      report.findings = findings
      report.conflicts = [
        Report.Conflict(path: "a.yaml", line: 3, ours: "mine", theirs: "its"),
        Report.Conflict(path: "secret.yaml", line: 4, ours: nil, theirs: nil),
      ]
      report.values = [
        Report.Value(key: "project", value: "acme", source: "variable", environment: "live")
      ]
      report.files = [
        Report.File(path: "new.yaml", renamedFrom: "old.yaml", edits: [], generated: false)
      ]
      report.skipped = [Report.Skipped(path: "logo.png", reason: "binary")]
    }
    let text = GitHubSummary(report).text
    for title in [
      "Conflicts, where your side was kept (2)", "Findings (3)", "Values (1)", "Files (1)",
      "Left as they are (1)",
    ] {
      #expect(text.contains("<details><summary>\(title)</summary>"), "\(title)")
    }
    #expect(
      text.contains(
        "<tr><td><code>a.yaml&#58;3</code></td><td><code>mine</code></td>"
          + "<td><code>its</code></td></tr>"))
    #expect(text.components(of: "&#40;in a Secret, not shown&#41;") == 2)
    #expect(text.contains("<td><code>project of live</code></td>"))
    #expect(text.contains("<td><code>new.yaml</code></td><td><code>old.yaml</code></td>"))
  }

  @Test("the body of the review is shown once, and only findings that it lacks come after")
  func body() throws {
    let report = try Report.sample { report in
      report.findings = findings
      report.body = Report.Body(markdown: "**The body**", findings: 2)
    }
    let text = GitHubSummary(report).text
    #expect(text.contains("\n\n**The body**\n\n"))
    #expect(text.contains("Findings (1)") && text.contains("the cluster has room"))
    #expect(!text.contains("not valid YAML") && !text.contains("Files ("))
  }

  @Test("the review is one click away, and an address of another kind is no link")
  func link() throws {
    func text(_ number: Int?, _ url: String) throws -> String {
      GitHubSummary(
        try .sample { $0.review = Report.Review(number: number, url: url, operation: "none") }
      ).text
    }
    #expect(
      try text(7, "https://example.com/pull/7").contains(
        "<a href=\"https&#58;//example.com/pull/7\">Review 7</a>"))
    #expect(try text(nil, "http://example.com/new").contains(">Open a review</a>"))
    #expect(try !text(7, "javascript:alert(1)").contains("<a "))
    #expect(try text(7, "https://x/\"><script>").contains("<script") == false)
  }

  @Test("a long list is counted to its end, and shown as far as a person reads")
  func longList() throws {
    let report = try Report.sample { report in
      report.skipped = (1...250).map { Report.Skipped(path: "\($0).png", reason: "binary") }
    }
    let text = GitHubSummary(report).text
    #expect(text.contains("Left as they are (250)") && text.contains("<p>… and 150 more</p>"))
    #expect(text.contains("<code>100.png</code>") && !text.contains("<code>101.png</code>"))
  }

  @Test("a summary never has more bytes than GitHub takes; what is most to the point stays")
  func room() throws {
    let report = try Report.sample { report in
      report.findings = findings
      report.skipped = (1...100).map { Report.Skipped(path: "\($0).png", reason: "binary") }
    }
    let whole = GitHubSummary(report).text
    for room in [0, 10, 30, 200, 1_000, whole.utf8.count - 1, whole.utf8.count] {
      let text = GitHubSummary(report, room: room).text
      #expect(text.utf8.count <= room)
      #expect((text == whole) == (room == whole.utf8.count))
      #expect(room < 30 || text.hasPrefix("### gitops-bot: proposed\n"))
    }
    let tight = GitHubSummary(report, room: whole.utf8.count - 1).text
    #expect(tight.contains("Findings (3)") && !tight.contains("Left as they are"))
    #expect(GitHubSummary(BotError("wrong", remedy: "mend it"), room: 0).text == "")
  }

  @Test("an error is told with its place and what to do")
  func error() {
    let text = GitHubSummary(
      BotError("a value is missing:\n  project", file: "bot.config.json", remedy: "set it")
    ).text
    #expect(
      text == """
        ### gitops-bot: failed

        <pre>a value is missing&#58;&#10;  project
        bot.config.json
        set it</pre>


        """)
  }

  @Test("words of others draw nothing: neither Markdown nor HTML acts", arguments: Awkward.texts)
  func awkward(_ text: String) throws {
    let error = BotError(text, file: text, remedy: text)
    for summary in [GitHubSummary(try .filled(with: text)), GitHubSummary(error)] {
      let bare = summary.text.replacing(
        /<\/?(?:pre|details|summary|table|tr|th|td|code|p)>/, with: ""
      ).replacing("### gitops-bot", with: "")
      for sign in "<>`*[]|@" { #expect(!bare.contains(sign), "\(sign) in \(bare)") }
      #expect(Awkward.hidden.isDisjoint(with: bare.unicodeScalars), "\(bare)")
    }
  }
}

extension String {
  /// How often `part` occurs.
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
