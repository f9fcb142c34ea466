import TestSupport
import Testing

/// Releases that no longer declare a value which the owner has given.
@Suite struct DroppedValueTests {
  private static let rule =
    #", { "kind": "domain", "from": "relay.invalid", "to": "{{mail.relay}}" }"#
  private static let declared = #""values": { "mail.relay": { "kind": "domain" } }, "#

  private static func configuration(_ url: String?, declares: Bool) -> String {
    let template = url.map { "\"template\": { \"url\": \"\($0)\" },\n  " } ?? ""
    return """
      {
        \(template)\(declares ? declared : "")"include": ["manifests/**"],
        "replacements": [
          { "kind": "domain", "from": "example.com", "to": "{{project.domain}}" }\(declares ? rule : "")
        ]
      }

      """
  }

  private static let owners = """
    { "project": { "name": "acme", "domain": "acme.io" }, "mail": { "relay": "mx.acme.io" } }

    """

  /// A template that declares a value, and a repository whose first proposal was merged with the owner's.
  private func settled(_ more: String = "") async throws -> TemplateSample {
    var files = [
      "bot.config.json": Self.configuration(nil, declares: true),
      "infrastructure.config.json": "{ \"project\": { \"name\": \"acme\" } }\n",
      "manifests/mail.yaml": "kind: Mail\nhost: mail.example.com\nrelay: relay.invalid\n",
    ]
    let template = try await Remote.holding(files)
    files["bot.config.json"] = Self.configuration(template.url, declares: true)
    if !more.isEmpty {
      files["bot.config.json"] = files["bot.config.json"]?.replacing(
        "\n  ]", with: ",\n    \(more)\n  ]")
    }
    files["infrastructure.config.json"] = Self.owners
    let sample = TemplateSample(
      template: template, repository: try await Remote.holding(files))
    let first = try await sample.sync()
    #expect(first.status == 0, "\(first.errorOutput)")
    #expect(try await sample.text("manifests/mail.yaml").hasSuffix("relay: mx.acme.io"))
    return sample
  }

  private func drop(_ sample: TemplateSample) async throws {
    try await sample.template.commit("No relay any more") {
      try $0.write(Self.configuration(nil, declares: false), to: "bot.config.json")
      try $0.write("kind: Mail\nhost: post.example.com\n", to: "manifests/mail.yaml")
    }
  }

  @Test("a release that drops a value arrives, and the owner's value stays with a note")
  func dropped() async throws {
    let sample = try await settled()
    try await drop(sample)

    let result = try await sample.sync("--set", "mail.relay=mx.acme.io")

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    #expect(result.output.contains("\"value-unused\""), "\(result.output)")
    #expect(result.output.contains("no longer declares mail.relay, and nothing uses its value"))
    #expect(try await sample.text("manifests/mail.yaml") == "kind: Mail\nhost: post.acme.io")
    #expect(try await sample.text("infrastructure.config.json") + "\n" == Self.owners)
    #expect(try await !sample.text("bot.config.json").contains("relay.invalid"))
    // After the merge too, and with what the owner's workflow goes on giving.
    let again = try await sample.run("--set", "mail.relay=mx.acme.io")
    #expect(again.status == 0 && again.output.contains("\"unchanged\""), "\(again.errorOutput)")
  }

  @Test("a value that nobody gave any more goes with its declaration")
  func unneeded() async throws {
    let sample = try await settled()
    try await sample.repository.commit("Take the value back") {
      try $0.write(
        Self.owners.replacing(", \"mail\": { \"relay\": \"mx.acme.io\" }", with: ""),
        to: "infrastructure.config.json")
    }
    try await drop(sample)
    let result = try await sample.sync()
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(!result.output.contains("\"value-unused\""))
    #expect(try await !sample.text("bot.config.json").contains("mail.relay"))
    #expect(try await sample.run().output.contains("\"unchanged\""))
  }

  @Test("a value that a rule of the owner's own uses goes on being written")
  func usedByOwner() async throws {
    let sample = try await settled(
      #"{ "kind": "text", "from": "OUR_RELAY", "to": "{{mail.relay}}" }"#)
    try await drop(sample)
    let result = try await sample.sync()
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    #expect(result.output.contains("mail.relay, which your configuration still uses"))
    let rules = try await sample.text("bot.config.json")
    #expect(rules.contains("OUR_RELAY") && rules.contains("\"mail.relay\""))
    #expect(try await sample.run().output.contains("\"unchanged\""))
  }

  @Test("undo of a release that brought a value leaves a repository that can be synced")
  func undone() async throws {
    let sample = try await settled()
    let now = "\"to\": \"{{project.domain}}\" }"
    try await sample.template.commit("A room") {
      try $0.write(
        Self.configuration(nil, declares: true)
          .replacing("\"values\": {", with: "\"values\": { \"room\": { \"kind\": \"label\" },")
          .replacing(
            now, with: now + #", { "kind": "name", "from": "the-room", "to": "{{room}}" }"#),
        to: "bot.config.json")
      try $0.append("room: the-room\n", to: "manifests/mail.yaml")
    }
    let brought = try await sample.sync("--set", "room=ops")
    #expect(brought.status == 0, "\(brought.output)\(brought.errorOutput)")
    #expect(try await sample.text("manifests/mail.yaml").hasSuffix("room: ops"))

    let undo = try await Bot.run(["undo", sample.repository.url])
    #expect(undo.status == 0, "\(undo.errorOutput)")
    try await sample.repository.merge()
    try await sample.repository.removeBranch()

    #expect(try await !sample.text("manifests/mail.yaml").contains("room"))
    #expect(try await sample.text("infrastructure.config.json").contains("ops"))
    let next = try await sample.run()
    #expect(next.status == 0 && next.output.contains("\"unchanged\""), "\(next.errorOutput)")
  }
}
