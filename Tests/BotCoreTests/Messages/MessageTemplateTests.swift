import TestSupport
import Testing

@testable import BotCore

@Suite struct MessageTemplateTests {
  private func template(_ text: String, _ kind: MessageKind = .body) throws -> MessageTemplate {
    try MessageTemplate(
      text, for: kind, at: MessagePlace(file: "review.mustache", key: nil, position: nil))
  }

  @Test("what the owner writes stays, and names, sections and lists are filled in")
  func filled() throws {
    var values = MessageValues()
    values.set("project.name", "<acme> & \"co\"")
    values.set("title", "")
    values["isUndo"] = .flag(false)
    values["isSetUp"] = .flag(true)
    values["configMaps"] = .list(["a", "b"])
    let rows = [
      ("@ops: Closes #1 <b>\n", "@ops: Closes #1 <b>\n"),
      (
        "{{project.name}}|{{{ project.name }}}|{{& project.name}}",
        Array(repeating: "<acme> & \"co\"", count: 3).joined(separator: "|")
      ),
      ("a{{title}}{{project.domain}}b", "ab"),
      ("{{#title}}title{{/title}}{{^title}}none{{/title}}", "none"),
      (
        "{{#isUndo}}undo{{/isUndo}}{{#isSetUp}}set-up of {{project.name}}{{/isSetUp}}",
        "set-up of <acme> & \"co\""
      ),
      ("{{^isUndo}}\nno undo\n{{/isUndo}}\n{{! a } {{comment }}!", "no undo\n!"),
      ("{{#configMaps}}\n- {{.}}\n{{/configMaps}}", "- a\n- b\n"),
      ("{ {x} }} -", "{ {x} }} -"),
    ]
    for (text, expected) in rows {
      // Lists are of commits alone, flags and values of all.
      #expect(
        try template(text, text.contains("configMaps") ? .commit : .body).text(values) == expected)
    }
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    let place: String
    let words: String
    var testDescription: String { text }

    init(_ text: String, at place: String, _ words: String) {
      (self.text, self.place, self.words) = (text, place, words)
    }
  }

  private static let mistakes = [
    Mistake("a\n  {{projct.name}}", at: "2:3", "unknown variable \"projct.name\""),
    Mistake("{{parts.value}}", at: "1:1", "unknown variable \"parts.value\""),
    Mistake("{{project}}", at: "1:1", "unknown variable \"project\""),
    Mistake("{{subject}}", at: "1:1", "unknown variable \"subject\""),
    Mistake("{{#isUndo}}{{^isSetUp}}\n{{x}}{{/isSetUp}}{{/isUndo}}", at: "2:1", "\"x\""),
    Mistake("{{lowercased(title)}}", at: "1:1", "unknown variable \"lowercased(title)\""),
    Mistake("{{> partial}}", at: "1:1", "of a kind that is not understood"),
    Mistake("{{<base}}{{$a}}x{{/a}}{{/base}}", at: "1:1", "of a kind that is not understood"),
    Mistake("{{$title}}x{{/title}}", at: "1:1", "of a kind that is not understood"),
    Mistake("{{=<% %>=}}<% title %>", at: "1:1", "of a kind that is not understood"),
    Mistake("{{% CONTENT_TYPE:HTML }}", at: "1:1", "of a kind that is not understood"),
    Mistake("{{#title}}x", at: "1:12", "a section is not ended"),
    Mistake("{{#title}}x{{/base}}", at: "1:15", "is not the last one begun"),
    Mistake("x{{/base}}", at: "1:5", "is not the last one begun"),
    Mistake("a\n{{title", at: "2:8", "a tag is not finished"),
    Mistake("{{ti tle}}", at: "1:6", "a tag is not finished"),
    Mistake("{{{title}}", at: "1:11", "a tag is not finished"),
    Mistake("{{! a", at: "1:4", "a tag is not finished"),
    Mistake("{{", at: "1:3", "a tag is not finished"),
    Mistake("a {", at: "1:3", "a tag is not finished"),
    Mistake("{{}}", at: "1:1", "unknown variable \"\""),
  ]

  @Test("a mistake in a text is found where it stands", arguments: mistakes)
  func mistaken(_ mistake: Mistake) {
    let error = #expect(throws: ConfigurationError.self) { try template(mistake.text) }
    let problem = error?.problems.first
    #expect(problem?.location == "review.mustache:\(mistake.place)")
    #expect(problem?.message.contains(mistake.words) == true, "\(problem?.message ?? "")")
    #expect(problem?.remedy.isEmpty == false)
  }

  @Test("whatever somebody types, the bot answers with an error or a text")
  func anything() throws {
    let pieces = [
      "{{", "}}", "{", "}", "{{{", "}}}", "#", "/", "^", "!", ">", "<", "$", "=", "%", "&", "*",
      ".",
      "title", " ", "\n", "\r\n", "(", ")", "ä",
    ]
    var random = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...9, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      do {
        _ = try template(text).text(MessageValues())
      } catch let error as ConfigurationError {
        #expect(error.problems.count == 1)
      }
    }
  }
}
