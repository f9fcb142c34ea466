import Testing

@testable import BotCore
@testable import YAML

@Suite struct BotConfigurationTests {
  private func decode(_ text: String) throws -> BotConfiguration {
    try BotConfiguration.decode(Array(text.utf8), file: "bot.config.json")
  }

  @Test("an empty configuration means the documented defaults")
  func defaults() throws {
    let bot = try decode("{}")
    #expect(bot.baseBranch == nil && bot.template == nil && bot.configMap == nil)
    #expect(bot.include.isEmpty && bot.exclude.isEmpty && bot.replacements.isEmpty)
    #expect(bot.wiring == .auto && bot.conflicts == .keepMine)
    #expect(bot.review.branch == "gitops-bot/sync" && !bot.review.draft)
    #expect(bot.author == .fallback)
    let place = try decode(#"{"configMap": {"path": "a.yaml"}}"#).configMap
    #expect(place?.name == "infrastructure-config" && place?.namespace == "flux-system")
  }

  @Test("every setting is read")
  func full() throws {
    let bot = try decode(
      """
      {
        "$schema": "./bot.config.schema.json",
        "repository": { "base": "live" },
        "template": { "url": "https://example.org/t", "ref": "latest", "exclude": ["docs/**"] },
        "include": ["m/**"], "exclude": ["**/x"], "perEnvironment": ["m/c/**"],
        "replacements": [
          { "kind": "name", "from": "my-cluster", "to": "{{cluster.name}}", "paths": true,
            "boundary": "exact", "spellings": ["snake", "constant"] }
        ],
        "configMap": { "name": "n", "namespace": "s", "path": "m/c.yaml" },
        "wiring": "none", "conflicts": "fail",
        "review": { "branch": "b", "labels": ["l"], "reviewers": ["r"], "assignees": ["a"],
          "draft": true },
        "author": { "name": "Bot", "email": "bot@example.org" }
      }
      """)
    #expect(bot.baseBranch == "live")
    #expect(bot.template?.ref == "latest" && bot.template?.exclude == ["docs/**"])
    #expect(bot.include == ["m/**"] && bot.exclude == ["**/x"] && bot.perEnvironment == ["m/c/**"])
    let rule = bot.replacements.first
    #expect(rule?.paths == true && rule?.exactBoundary == true && rule?.spellings.count == 2)
    #expect(rule?.fromPosition.line == 7 && rule?.fromPosition.column == 31)
    #expect(bot.configMap?.name == "n" && bot.configMap?.pathPosition.line == 10)
    #expect(bot.wiring == .none && bot.conflicts == .fail)
    #expect(bot.review.labels == ["l"] && bot.review.assignees == ["a"] && bot.review.draft)
    #expect(bot.author == BotConfiguration.Author(name: "Bot", email: "bot@example.org"))
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
    Mistake("", at: "1:1", ""),
    Mistake("[]", at: "1:1", "must be an object"),
    Mistake("{\"a\": 1,,}", at: "1:9", ""), Mistake("# a\n{}", at: "1:1", "a comment starts with"),
    Mistake("{\n  \"inclde\": []\n}", at: "2:3", "unknown key \"inclde\""),
    Mistake("{\"include\": [], \"include\": []}", at: "1:17", "include"),
    Mistake("{\"include\": \"m\"}", at: "1:13", "\"include\" must be an array of strings"),
    Mistake("{\"include\": [1]}", at: "1:14", "\"include\" must be strings only"),
    Mistake("{\"exclude\": [\"ok\", \"\"]}", at: "1:20", "\"exclude\""),
    Mistake("{\"wiring\": \"all\"}", at: "1:12", "\"wiring\" must be one of \"auto\", \"none\""),
    Mistake(
      "{\"conflicts\": \"mine\"}", at: "1:15",
      "\"conflicts\" must be one of \"keep-mine\", \"markers\", \"fail\""),
    Mistake("{\"repository\": \"main\"}", at: "1:16", "\"repository\" must be an object"),
    Mistake("{\"repository\": {\"bas\": \"x\"}}", at: "1:17", "unknown key \"bas\""),
    Mistake("{\"template\": {}}", at: "1:14", "\"url\" is missing"),
    Mistake("{\"configMap\": {}}", at: "1:15", "\"path\" is missing"),
    Mistake("{\"configMap\": {\"path\": \"\"}}", at: "1:24", "\"path\" is empty"),
    Mistake("{\"author\": {\"name\": \"x\"}}", at: "1:12", "\"email\" is missing"),
    Mistake("{\"review\": {\"draft\": 1}}", at: "1:22", "\"draft\" must be true or false"),
    Mistake("{\"review\": {\"title\": \"\"}}", at: "1:22", "\"title\" is empty"),
    Mistake(
      "{\"review\": {\"title\": \"{{titel}}\"}}", at: "1:22",
      "\"title\": unknown variable \"titel\""),
    Mistake(
      "{\"review\": {\"body\": \"a\\n{{#body}}\"}}", at: "1:21",
      "\"body\", in its line 2: a section is not ended"),
    Mistake(
      "{\"review\": {\"body\": \"../x.mustache\"}}", at: "1:21",
      "\"body\" must be a path within the repository"),
    Mistake(
      "{\"commit\": {\"static\": \"{{parts.files}}\"}}", at: "1:23",
      "\"static\": unknown variable \"parts.files\""),
    Mistake("{\"commit\": {\"message\": \"x\"}}", at: "1:13", "unknown key \"message\""),
    Mistake("{\"replacements\": {}}", at: "1:18", "\"replacements\" must be an array"),
    Mistake("{\"replacements\": [1]}", at: "1:19", "a replacement must be an object"),
    Mistake("{\"replacements\": [{}]}", at: "1:19", "a replacement has no \"kind\""),
    Mistake(
      "{\"replacements\": [{\"kind\": \"host\"}]}", at: "1:28", "\"kind\" must be one of \"domain\""
    ),
    Mistake(
      "{\"replacements\": [{\"kind\": \"text\", \"from\": \"\", \"to\": \"x\"}]}", at: "1:44",
      "\"from\" is empty"),
    Mistake(
      "{\"replacements\": [{\"kind\": \"text\", \"from\": \"a\"}]}", at: "1:19", "\"to\" is missing"
    ),
    Mistake(
      "{\"replacements\": [{\"kind\": \"text\", \"from\": \"a\", \"to\": \"b\"},\n"
        + "{\"kind\": \"name\", \"from\": \"a\", \"to\": \"c\"}]}",
      at: "2:26", "two replacements have the same \"from\": \"a\""),
  ]

  @Test("a mistake in the configuration is found where it stands", arguments: mistakes)
  func mistaken(_ mistake: Mistake) {
    let error = #expect(throws: ConfigurationError.self) { try decode(mistake.text) }
    let problem = error?.problems.first
    #expect(problem?.location == "bot.config.json:\(mistake.place)")
    #expect(problem?.message.contains(mistake.words) == true, "\(problem?.message ?? "")")
    #expect(problem?.remedy.isEmpty == false)
  }
}
