import Testing

@testable import BotCore

/// What becomes of values that owners gave and a release no longer declares.
@Suite struct DroppedValuesTests {
  private static let values = """
    "mail.relay": { "kind": "domain" }, "mail.port": { "kind": "integer" },
    "chat-room": { "kind": "label" }
    """

  private func kept(
    _ infrastructure: String, _ configuration: String = "", reviewText: String = "",
    _ change: (inout Request) -> Void = { _ in }
  ) throws -> [String] {
    let bot = try BotConfiguration.decode(
      Array("{ \"values\": { \(Self.values) } \(configuration) }".utf8), file: "bot.config.json")
    var request = Request(repository: ".", folder: "/", variables: [:])
    change(&request)
    return OwnersNeeds(bot, Array(infrastructure.utf8), request, reviewText: reviewText)
      .kept(of: ["chat-room", "mail.port", "mail.relay"]).map(\.name)
  }

  @Test(
    "whatever an owner wrote is still known, and what nobody wrote goes with the release",
    arguments: [
      ("{}", []),
      (#"{"mail": {"relay": "mx.acme.io"}}"#, ["mail.relay"]),
      (#"{"mail": {"relay": "mx.acme.io", "port": 25}}"#, ["mail.relay", "mail.port"]),
      (#"{"environments": [{"name": "a", "chat-room": "ops"}]}"#, ["chat-room"]),
      (#"{"mail": {"relay": "not a domain"}}"#, ["mail.relay"]),
      // One of them is enough to make the object known.
      (#"{"mail": {}}"#, ["mail.port"]),
      (#"{"mial": {"relay": "mx.acme.io"}}"#, []),
    ])
  func given(_ infrastructure: String, _ names: [String]) throws {
    #expect(try kept(infrastructure) == names)
  }

  @Test("a value that the owner's own rules, texts or sources name stays declared")
  func used() throws {
    let rule = #""replacements": [{"kind": "text", "from": "ROOM", "to": "{{chat-room}}"}]"#
    #expect(try kept("{}", ", \(rule)") == ["chat-room"])
    #expect(try kept("{}", #", "review": {"title": "To {{mail.relay}}"}"#) == ["mail.relay"])
    #expect(try kept("{}", #", "sources": {"terraform": {"mail.port": "port"}}"#) == ["mail.port"])
    #expect(try kept("{}", reviewText: "{{mail.relay}}\n") == ["mail.relay"])
  }

  @Test("a value that an option or a variable goes on giving stays declared")
  func options() throws {
    #expect(try kept("{}") { $0.settings = ["mail.port=25"] } == ["mail.port"])
    #expect(
      try kept("{}") { $0.variables = ["GITOPS_BOT_VALUE_CHAT_ROOM": "ops"] } == ["chat-room"])
    #expect(try kept("{}") { $0.variables = ["GITOPS_BOT_VALUE_CHAT_ROOM": ""] } == [])
  }

  @Test("a declaration that stays is the owner's, whatever else the release does to the values")
  func merged() throws {
    let ours = """
      { "values": { "mail.relay": { "kind": "domain", "help": "where mail goes" } } }
      """
    let base = ours.replacing("\n", with: "")
    func merged(_ theirs: String, _ names: [String]) throws -> String {
      let result = try mergedConfiguration(
        base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8),
        declaring: names)
      #expect(result.kept.isEmpty)
      return String(decoding: result.bytes, as: UTF8.self)
    }
    #expect(try merged("{}", ["mail.relay"]) == ours)
    #expect(try merged(#"{ "values": {} }"#, ["mail.relay"]) == ours)
    #expect(!(try merged("{}", []).contains("mail.relay")))
    let more = try merged(#"{ "values": { "mail.host": { "kind": "domain" } } }"#, ["mail.relay"])
    #expect(more.contains("where mail goes") && more.contains("mail.host"))
  }
}
