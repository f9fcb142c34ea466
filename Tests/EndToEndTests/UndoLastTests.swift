import TestSupport
import Testing

/// `undo` of the last of several merged proposals.
@Suite struct UndoLastTests {
  private let chat = "manifests/chat.yaml"

  private func undo(_ sample: TemplateSample, _ arguments: String...) async throws {
    let result = try await Bot.run(["undo", sample.repository.url] + arguments)
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    #expect(result.output.hasPrefix("proposed: "), "\(result.output)")
    try await sample.repository.merge(.squash)
    try await sample.repository.removeBranch()
  }

  private func changeDomain(_ sample: TemplateSample, to domain: String) async throws {
    try await sample.repository.commit("Move to \(domain)") {
      try $0.write(
        "{ \"project\": { \"name\": \"acme\", \"domain\": \"\(domain)\" } }\n",
        to: "infrastructure.config.json")
    }
  }

  private func expectQuiet(_ sample: TemplateSample) async throws {
    let result = try await Bot.run(["run", sample.repository.url])
    #expect(result.output.hasPrefix("unchanged: "), "\(result.output)\(result.errorOutput)")
    #expect(result.output.contains("inputs-undone"), "\(result.output)")
  }

  @Test(
    "a changed value is taken back, what was merged before it stays, and so does an owner's edit")
  func value() async throws {
    let sample = try await TemplateSample()
    #expect(try await sample.sync().status == 0)
    try await changeDomain(sample, to: "acme.dev")
    #expect(try await sample.sync().status == 0)
    #expect(try await sample.text(chat).contains("host: chat.acme.dev"))
    try await sample.repository.commit("Own") {
      try $0.replace("host: chat.acme.dev", with: "host: chat.acme.dev/login", in: chat)
    }

    try await undo(sample)

    #expect(try await sample.text(chat).contains("host: chat.acme.io/login"))
    #expect(
      try await sample.repository.paths(in: "main").contains(
        "manifests/clusters/acme-production/root.yaml"))
    try await expectQuiet(sample)
    let again = try await Bot.run(["undo", sample.repository.url])
    #expect(again.output.hasPrefix("unchanged: "), "\(again.output)\(again.errorOutput)")
    #expect(again.output.contains("--all"), "\(again.output)")

    try await undo(sample, "--all")
    #expect(try await sample.text(chat).contains("host: chat.example.com/login"))
    #expect(
      try await sample.repository.paths(in: "main").contains(
        "manifests/clusters/my-cluster/root.yaml"))
  }

  @Test(
    "a release of the template is taken back with the rules that it brought, until the next one")
  func release() async throws {
    let sample = try await TemplateSample()
    #expect(try await sample.sync().status == 0)
    let before = try await git("ls-tree", "-r", "main", in: sample.repository.path)
    try await sample.template.commit("Release two") {
      try $0.replace("tag: one", with: "tag: two", in: chat)
      try $0.write("host: extra.example.com\nteam: nobody\n", to: "manifests/extra.yaml")
      try $0.write("name: other\n", to: ".github/workflows/ci.yaml")
      try $0.replace(
        "{ \"kind\": \"name\"",
        with: "{ \"kind\": \"text\", \"from\": \"nobody\", \"to\": \"{{project.name}}\" },\n"
          + "    { \"kind\": \"name\"", in: "bot.config.json")
    }
    #expect(try await sample.sync().status == 0)
    #expect(try await sample.text("manifests/extra.yaml").contains("team: acme"))
    #expect(try await sample.text("bot.config.json").contains("nobody"))

    try await undo(sample)

    func files(_ listing: String) -> [Substring] {
      listing.split(separator: "\n").filter { !$0.hasSuffix("\tgitops-bot.lock.json") }
    }
    let after = try await git("ls-tree", "-r", "main", in: sample.repository.path)
    #expect(files(after) == files(before))
    try await expectQuiet(sample)

    try await sample.template.commit("Release three") {
      try $0.replace("image: chat", with: "image: talk", in: chat)
    }
    #expect(try await sample.sync().status == 0)
    let text = try await sample.text(chat)
    #expect(text.contains("image: talk") && text.contains("tag: two"), "\(text)")
  }

  @Test("undo brings the right one of two stand-ins back that have the same value")
  func oneValue() async throws {
    let files = [
      "bot.config.json": """
      {"replacements": [
        {"kind": "domain", "from": "example.com", "to": "{{project.domain}}"},
        {"kind": "domain", "from": "example.org", "to": "{{project.domain}}"},
        {"kind": "name", "from": "my-cluster", "to": "{{project.name}}", "paths": true},
        {"kind": "name", "from": "my-project", "to": "{{project.name}}", "paths": true}]}

      """,
      "infrastructure.config.json":
        "{\"project\": {\"name\": \"acme\", \"domain\": \"acme.io\"}}\n",
      "a/app.yaml": "one: www.example.com\nlast: 1\n",
      "a/other.yaml": "one: www.example.org\nlast: 1\n",
      "a/both.yaml": "one: www.example.com\ntwo: www.example.org\nboth: example.org,example.com\n",
      "a/text.md": "example.org\n\nexample.com\n\n\nmy-project and my-cluster\n",
      "clusters/my-cluster/root.yaml": "name: my-cluster\nproject: my-project\n",
      "projects/my-project/root.yaml": "name: my-project\ncluster: my-cluster\n",
    ]
    let remote = try await Remote.holding(files)
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge()
    try await remote.commit("Own") {
      for path in ["a/app.yaml", "a/other.yaml"] {
        try $0.replace("one: www.acme.io", with: "one: www.acme.io/mine", in: path)
      }
      try $0.write("own\n", to: "projects/acme/own.txt")
    }

    let result = try await Bot.run(["undo", remote.url, "--allow-replace"])

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    for (path, host) in [("a/app.yaml", "example.com"), ("a/other.yaml", "example.org")] {
      #expect(
        try await remote.text(path, in: "gitops-bot/sync") == "one: www.\(host)/mine\nlast: 1")
    }
    for path in [
      "a/text.md", "a/both.yaml", "clusters/my-cluster/root.yaml", "projects/my-project/root.yaml",
    ] {
      #expect(
        try await remote.bytes(path, in: "gitops-bot/sync") == Array(try #require(files[path]).utf8)
      )
    }
    #expect(try await remote.text("projects/my-project/own.txt", in: "gitops-bot/sync") == "own")
  }

  @Test("while undo waits for people no run calls it outdated, or writes over it")
  func open() async throws {
    let sample = try await TemplateSample()
    #expect(try await sample.sync().status == 0)
    try await changeDomain(sample, to: "acme.dev")
    #expect(try await sample.sync().status == 0)
    let result = try await Bot.run(["undo", sample.repository.url])
    #expect(result.output.hasPrefix("proposed: "), "\(result.output)\(result.errorOutput)")
    let tip = try await sample.repository.id("gitops-bot/sync")

    for domain in [nil, "acme.net"] {
      if let domain { try await changeDomain(sample, to: domain) }
      let meanwhile = try await Bot.run(["run", sample.repository.url])
      #expect(meanwhile.status == 0, "\(meanwhile.errorOutput)")
      #expect(meanwhile.output.contains("undo-open"), "\(meanwhile.output)")
      #expect(!meanwhile.output.contains("outdated"), "\(meanwhile.output)")
      #expect(try await sample.repository.id("gitops-bot/sync") == tip)
    }

    // Who declines it gets what is due again.
    #expect(try await Bot.run(["decline", sample.repository.url]).status == 0)
    let later = try await Bot.run(["run", sample.repository.url])
    #expect(later.output.hasPrefix("proposed: "), "\(later.output)\(later.errorOutput)")
    #expect(
      try await sample.repository.text(chat, in: "gitops-bot/sync").contains("chat.acme.net"))
  }

  @Test("to decline an undo is no word about the values that it goes back to")
  func declinedUndo() async throws {
    let sample = try await TemplateSample()
    #expect(try await sample.sync().status == 0)
    try await changeDomain(sample, to: "acme.dev")
    #expect(try await sample.sync().status == 0)
    #expect(try await Bot.run(["undo", sample.repository.url]).status == 0)
    #expect(try await Bot.run(["decline", sample.repository.url]).status == 0)

    try await changeDomain(sample, to: "acme.io")
    let result = try await Bot.run(["run", sample.repository.url])

    #expect(result.output.hasPrefix("proposed: "), "\(result.output)\(result.errorOutput)")
  }

  @Test("a declined release stays declined when the template's address is spelled in another way")
  func declinedSpelling() async throws {
    let sample = try await TemplateSample()
    #expect(try await sample.sync().status == 0)
    try await sample.template.commit("Release two") {
      try $0.replace("tag: one", with: "tag: two", in: chat)
    }
    #expect(try await sample.run().status == 0)
    #expect(try await Bot.run(["decline", sample.repository.url]).status == 0)
    try await sample.repository.commit("Spell") {
      try $0.replace(sample.template.url, with: sample.template.path, in: "bot.config.json")
    }
    let result = try await Bot.run(["run", sample.repository.url])
    #expect(result.output.contains("proposal-declined"), "\(result.output)\(result.errorOutput)")
  }
}
