import Findings
import Testing

@testable import BotCore
@testable import GitOpsBot

@Suite struct ReportTextTests {
  private func lines(_ report: Report, verbose: Bool = false) -> [String] {
    ReportText.lines(report, verbose: verbose)
  }

  private func printed(_ report: Report, _ verbose: Bool, _ neutral: NeutralText) -> String {
    (lines(report, verbose: verbose) + ReportText.next(report)).map { neutral.line($0) }.joined()
  }

  @Test("a run with nothing to do is one line")
  func unchanged() throws {
    #expect(lines(try .sample(.unchanged)) == ["unchanged: main is up to date"])
    let open = try Report.sample(.unchanged) { $0.commit = String(repeating: "b", count: 40) }
    #expect(lines(open) == ["unchanged: the open proposal on gitops-bot/sync is up to date"])
    let merged = try Report.sample(.unchanged) { $0.commit = $0.base.commit }
    #expect(lines(merged) == ["unchanged: main is up to date"])
  }

  @Test("the headline tells what happened, where, and against which branch")
  func headlines() throws {
    #expect(
      lines(try .sample(.proposed)) == [
        "proposed: gitops-bot/sync is at bbbbbbbbbbbb, made against main",
        "  0 replacements in 0 files, 0 paths renamed, 0 generated",
      ])
    #expect(
      lines(try .sample(.planned)).first
        == "planned: run would propose this on gitops-bot/sync, against main")
  }

  /// A file that was renamed and edited, one that was generated, and two that were left.
  private func changed() throws -> Report {
    try .sample { report in
      report.files = [
        Report.File(
          path: "acme/site.yaml", renamedFrom: "my/site.yaml",
          edits: [Report.Edit(line: 1, column: 7, rule: 1, old: "my", new: "acme")],
          generated: false),
        Report.File(path: "map.yaml", renamedFrom: nil, edits: [], generated: true),
      ]
      report.skipped = [
        Report.Skipped(path: "logo.png", reason: "binary"),
        Report.Skipped(path: "big.yaml", reason: "too-large"),
      ]
      report.values = [
        Report.Value(key: "project.name", value: "acme", source: "--set", environment: nil),
        Report.Value(
          key: "cluster.name", value: "acme-1", source: "infrastructure.config.json",
          environment: "production"),
      ]
      report.phases = [Report.Phase(name: "merging", seconds: 0.25)]
    }
  }

  @Test("the counts are right, in the singular where they are one, and each value has its source")
  func counts() throws {
    #expect(
      lines(try changed()).dropFirst() == [
        "  1 replacement in 1 file, 1 path renamed, 1 generated",
        "  value project.name = acme (--set)",
        "  value cluster.name of production = acme-1 (infrastructure.config.json)",
        "  skipped 1 (binary): logo.png",
        "  skipped 1 (too-large): big.yaml",
      ])
  }

  @Test("--verbose tells each file with its former name, each replacement, and each phase")
  func verbose() throws {
    let lines = lines(try changed(), verbose: true)
    for line in [
      "  acme/site.yaml (was my/site.yaml)", "    1:7 my → acme", "  map.yaml (generated)",
      "  skipped logo.png: binary", "  skipped big.yaml: too-large", "  phase merging: 0.250 s",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
  }

  @Test("many skipped files take a line for each reason, not one each")
  func manySkipped() throws {
    let report = try Report.sample { report in
      report.skipped = (1...5_000).map { Report.Skipped(path: "\($0).png", reason: "binary") }
    }
    #expect(lines(report).last == "  skipped 5000 (binary): 1.png, 2.png, 3.png, …")
    #expect(lines(report).count == 3)
    #expect(lines(report, verbose: true).count { $0.hasPrefix("  skipped") } == 5_000)
  }

  @Test("a conflict shows both sides line by line, and neither where it is in a Secret")
  func conflicts() throws {
    let report = try Report.sample { report in
      report.conflicts = [
        Report.Conflict(path: "a.yaml", line: 3, ours: "x: 1\ny: 2\n", theirs: "x: 3"),
        Report.Conflict(path: "secret.yaml", line: 4, ours: nil, theirs: nil),
        Report.Conflict(path: "whole.yaml", line: nil, ours: nil, theirs: nil),
      ]
    }
    #expect(
      lines(report).dropFirst(2) == [
        "  conflict in a.yaml:3: your side was kept",
        "    yours: x: 1", "    yours: y: 2", "    proposed: x: 3",
        "  conflict in secret.yaml:4: your side was kept (in a Secret, whose values are not shown)",
        "  conflict in whole.yaml: your side was kept",
      ])
  }

  @Test("a finding of each kind is told with its place and what to do, also when nothing changed")
  func findingLines() throws {
    let report = try Report.sample(.unchanged) { $0.findings = findings }
    #expect(
      lines(report).dropFirst() == [
        "  error yaml-invalid: not valid YAML, apps/chat.yaml:3:7, close the bracket",
        "  warning stand-in-left: the name is a stand-in, apps, rename it",
        "  note values-clash: the cluster has room",
      ])
  }

  @Test(
    "a review is named as its server names it, with its address",
    arguments: [
      (7, "https://github.com/a/b/pull/7", "created", "#7 was created, "),
      (7, "https://gitlab.com/a/b/-/merge_requests/7", "updated", "!7 was updated, "),
      (7, "https://git.example.org/a/b/pulls/7", "unchanged", "#7 is up to date, "),
      (7, "https://github.com/a/b/pull/7", "closed", "#7 was closed, "),
      (nil, "https://github.com/a/b/compare/x", "none", "open one at "),
    ])
  func review(_ number: Int?, _ url: String, _ operation: String, _ words: String) throws {
    let report = try Report.sample {
      $0.review = Report.Review(number: number, url: url, operation: operation)
    }
    #expect(lines(report).last == "  review: \(words)\(url)")
  }

  @Test("what a release of the template brings is listed, and told where there is more")
  func template() throws {
    let report = try Report.sample { report in
      report.template = Report.Template(
        url: "https://example.com/t.git", ref: "v2", commit: String(repeating: "c", count: 40),
        commits: [.init(commit: String(repeating: "d", count: 40), summary: "Add mail")],
        hasMoreCommits: true)
    }
    #expect(
      lines(report).dropFirst(2) == [
        "  template https://example.com/t.git v2 at cccccccccccc",
        "    dddddddddddd Add mail", "    … and earlier ones",
      ])
  }

  @Test(
    "words of others make no line of their own, and steer neither a terminal nor a log",
    arguments: Awkward.texts, [true, false])
  func awkward(_ text: String, verbose: Bool) throws {
    let report = try Report.filled(with: text)
    let count = lines(report, verbose: verbose).count + ReportText.next(report).count
    for neutral in [NeutralText.plain, .log] {
      let printed = printed(report, verbose, neutral)
      #expect(printed.count { $0.isNewline } == count, "\(printed)")
      #expect(Awkward.hidden.isDisjoint(with: printed.unicodeScalars), "\(printed)")
    }
    let log = printed(report, verbose, .log)
    #expect(!log.contains("##[") && !log.contains("::set-output"), "\(log)")
  }
}
