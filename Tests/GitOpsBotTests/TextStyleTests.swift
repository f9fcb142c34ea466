import Testing

@testable import BotCore
@testable import GitOpsBot

@Suite struct TextStyleTests {
  @Test(
    "colours follow the environment",
    arguments: [
      ([:], true, true), ([:], false, false), (["NO_COLOR": "1"], true, false),
      (["NO_COLOR": ""], true, true), (["TERM": "dumb"], true, false),
      (["CLICOLOR_FORCE": "1"], false, true), (["CLICOLOR_FORCE": "0"], false, false),
      (["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false, false), (["CLICOLOR": "0"], true, false),
    ] as [([String: String], Bool, Bool)])
  func switches(variables: [String: String], isTerminal: Bool, isColoured: Bool) {
    #expect(TextStyle.isColoured(variables, isTerminal: isTerminal) == isColoured)
  }

  @Test("without colours and width every line stays as it is", arguments: Awkward.texts)
  func plain(text: String) {
    #expect(TextStyle.plain.report(text) == text)
    #expect(TextStyle.plain.finding(text) == text)
    #expect(TextStyle.plain.error(text) == text)
    #expect(TextStyle.plain.patch(text[...]) == text)
  }

  @Test("a line is broken at spaces, and no word is lost or broken")
  func folding() {
    let style = TextStyle(isColoured: false, width: 40)
    let line =
      "  note some-code: a sentence that is longer than the terminal is wide, a/path/that/is/longer/than/the/terminal/is.yaml"
    let folded = style.report(line).split(separator: "\n")
    #expect(folded.count > 2 && folded.dropLast().allSatisfy { $0.count <= 40 }, "\(folded)")
    #expect(folded.dropFirst().allSatisfy { $0.hasPrefix("      ") && !$0.hasPrefix("       ") })
    let words = folded.flatMap { $0.split(separator: " ") }
    #expect(words == line.split(separator: " "))
    #expect(style.report("  short") == "  short")
  }

  @Test("what people should see first stands out, and nothing that others wrote does")
  func colours() {
    let style = TextStyle(isColoured: true, width: nil)
    #expect(style.report("  error a-code: x") == "\u{1B}[1;31m  error\u{1B}[0m a-code: x")
    #expect(style.report("  value a = error: x") == "  value a = error: x")
    #expect(style.finding("a.yaml:1:2: warning: x") == "a.yaml:1:2: \u{1B}[33mwarning:\u{1B}[0m x")
    #expect(style.error("error: x, error: y") == "\u{1B}[1;31merror:\u{1B}[0m x, error: y")
    #expect(style.patch("+a") == "\u{1B}[32m+a\u{1B}[0m")
    #expect(style.patch("+++ b/a") == "\u{1B}[1m+++ b/a\u{1B}[0m")
    #expect(style.patch(" +a") == " +a")
  }

  @Test("a report ends with what a person does next, as far as there is something to do")
  func next() throws {
    #expect(ReportText.next(try .sample(.unchanged)) == [])
    #expect(
      ReportText.next(try .sample(.planned))
        == ["next: gitops-bot run pushes this as gitops-bot/sync for review"])
    #expect(
      ReportText.next(try .sample(.proposed)) == ["next: merge gitops-bot/sync into main"])
    let conflicted = try Report.sample(.proposed) { report in
      report.conflicts = [.init(path: "a.yaml", line: 1, ours: "a", theirs: "b")]
      report.review = .init(number: 7, url: "https://git.acme.io/7", operation: "created")
    }
    #expect(
      ReportText.next(conflicted) == [
        "next: decide the 1 conflict: change each place on gitops-bot/sync to what is right, or leave your side; "
          + "then review https://git.acme.io/7, and merge it"
      ])
  }
}
