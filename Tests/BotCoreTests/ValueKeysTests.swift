import Foundation
import Testing

@testable import BotCore
@testable import YAML

/// What a template asks of its owners beyond what every installation has.
@Suite struct ValueKeysTests {
  private static let template = """
    { "values": {
        "github.org": { "kind": "label", "help": "the organisation that holds the images" },
        "github.runners": { "kind": "integer" },
        "dns-zone": { "pattern": "Z[0-9A-Z]{4,}" },
        "backup.enabled": { "kind": "boolean" }
      },
      "replacements": [
        { "kind": "name", "from": "TEMPLATE_ORG", "to": "{{github.org}}" },
        { "kind": "name", "from": "TEMPLATE_ZONE", "to": "{{dns-zone}}" }
      ] }
    """

  private func bot(_ text: String = template) throws -> BotConfiguration {
    try BotConfiguration.decode(Array(text.utf8), file: "bot.config.json")
  }

  private func problems(
    _ infrastructure: String, _ options: [String] = [], _ variables: [String: String] = [:],
    environment: String? = nil
  ) throws -> [ConfigurationError.Problem] {
    do {
      _ = try values(infrastructure, options, variables, environment: environment)
      return []
    } catch let error as ConfigurationError {
      return error.problems
    }
  }

  private func values(
    _ infrastructure: String, _ options: [String] = [], _ variables: [String: String] = [:],
    environment: String? = nil
  ) throws -> [[String: String]] {
    var request = Request(repository: ".", folder: "/", variables: variables)
    request.settings = options
    request.environment = environment
    return try InputResolution(
      request, bot(), reading: Array(infrastructure.utf8), locked: nil, repositoryName: nil
    ).resolve().values.map(\.values)
  }

  @Test("they are found in the file, in options and in variables")
  func sources() throws {
    let file =
      #"{"github": {"org": "acme", "runners": 3}, "dns-zone": "Z1234", "backup": {"enabled": false}}"#
    let found = try values(file)[0]
    #expect(found["github.org"] == "acme" && found["github.runners"] == "3")
    #expect(found["dns-zone"] == "Z1234")
    #expect(found["backup.enabled"] == "false")
    let given = try values(
      file, ["github.org=beta"],
      ["GITOPS_BOT_VALUE_GITHUB_RUNNERS": "5", "GITOPS_BOT_VALUE_DNS_ZONE": "Z9999"])[0]
    #expect(given["github.org"] == "beta" && given["github.runners"] == "5")
    #expect(given["dns-zone"] == "Z9999")
  }

  @Test(
    "an environment's own goes before the one for all, and options are written where the file has it"
  )
  func environments() throws {
    let file = """
      {"github": {"org": "acme"}, "dns-zone": "Z1111",
       "environments": [{"name": "staging", "github": {"org": "acme-test"}}, {"name": "production"}]}
      """
    let found = try values(file)
    #expect(found.map { $0["github.org"] } == ["acme-test", "acme"])
    let zone = try values(file, ["dns-zone=Z2222"])
    #expect(zone.map { $0["dns-zone"] } == ["Z2222", "Z2222"])
    let unclear = try problems(file, ["github.org=x"])
    #expect(unclear.first?.message.contains("may belong to any of 2 environments") == true)
    let own = try values(file, ["github.org=x"], environment: "production")
    #expect(own.map { $0["github.org"] } == ["x"])
  }

  @Test("everything that is wrong or missing is one error, each with its place")
  func together() throws {
    let found = try problems(
      """
      {
        "project": { "domain": "https://acme.io", "email": "ops" },
        "github": { "org": "My Org", "runers": 2, "runners": "3" },
        "backup": { "enabled": "yes" }
      }
      """, ["cluster.nodeCount=two"], ["GITOPS_BOT_VALUE_PROJECT_NAME": "Acme Corp"])
    let places = found.map(\.location)
    #expect(
      places == [
        "GITOPS_BOT_VALUE_PROJECT_NAME", "--set", "infrastructure.config.json:2:26",
        "infrastructure.config.json:2:54", "infrastructure.config.json:3:22",
        "infrastructure.config.json:3:32", "infrastructure.config.json:3:56",
        "infrastructure.config.json:4:26", "",
      ])
    #expect(
      found.dropLast().map(\.remedy) == [
        "did you mean \"acme-corp\"?", "give a whole number from 0", "did you mean \"acme.io\"?",
        "give an e-mail address such as ops@acme.io", "did you mean \"my-org\"?",
        "did you mean \"runners\"?", "did you mean 3?", "did you mean true?",
      ])
    #expect(found.last?.missingKeys == ["dns-zone"])
    #expect(found.last?.message.contains("GITOPS_BOT_VALUE_DNS_ZONE") == true)
    #expect(found.last?.message.contains("matches Z[0-9A-Z]{4,}") == true)
  }

  @Test("a missing value says what it is for, and a stand-in is missing and not wrong")
  func missing() throws {
    let found = try problems(#"{"github": {"org": "TEMPLATE_ORG"}, "dns-zone": "Z1234"}"#)
    #expect(found.count == 1 && found[0].missingKeys == ["github.org"])
    #expect(found[0].message.contains("the organisation that holds the images"))
    #expect(found[0].message.contains("its stand-in \"TEMPLATE_ORG\" does not count"))
  }

  @Test(
    "a declaration that cannot be one is refused where it stands",
    arguments: [
      (#""project.name": {"kind": "label"}"#, "every installation has"),
      (#""project.team": {"kind": "label"}"#, "cannot begin with \"project\""),
      (#""template.org": {"kind": "label"}"#, "cannot begin with \"template\""),
      (#""storage": {"kind": "label"}"#, "cannot begin with \"storage\""),
      (#""a..b": {"kind": "label"}"#, "cannot have this name"),
      (#""1a": {"kind": "label"}"#, "cannot have this name"),
      (#""ä": {"kind": "label"}"#, "cannot have this name"),
      (#""a b": {"kind": "label"}"#, "cannot have this name"),
      (#""a": {"kind": "label"}, "a.b": {"kind": "label"}"#, "inside the other"),
      (
        #""aB": {"kind": "label"}, "a.b": {"kind": "label"}"#,
        "the same variable GITOPS_BOT_VALUE_A_B"
      ),
      (#""a": {"kind": "lable"}"#, "there is no kind \"lable\""),
      (#""a": {}"#, "no \"kind\" and no \"pattern\""),
      (#""a": {"kind": "ip", "pattern": "x"}"#, "a \"kind\" or a \"pattern\""),
      (#""a": {"pattern": "("}"#, "not a regular expression that is understood"),
      (#""a": {"kind": "ip", "hlep": "x"}"#, "unknown key \"hlep\""),
      (#""a": "label""#, "the value \"a\" must be an object"),
    ])
  func declarations(_ text: String, _ words: String) {
    let error = #expect(throws: ConfigurationError.self) { try bot("{\"values\": {\(text)}}") }
    #expect(error?.problems.first?.message.contains(words) == true, "\(error?.problems ?? [])")
    #expect(error?.problems.first?.position != nil)
  }

  @Test("texts of reviews and commits may name them")
  func texts() throws {
    let texts =
      #""review": {"title": "{{github.org}}"}, "commit": {"static": "{{subject}} for {{github.org}}"}"#
    #expect(throws: ConfigurationError.self) { try bot("{\(texts)}") }
    let declared = #"{"values": {"github.org": {"kind": "label"}}, \#(texts)}"#
    #expect(try bot(declared).review.title?.names == ["github.org"])
  }

  @Test("the schema of the values is the one in the project, and knows what a template declares")
  func schema() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = try Data(contentsOf: root.appendingPathComponent(InfrastructureSchema.file))
    #expect(try InfrastructureSchema.json() == Array(file))
    let own = try PositionedValue.parse(json: InfrastructureSchema.json(bot().keys)).value
    for top in [["properties"], ["$defs", "environment", "properties"]] {
      let github = own[path: top + ["github"]]
      #expect(github?["additionalProperties"] == .bool(false))
      #expect(github?["properties", "org", "$ref"] == .string("#/$defs/label"))
      #expect(github?["properties", "runners", "type"] == .string("integer"))
      #expect(own[path: top + ["dns-zone", "pattern"]] == .string("^(?:Z[0-9A-Z]{4,})$"))
    }
  }

  @Test("the schema of the configuration knows the kinds")
  func kinds() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = try Data(contentsOf: root.appendingPathComponent("bot.config.schema.json"))
    let kinds = try PositionedValue.parse(json: Array(file)).value[
      "$defs", "value", "properties", "kind", "enum"]
    #expect(kinds == .list(ValueKind.named.map { .string($0.name) }))
  }
}
