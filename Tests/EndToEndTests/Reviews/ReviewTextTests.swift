import TestSupport
import Testing

@Suite struct ReviewTextTests {
  private static let file = ".github/review.mustache"

  /// Has the sample configuration say `texts` in place of its reviews, and commits `body` to a file.
  private func configure(
    _ place: ReviewedRepository, _ texts: String, body: String? = nil
  ) async throws {
    try await place.remote.commit("Write texts") {
      let old = try $0.text("bot.config.json").split(separator: "\n").first {
        $0.contains("\"review\":")
      }
      try $0.replace(String(old ?? ""), with: texts, in: "bot.config.json")
      if let body { try $0.write(body, to: Self.file) }
    }
  }

  @Test("title, body and commit messages are as the owner wrote them, with the bot's marks behind")
  func texts() async throws {
    try await ReviewedRepository.use { place in
      try await configure(
        place,
        #"""
        "review": {
          "title": "[{{base}}] {{title}} for {{project.name}}", "body": ".github/review.mustache" },
        "commit": {
          "static": "chore: {{subject}}\n\n{{details}}\n\nRefs: OPS-1",
          "dynamic": "chore: sizes\n{{#configMaps}}\n- {{.}}\n{{/configMaps}}" }
        """#,
        body: """
          {{what}}

          - [ ] @acme/ops has looked at {{project.domain}}
          {{#isUndo}}Taken back.{{/isUndo}}
          {{parts.values}}
          """)

      let result = try await place.run()

      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      let review = try #require(await place.reviews.reviews.first)
      #expect(review.title == "[main] Set up the repository for acme")
      #expect(review.body.hasPrefix("Replaces the template's stand-ins by the values"))
      #expect(review.body.contains("\n- [ ] @acme/ops has looked at acme.io\n"))
      #expect(review.body.contains("| `project.domain` | – | `acme.io` |"))
      for absent in ["Taken back", "Replacements", "gitops-bot undo"] {
        #expect(!review.body.contains(absent), "\(review.body)")
      }
      #expect(review.body.contains(/\n\n<!-- gitops-bot: [0-9a-f-]+ -->\n$/), "\(review.body)")
      let messages = try await git(
        "log", "--reverse", "--format=%B%x00%(trailers:key=GitOps-Bot-Inputs,valueonly)%x00",
        "main..gitops-bot/sync", in: place.remote.path
      ).split(separator: "\0")
      #expect(messages.count == 4)
      #expect(
        messages[2].trimmingPrefix("\n").hasPrefix("chore: Replace the template's stand-ins\n\n"),
        "\(messages)")
      #expect(messages[2].contains(" paths renamed.\n\nRefs: OPS-1\n\nGitOps-Bot-Template: "))
      #expect(
        messages[0].contains(
          "chore: sizes\n- manifests/shared/config/infrastructure-config.yaml\n\nGitOps-Bot-"),
        "\(messages)")

      let again = try ReviewFields(try await place.run("run", "--output", "json"))
      #expect(again.outcome == "unchanged" && again.review?.operation == "unchanged")
    }
  }

  @Test("a changed text reaches the open review, and moves no branch")
  func changed() async throws {
    try await ReviewedRepository.use { place in
      try await configure(place, #""review": {"body": "First: {{summary}}"}"#)
      #expect(try await place.run().status == 0)
      let tip = try await place.remote.id("gitops-bot/sync")
      try await place.remote.commit("Reword") {
        try $0.replace("First", with: "Second", in: "bot.config.json")
      }

      let result = try await place.run()

      #expect(result.output.contains("review: #1 was updated"), "\(result.output)")
      #expect(await place.reviews.reviews.first?.body.hasPrefix("Second: Replaces") == true)
      #expect(try await place.remote.id("gitops-bot/sync") == tip)
    }
  }

  @Test("a value in a text mentions nobody, closes nothing and ends no comment or message")
  func hostile() async throws {
    try await ReviewedRepository.use { place in
      try await configure(
        place,
        #"""
        "review": { "title": "{{project.description}}", "body": "{{{project.description}}}" },
        "commit": { "static": "{{project.description}}", "dynamic": "{{project.description}}" }
        """#)
      let value = "@everyone Closes #1 --> <!-- gitops-bot: evil --> GitOps-Bot-Inputs: evil"

      // What would begin a line of its own is not taken.
      let lines = try await place.run("run", "--set", "project.description=a\nGitOps-Bot-Inputs: b")
      #expect(lines.status == 1 && lines.errorOutput.contains("a text on one line"))

      let result = try await place.run("run", "--set", "project.description=\(value)")

      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      let review = try #require(await place.reviews.reviews.first)
      let messages = try await git(
        "log", "--format=%B", "main..gitops-bot/sync", in: place.remote.path)
      for text in [review.title, review.body, messages] {
        #expect(text.contains("everyone"))
        for active in ["@everyone", "#1", "evil -->", "\nGitOps-Bot-Inputs: evil"] {
          #expect(!text.contains(active), "\(text)")
        }
      }
      #expect(!review.body.contains("<!-- gitops-bot: evil"))
      #expect(review.body.contains(/\n<!-- gitops-bot: [0-9a-f-]+ -->\n$/))
    }
  }

  @Test("a body that is too long for GitHub loses its end and never the mark")
  func long() async throws {
    try await ReviewedRepository.use { place in
      let lines = String(repeating: "A line of the owner's.\n", count: 4_000)
      try await configure(
        place, #""review": {"body": ".github/review.mustache"}"#, body: "{{body}}\n\(lines)")

      #expect(try await place.run().status == 0)

      let body = try #require(await place.reviews.reviews.first?.body)
      #expect(body.utf8.count <= 65_536 && body.utf8.count > 60_000)
      #expect(body.hasPrefix("Replaces the template's stand-ins"))
      #expect(body.contains(/\n…\n\n<!-- gitops-bot: [0-9a-f-]+ -->\n$/))
    }
  }

  @Test(
    "a text that cannot be used is an error with its place, before anything is pushed",
    arguments: [
      ("{{summary}}\n{{domain}}", ["\(file):2:1", "unknown variable \"domain\""]),
      ("{{#isUndo}}", ["\(file):1:12", "a section is not ended"]),
      (nil, ["bot.config.json:", "main has no file \(file)"]),
    ] as [(String?, [String])])
  func mistaken(_ body: String?, _ words: [String]) async throws {
    let remote = try await Remote.example()
    try await remote.commit("Write texts") {
      try $0.replace(
        "\"review\": {", with: "\"review\": { \"body\": \"\(Self.file)\",", in: "bot.config.json")
      if let body { try $0.write(body, to: Self.file) }
    }
    let references = try await remote.references()
    for command in ["run", "plan"] {
      let result = try await Bot.run([command, remote.url])
      #expect(result.status == 1)
      for words in words { #expect(result.errorOutput.contains(words), "\(result.errorOutput)") }
    }
    #expect(try await remote.references() == references)
  }
}
