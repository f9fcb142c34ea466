import BotCore
import Findings
import Testing

@testable import GitOpsBot

@Suite struct FindingTextTests {
  @Test("an editor jumps to the place of a finding, and none is made up where there is none")
  func text() {
    #expect(
      findings.map(\.text) == [
        "apps/chat.yaml:3:7: error: not valid YAML; close the bracket [yaml-invalid]",
        "apps: warning: the name is a stand-in; rename it [stand-in-left]",
        "note: the cluster has room [values-clash]",
      ])
    let whole = Finding(.apiRemoved, .error, path: "a.yaml", line: 2, "wrong", remedy: "mend it")
    #expect(whole.text == "a.yaml:2:1: error: wrong; mend it [api-removed]")
  }

  @Test("GitHub shows each finding beside its line, with its severity")
  func workflowCommand() {
    #expect(
      findings.map { Annotation($0).command } == [
        "::error file=apps/chat.yaml,line=3,col=7,title=yaml-invalid::not valid YAML; "
          + "close the bracket",
        "::warning file=apps,title=stand-in-left::the name is a stand-in; rename it",
        "::notice title=values-clash::the cluster has room",
      ])
  }

  @Test("a name cannot end its place in a workflow command, nor a message the command")
  func escapes() {
    let finding = Finding(
      .apiRemoved, .error, path: "a,line=9::b%0A\r\n::error::c", line: 1, "100%\n::set-output::x",
      remedy: "a,b:c")
    #expect(
      Annotation(finding).command
        == "::error file=a%2Cline=9%3A%3Ab%250A%0D%0A%3A%3Aerror%3A%3Ac,line=1,title=api-removed::"
        + "100%25%0A::set-output::x; a,b:c")
  }

  @Test("a combining mark hides no sign that would end a property")
  func combining() {
    let finding = Finding(.apiRemoved, .error, path: ",\u{301}:\u{301}%\u{301}", "x", remedy: "")
    #expect(
      Annotation(finding).command.unicodeScalars.elementsEqual(
        "::error file=%2C\u{301}%3A\u{301}%25\u{301},title=api-removed::x".unicodeScalars))
  }

  @Test("a workflow command is one line, whatever it tells", arguments: Awkward.texts)
  func oneLine(_ text: String) {
    let finding = Finding(.apiRemoved, .note, path: text, line: 1, text, remedy: text)
    let printed = NeutralText.log.command(Annotation(finding).command)
    #expect(printed.hasSuffix("\n") && printed.count { $0.isNewline } == 1, "\(printed)")
    #expect(Awkward.hidden.isDisjoint(with: printed.unicodeScalars), "\(printed)")
    #expect(printed.hasPrefix("::notice file="))
  }

  @Test("the last line of a check counts each severity, in the singular where it is one")
  func count() {
    #expect(FindingCount([]).text == "0 errors, 0 warnings, 0 notes")
    #expect(FindingCount(findings).text == "1 error, 1 warning, 1 note")
    #expect(FindingCount(findings + findings).text == "2 errors, 2 warnings, 2 notes")
  }
}
