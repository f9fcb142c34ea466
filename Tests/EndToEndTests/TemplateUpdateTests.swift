import Foundation
import TestSupport
import Testing

@Suite struct TemplateUpdateTests {
  /// A sample whose first proposal was merged.
  private func settled(_ settings: String = "") async throws -> TemplateSample {
    let sample = try await TemplateSample(settings)
    let first = try await sample.sync()
    #expect(first.status == 0, "\(first.errorOutput)")
    #expect(try await sample.text("manifests/chat.yaml").contains("host: chat.acme.io"))
    #expect(first.output.contains("template-adopted"))
    let again = try await sample.run()
    #expect(again.output.contains("\"unchanged\""), "\(again.output)")
    return sample
  }

  @Test("a template's release arrives with the owner's values, and the owner's edits stay")
  func arrives() async throws {
    let sample = try await settled()
    try await sample.repository.commit("Scale the chat") {
      try $0.replace("replicas: 1", with: "replicas: 3", in: "manifests/chat.yaml")
      try $0.write("host: own.example.com\n", to: "manifests/own.yaml")
      try $0.remove("manifests/wiki.yaml")
    }
    try await sample.template.commit("Release two") {
      try $0.replace("tag: one", with: "tag: two", in: "manifests/chat.yaml")
      try $0.append("extra: true\n", to: "manifests/wiki.yaml")
      try $0.write("host: mail.example.com\nof: my-cluster\n", to: "manifests/mail.yaml")
    }

    let result = try await sample.sync()

    #expect(result.status == 0, "\(result.errorOutput)")
    let chat = try await sample.text("manifests/chat.yaml")
    #expect(chat.contains("replicas: 3") && chat.contains("tag: two"))
    #expect(chat.contains("chat.acme.io"))
    #expect(
      try await sample.text("manifests/mail.yaml") == "host: mail.acme.io\nof: acme-production")
    #expect(try await sample.text("manifests/own.yaml") == "host: own.example.com")
    #expect(try await !sample.repository.paths(in: "main").contains("manifests/wiki.yaml"))
    let lock = try await sample.text("gitops-bot.lock.json")
    #expect(lock.contains("\"commit\" : \"\(try await sample.template.id("main"))\""))
    #expect(
      lock.contains("\"url\" : \"\(sample.template.url)\"") && lock.contains("\"ref\" : \"main\""))
    #expect(try await sample.run().output.contains("\"unchanged\""))
  }

  @Test(
    "a release with an API that Flux has removed is refused, wherever the object stands",
    arguments: ["", "channel: ops@example.com\n"])
  func removedAPI(more: String) async throws {
    let sample = try await settled()
    try await sample.template.commit("Release two") {
      try $0.write(
        "apiVersion: notification.toolkit.fluxcd.io/v1beta1\nkind: Alert\n"
          + "metadata: { name: a }\nspec: {}\n" + more, to: "manifests/alert.yaml")
    }
    let result = try await sample.run()
    #expect(result.status == 4, "\(result.output)")
    #expect(result.errorOutput.contains("api-removed"), "\(result.errorOutput)")
  }

  private func guide(_ domain: String) -> String {
    "See https://docs.\(domain).\n\nThere is\nmore."
  }

  @Test("a workflow of the template never arrives, now or with the release after")
  func holdsBack() async throws {
    let sample = try await settled(", \"exclude\": [\"docs/**\"]")
    for release in ["two", "three"] {
      try await sample.template.commit("Release \(release)") {
        try $0.write("name: \(release)\n", to: ".github/workflows/ci.yaml")
        try $0.write("name: \(release)\n", to: ".github/workflows/\(release).yaml")
        try $0.append("Release \(release).\n", to: "docs/guide.md")
        try $0.append("\(release): true\n", to: "manifests/chat.yaml")
      }
      let result = try await sample.sync()
      #expect(result.status == 0, "\(result.errorOutput)")
      #expect(result.output.contains("template-held"))
      #expect(result.output.contains(".github/workflows/\(release).yaml"))
      #expect(try await sample.text("manifests/chat.yaml").hasSuffix("\(release): true"))
      #expect(try await sample.text(".github/workflows/ci.yaml") == "name: ci")
      #expect(try await sample.text("docs/guide.md") == guide("acme.io"))
    }
    let workflows = try await sample.repository.paths(in: "main").filter { $0.hasPrefix(".git") }
    #expect(workflows == [".github/workflows/ci.yaml"])

    // What is held back of the template still follows the owner's values.
    try await sample.repository.commit("Move") {
      try $0.replace("acme.io", with: "acme.dev", in: "infrastructure.config.json")
    }
    #expect(try await sample.sync().status == 0)
    #expect(try await sample.text("docs/guide.md") == guide("acme.dev"))
  }

  @Test("a reviewer sees which commits of the template a proposal brings, fifty at most")
  func listsCommits() async throws {
    let sample = try await settled()
    let copy = try await sample.template.workingCopy()
    for number in 1...52 {
      try await git(
        "commit", "--quiet", "--allow-empty", "-m", "Step \(number)", in: copy.path)
    }
    try copy.append("extra: true\n", to: "manifests/wiki.yaml")
    try await git("commit", "--quiet", "--all", "-m", "Extend the wiki", in: copy.path)
    try await git("push", "--quiet", "origin", "main", in: copy.path)

    let json = try await sample.run()
    #expect(json.output.contains("\"summary\" : \"Extend the wiki\""))
    #expect(json.output.contains("\"hasMoreCommits\" : true"))
    #expect(json.output.components(separatedBy: "\"summary\"").count == 51)
    let text = try await Bot.run(["plan", sample.repository.url])
    let tip = try await sample.template.id("main").prefix(12)
    #expect(text.output.contains("  template \(sample.template.url) main at \(tip)\n"))
    #expect(text.output.contains("    \(tip) Extend the wiki\n"))
    #expect(text.output.contains("    … and earlier ones\n"))
  }

  @Test("a reviewer is told which programs an update changes")
  func namesPrograms() async throws {
    let sample = try await settled()
    try await sample.template.commit("Add a script") {
      try $0.write("echo example.com\n", to: "scripts/deploy.sh")
    }
    let result = try await sample.run()
    #expect(result.output.contains("template-executable"))
    #expect(result.output.contains("what somebody runs: scripts/deploy.sh"))
  }

  @Test("a release that renames its stand-ins, rules and folders conflicts with nothing")
  func renamedStandIns() async throws {
    let sample = try await settled()
    try await sample.template.commit("Rename the stand-ins") { copy in
      for (old, new) in [("example.com", "example.org"), ("my-cluster", "the-cluster")] {
        try copy.replace("\"\(old)\"", with: "\"\(new)\"", in: "bot.config.json")
      }
      try copy.replace(
        "host: chat.example.com\n  replicas: 1", with: "host: talk.example.org\n  replicas: 2",
        in: "manifests/chat.yaml")
      try copy.replace("wiki.example.com", with: "wiki.example.org", in: "manifests/wiki.yaml")
      try copy.remove("manifests/clusters/my-cluster/root.yaml")
      try copy.write(
        "kind: Root\nname: the-cluster\nzone: a\n", to: "manifests/clusters/the-cluster/root.yaml")
    }

    let result = try await sample.sync()

    #expect(result.status == 0, "\(result.output)")
    let chat = try await sample.text("manifests/chat.yaml")
    #expect(chat.contains("host: talk.acme.io\n  replicas: 2"), "\(chat)")
    #expect(try await sample.text("manifests/wiki.yaml").hasSuffix("host: wiki.acme.io"))
    #expect(
      try await sample.text("manifests/clusters/acme-production/root.yaml")
        == "kind: Root\nname: acme-production\nzone: a")
    #expect(try await sample.run().output.contains("\"unchanged\""))
  }

  @Test("a release that drops a rule arrives, and no stand-in comes back in place of a value")
  func droppedRule() async throws {
    let sample = try await settled()
    try await sample.template.commit("Drop the rule for names") { copy in
      try copy.replace(
        "\"to\": \"{{project.domain}}\" },\n"
          + "    { \"kind\": \"name\", \"from\": \"my-cluster\", \"to\": \"{{cluster.name}}\", "
          + "\"paths\": true }", with: "\"to\": \"{{project.domain}}\" }", in: "bot.config.json")
      try copy.replace(
        "name: my-cluster", with: "name: my-cluster # as kubectl knows it\nzone: a",
        in: "manifests/clusters/my-cluster/root.yaml")
      try copy.replace("host: wiki", with: "host: pages", in: "manifests/wiki.yaml")
      try copy.write("of: my-cluster\n", to: "manifests/new.yaml")
    }

    let result = try await sample.sync()

    #expect(result.status == 0, "\(result.output)")
    #expect(
      try await sample.text("manifests/clusters/acme-production/root.yaml")
        == "kind: Root\nname: acme-production # as kubectl knows it\nzone: a")
    #expect(try await sample.text("manifests/wiki.yaml").hasSuffix("host: pages.acme.io"))
    #expect(try await sample.text("manifests/new.yaml") == "of: my-cluster")
    #expect(try await sample.run().output.contains("\"unchanged\""))
  }

  @Test("what a release says in place of a dropped rule arrives, the owner's edit beside it stays")
  func droppedWithItsUses() async throws {
    let sample = try await settled()
    try await sample.repository.commit("Scale the chat") {
      try $0.replace("replicas: 1", with: "replicas: 3", in: "manifests/chat.yaml")
    }
    try await sample.template.commit("Drop the rule for domains") { copy in
      try copy.replace(
        "{ \"kind\": \"domain\", \"from\": \"example.com\", \"to\": "
          + "\"{{project.domain}}\" },\n    ", with: "", in: "bot.config.json")
      try copy.replace(
        "  host: chat.example.com\n", with: "  service: chat\n", in: "manifests/chat.yaml")
      try copy.remove("manifests/wiki.yaml")
    }

    let result = try await sample.sync()

    #expect(result.status == 0, "\(result.output)")
    let chat = try await sample.text("manifests/chat.yaml")
    #expect(chat.contains("spec:\n  service: chat\n  replicas: 3"), "\(chat)")
    #expect(try await !sample.repository.paths(in: "main").contains("manifests/wiki.yaml"))
    #expect(try await sample.text("docs/guide.md") == guide("acme.io"))
  }

  @Test("a release brings its stand-ins together with their rules, and no permission")
  func bringsRules() async throws {
    let sample = try await settled()
    try await sample.template.commit("Name a bucket") {
      try $0.write("bucket: my-bucket-logs\n", to: "manifests/bucket.yaml")
      try $0.replace(
        "\"replacements\": [",
        with: "\"review\": { \"branch\": \"evil\" },\n  \"replacements\": [\n    { \"kind\": "
          + "\"name\", \"from\": \"my-bucket\", \"to\": \"{{project.name}}\" },",
        in: "bot.config.json")
      try $0.replace(
        "\"domain\": \"example.com\" }",
        with: "\"domain\": \"example.com\", \"email\": \"a@b.c\" }",
        in: "infrastructure.config.json")
    }

    let result = try await sample.sync()

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(try await sample.text("manifests/bucket.yaml") == "bucket: acme-logs")
    let rules = try await sample.text("bot.config.json")
    #expect(rules.contains("my-bucket") && rules.contains(sample.template.url))
    #expect(!rules.contains("evil"))
    let values = try await sample.text("infrastructure.config.json")
    #expect(values.contains("\"domain\": \"acme.io\"") && values.contains("a@b.c"))
    #expect(try await sample.run().output.contains("\"unchanged\""))
  }

  @Test("latest follows the template's releases by their version")
  func followsTags() async throws {
    let template = try await Remote.holding(TemplateSample.files)
    for (version, word) in [("v1.9.0", "nine"), ("v1.10.0", "ten"), ("v2.0.0-rc.1", "rc")] {
      try await template.commit("Release \(version)") {
        try $0.write("release: \(word)\n", to: "manifests/release.yaml")
      }
      try await git("tag", "-a", version, "-m", version, "main", in: template.path)
    }
    let sample = try await TemplateSample()
    try await sample.name(template, ", \"ref\": \"latest\"")

    #expect(try await sample.sync().status == 0)

    #expect(try await sample.text("manifests/release.yaml") == "release: ten")
    #expect(try await sample.text("gitops-bot.lock.json").contains("\"ref\" : \"v1.10.0\""))
  }

  @Test("a template whose history was rewritten is followed with a warning, and nothing is lost")
  func rewritten() async throws {
    let sample = try await settled()
    try await sample.repository.commit("Scale the chat") {
      try $0.replace("replicas: 1", with: "replicas: 3", in: "manifests/chat.yaml")
    }
    let copy = try await sample.template.workingCopy()
    try await git("checkout", "--quiet", "--orphan", "fresh", in: copy.path)
    try copy.replace("tag: one", with: "tag: two", in: "manifests/chat.yaml")
    try await git("commit", "--quiet", "--all", "-m", "Start over", in: copy.path)
    try await git("push", "--quiet", "--force", "origin", "fresh:main", in: copy.path)
    try await git("reflog", "expire", "--expire=now", "--all", in: sample.template.path)
    try await git("gc", "--quiet", "--prune=now", in: sample.template.path)

    let result = try await sample.sync()

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("template-rewritten"))
    let chat = try await sample.text("manifests/chat.yaml")
    #expect(chat.contains("tag: two") && chat.contains("replicas: 3"))
    #expect(try await sample.run().output.contains("\"unchanged\""))
  }

  @Test(
    "a template that moves a folder's files into another one leaves what the owner edited there")
  func folderMerged() async throws {
    let sample = try await settled()
    let listing = "manifests/extra/list.yaml"
    try await sample.template.commit("Begin") {
      try $0.write("one: 1\ntwo: 2\nthree: 3\n", to: "manifests/extra/one.yaml")
      try $0.write("- one\n", to: listing)
      try $0.write("- other\n", to: "manifests/rest/list.yaml")
    }
    #expect(try await sample.sync().status == 0)
    try await sample.repository.commit("Mine") { try $0.append("- mine\n", to: listing) }
    try await sample.template.commit("Move") {
      try $0.write("one: 1\ntwo: 2\nthree: 3\n", to: "manifests/rest/one.yaml")
      try $0.remove("manifests/extra/one.yaml")
      try $0.remove(listing)
    }

    let result = try await sample.run()

    #expect(result.status == 3, "\(result.output)\(result.errorOutput)")
    let branch = "gitops-bot/sync"
    #expect(try await sample.repository.text(listing, in: branch) == "- one\n- mine")
    #expect(try await sample.repository.text("manifests/rest/list.yaml", in: branch) == "- other")
    #expect(try await sample.repository.paths(in: branch).contains("manifests/rest/one.yaml"))
  }

  @Test("the template's commit stays in a local repository, wherever the template goes")
  func templateMoves() async throws {
    let sample = try await TemplateSample()
    let run = try await Bot.run(["run", sample.repository.path])
    #expect(run.status == 0, "\(run.errorOutput)")
    try await sample.repository.merge()
    try FileManager.default.removeItem(atPath: sample.template.path)
    let lock = try await sample.text("gitops-bot.lock.json")
    let commit = try #require(lock.firstMatch(of: /"commit" ?: ?"([0-9a-f]{40})"/)?.output.1)
    #expect(
      try await git("cat-file", "-t", String(commit), in: sample.repository.path) == "commit")
    let check = try await runGit(["fsck", "--strict"], in: sample.repository.path)
    #expect(check.status == 0, "\(check.errorOutput)")
  }

  @Test("without T₀ and without the recorded rendering the run stops and says how to go on")
  func goneAltogether() async throws {
    let sample = try await settled()
    try await git("update-ref", "-d", "refs/gitops-bot/rendered", in: sample.repository.path)
    try await git("gc", "--quiet", "--prune=now", in: sample.repository.path)
    let lock = try await sample.text("gitops-bot.lock.json")
    let old = try await sample.template.id("main")
    try await sample.repository.commit("Break the lock") {
      try $0.write(
        lock.replacing(old, with: String(repeating: "1", count: 40)), to: "gitops-bot.lock.json")
    }
    let result = try await sample.run()
    #expect(result.status == 1)
    #expect(result.errorOutput.contains("which has gone"))
    #expect(result.errorOutput.contains("--adopt COMMIT"))
    let adopted = try await sample.run("--adopt", old)
    #expect(adopted.status == 0, "\(adopted.errorOutput)")
  }
}
