import Findings
import Testing

@testable import BotCore

@Suite struct IgnoreCommentsTests {
  private func comments(_ text: String) -> IgnoreComments {
    var comments = IgnoreComments()
    comments.add(Array(text.utf8), at: "f.yaml")
    return comments
  }

  private func finding(_ code: FindingCode, line: Int?, path: String? = "f.yaml") -> Finding {
    Finding(code, .error, path: path, line: line, "m", remedy: "r")
  }

  @Test("a comment speaks of its own line and the next, of its code and of no other")
  func covered() {
    let comments = comments(
      "a: 1\nb: 2 # gitops-bot: ignore stand-in-left it is meant so\nc: 3\nd: 4\n")
    for line in 1...4 {
      #expect(
        comments.covers(finding(.standInLeft, line: line)) == (line == 2 || line == 3), "\(line)")
      #expect(!comments.covers(finding(.earlierValue, line: line)))
      #expect(!comments.covers(finding(.standInLeft, line: line, path: "g.yaml")))
    }
    #expect(!comments.covers(finding(.standInLeft, line: nil, path: nil)))
    #expect(comments.findings.isEmpty)
  }

  @Test("several comments above one line all speak of it")
  func stacked() {
    let text =
      "# gitops-bot: ignore earlier-value one\r\n  # gitops-bot: ignore api-removed two\r\na: 1\r\nb: 2\r\n"
    let comments = comments(text)
    #expect(
      comments.covers(finding(.earlierValue, line: 3))
        && comments.covers(finding(.apiRemoved, line: 3)))
    #expect(
      !comments.covers(finding(.earlierValue, line: 4))
        && !comments.covers(finding(.apiRemoved, line: 4)))
  }

  @Test("a finding of a whole file is ignored on its first line")
  func wholeFile() {
    let first = "# gitops-bot: ignore earlier-value because\na: 1\n"
    #expect(comments(first).covers(finding(.earlierValue, line: nil)))
    #expect(!comments("a: 1\n" + first).covers(finding(.earlierValue, line: nil)))
  }

  @Test(
    "a comment without a reason ignores nothing, and is found",
    arguments: ["", " earlier-value", " earlier-value  "])
  func withoutReason(rest: String) {
    let comments = comments("é: 1\né: 2 # gitops-bot: ignore\(rest)\n")
    #expect(!comments.covers(finding(.earlierValue, line: 2)))
    #expect(comments.findings.map(\.code) == [.ignoreWithoutReason])
    #expect(comments.findings.first?.line == 2)
    #expect(comments.findings.first?.column == 6)
  }
}
