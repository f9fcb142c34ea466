import Findings
import Testing

@testable import BotCore
@testable import GitOpsBot

@Suite struct GitHubOutputsTests {
  /// Reads the file of outputs as the runner does (`FileCommandManager.cs` of GitHub's runner).
  private func read(_ outputs: GitHubOutputs) throws -> [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    var lines = outputs.text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst(), !line.isEmpty {
      let start = try #require(line.firstRange(of: "<<"), "\(line)")
      let end = line[start.upperBound...]
      let value = lines.prefix { $0 != end }
      lines = lines.dropFirst(value.count + 1)
      result.append((String(line[..<start.lowerBound]), value.joined(separator: "\n")))
    }
    return result
  }

  private func values(_ outputs: GitHubOutputs) throws -> [String: String] {
    Dictionary(uniqueKeysWithValues: try read(outputs).map { ($0.name, $0.value) })
  }

  @Test("a later step finds every output by its name, whatever happened")
  func names() throws {
    let names = [
      "pull-request-number", "pull-request-url", "pull-request-operation",
      "pull-request-head-sha", "pull-request-branch", "pull-request-commits-verified", "outcome",
      "base", "base-sha", "compare-url", "files", "conflicts", "errors", "warnings",
      "missing-values",
    ]
    for outcome in [Report.Outcome.proposed, .planned, .unchanged] {
      #expect(try read(GitHubOutputs(try .sample(outcome))).map(\.name) == names)
    }
    #expect(try read(GitHubOutputs(BotError("wrong", remedy: ""))).map(\.name) == names)
  }

  @Test("a later step reads what was proposed")
  func proposed() throws {
    let report = try Report.sample { report in
      report.findings = findings + findings
      report.conflicts = [Report.Conflict(path: "a.yaml", line: 3, ours: "x", theirs: "y")]
      report.files = [Report.File(path: "a.yaml", renamedFrom: nil, edits: [], generated: false)]
      report.review = Report.Review(
        number: 7, url: "https://example.com/7", operation: "created", commitsVerified: true)
    }
    let values = try values(GitHubOutputs(report))
    #expect(values["outcome"] == "proposed")
    #expect(values["pull-request-number"] == "7")
    #expect(values["pull-request-url"] == "https://example.com/7")
    #expect(values["pull-request-operation"] == "created")
    #expect(values["pull-request-head-sha"] == String(repeating: "b", count: 40))
    #expect(values["pull-request-branch"] == "gitops-bot/sync")
    #expect(values["pull-request-commits-verified"] == "true")
    #expect(values["base"] == "main" && values["compare-url"] == "")
    #expect(values["files"] == "1" && values["conflicts"] == "1")
    #expect(values["errors"] == "2" && values["warnings"] == "2")
  }

  @Test(
    "an operation that is none of a pull request's does not pass for one",
    arguments: ["unchanged", "none", "refused", "failed"])
  func operations(_ operation: String) throws {
    let page = "https://example.com/compare"
    let report = try Report.sample {
      $0.review = Report.Review(number: nil, url: page, operation: operation)
    }
    let values = try values(GitHubOutputs(report))
    #expect(values["pull-request-operation"] == "none")
    #expect(values["pull-request-number"] == "" && values["pull-request-url"] == "")
    #expect(values["compare-url"] == page)
    #expect(values["pull-request-commits-verified"] == "false")
  }

  @Test("missing values are listed one a line, and a failure does not pass for an outcome")
  func failed() throws {
    var error = BotError("2 values are missing", remedy: "set each")
    error.problems[0].missingKeys = ["project.domain", "project.email"]
    let values = try values(GitHubOutputs(error))
    #expect(values["outcome"] == "failed")
    #expect(values["missing-values"] == "project.domain\nproject.email")
    #expect(values["pull-request-operation"] == "none" && values["errors"] == "0")
  }

  @Test("no value ends itself and begins another output", arguments: Awkward.texts)
  func injection(_ text: String) throws {
    let known = GitHubOutputs(BotError("x", remedy: "")).text
    let delimiter = try #require(known.split(separator: "\n").first?.split(separator: "<").last)
    for value in [text, "x\n\(delimiter)\noutcome<<E\nproposed\nE", "<<", "outcome=proposed"] {
      var error = BotError("wrong", remedy: "")
      error.problems[0].missingKeys = [value]
      let read = try read(GitHubOutputs(error))
      #expect(read.count == 15)
      #expect(read.last?.value == value)
      #expect(read.filter { $0.name == "outcome" }.map(\.value) == ["failed"])
    }
  }
}
