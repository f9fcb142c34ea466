import TestSupport
import Testing

@Suite struct TemplateAdoptionTests {
  /// A template with three releases, and a repository with the files of the second, rewritten by a
  /// script as `change` has it and committed at once.
  private func scripted(
    _ change: (WorkingCopy) throws -> Void
  ) async throws -> (sample: TemplateSample, releases: [String]) {
    let template = try await Remote.holding(TemplateSample.files)
    var releases = [try await template.id("main")]
    for word in ["two", "three"] {
      try await template.commit("Release \(word)") {
        try $0.append("\(word): true\n", to: "manifests/chat.yaml")
        try $0.write("host: \(word).example.com\n", to: "manifests/\(word).yaml")
      }
      releases.append(try await template.id("main"))
    }
    let copy = try await template.workingCopy()
    try await git("checkout", "--quiet", releases[1], in: copy.path)
    try change(copy)
    try await git("checkout", "--quiet", "--orphan", "main2", in: copy.path)
    try await git("add", "--all", in: copy.path)
    try await git("commit", "--quiet", "-m", "Start", in: copy.path)
    let folder = try TemporaryFolder()
    let remote = Remote(folder: folder, path: folder.path("remote.git"))
    try await git("init", "--quiet", "--bare", remote.path)
    try await git("push", "--quiet", remote.path, "main2:refs/heads/main", in: copy.path)
    let sample = TemplateSample(template: template, repository: remote)
    try await sample.name(template)
    return (sample, releases)
  }

  /// What the script did to one file.
  private func rewrite(_ path: String, in copy: WorkingCopy, backup: Bool) throws {
    let old = try copy.text(path)
    if backup { try copy.write(old, to: ".backups/\(path).orig") }
    try copy.write(old.replacing("example.com", with: "acme.io"), to: path)
  }

  @Test("lines and files that a script rewrote and the template then changed are no conflict")
  func changedSince() async throws {
    let (sample, releases) = try await scripted { copy in
      for path in ["manifests/chat.yaml", "manifests/wiki.yaml", "manifests/two.yaml"] {
        try rewrite(path, in: copy, backup: false)
      }
      try copy.replace("team: none", with: "team: mine", in: "manifests/chat.yaml")
    }
    try await sample.template.commit("Move the chat, drop the wiki") {
      try $0.replace(
        "host: chat.example.com", with: "host: chat.example.com/v2", in: "manifests/chat.yaml")
      try $0.remove("manifests/wiki.yaml")
    }

    let result = try await sample.sync("--adopt", releases[1])

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    let chat = try await sample.text("manifests/chat.yaml")
    #expect(chat.contains("host: chat.acme.io/v2") && chat.contains("team: mine"))
    #expect(try await !sample.repository.paths(in: "main").contains("manifests/wiki.yaml"))
  }

  @Test("who ran a script gets the releases since, keeps their edits, and loses its leftovers")
  func fromScript() async throws {
    let (sample, releases) = try await scripted { copy in
      for path in ["manifests/chat.yaml", "manifests/wiki.yaml", "manifests/two.yaml"] {
        try rewrite(path, in: copy, backup: true)
      }
      try copy.write("", to: ".replacements-applied")
      try copy.replace("tag: one", with: "tag: mine", in: "manifests/chat.yaml")
      try copy.write("host: own.example.com\n", to: "manifests/own.yaml")
    }

    let result = try await sample.sync()

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("the template's commit \(releases[1].prefix(12))"))
    #expect(result.output.contains("script-remains"))
    let chat = try await sample.text("manifests/chat.yaml")
    #expect(chat.contains("tag: mine") && chat.contains("chat.acme.io"))
    #expect(chat.hasSuffix("two: true\nthree: true"))
    #expect(try await sample.text("manifests/three.yaml") == "host: three.acme.io")
    #expect(try await sample.text("manifests/own.yaml") == "host: own.example.com")
    let paths = try await sample.repository.paths(in: "main")
    #expect(!paths.contains { $0.hasPrefix(".backups") || $0.hasPrefix(".replacements") })
    #expect(paths.contains("manifests/clusters/acme-production/root.yaml"))
    #expect(try await sample.run().output.contains("\"unchanged\""))
  }

  @Test("an edit that the owner made before the script ran is not taken back")
  func editBeforeScript() async throws {
    let (sample, _) = try await scripted { copy in
      try copy.replace("team: none", with: "team: ours", in: "manifests/chat.yaml")
      try rewrite("manifests/chat.yaml", in: copy, backup: true)
    }
    #expect(try await sample.sync().status == 0)
    #expect(try await sample.text("manifests/chat.yaml").contains("team: ours"))
  }

  @Test("--adopt overrules what the bot would find out, and takes no commit of another history")
  func named() async throws {
    let (sample, releases) = try await scripted { _ in }
    let result = try await sample.run("--adopt", String(releases[0].prefix(10)))
    #expect(result.output.contains("given with --adopt"), "\(result.errorOutput)")
    #expect(result.output.contains("the template's commit \(releases[0].prefix(12))"))
    let main = try await sample.repository.id("main")
    for wrong in [main, "main", "deadbeef", "--upload-pack"] {
      let refused = try await sample.run("--adopt=\(wrong)")
      #expect(refused.status == 1)
      #expect(refused.errorOutput.contains("error: \(wrong) is no commit"))
    }
  }

  @Test("histories that are shared tell the commit, as in a fork")
  func fork() async throws {
    let template = try await Remote.holding(TemplateSample.files)
    let folder = try TemporaryFolder()
    let fork = Remote(folder: folder, path: folder.path("fork.git"))
    try await git("clone", "--quiet", "--bare", template.path, fork.path)
    try await git("remote", "remove", "origin", in: fork.path)
    let start = try await template.id("main")
    try await template.commit("Release two") {
      try $0.append("two: true\n", to: "manifests/chat.yaml")
    }
    let sample = TemplateSample(template: template, repository: fork)
    try await sample.name(template)
    let result = try await sample.sync()
    #expect(result.output.contains("commit \(start.prefix(12)): both histories have it"))
    #expect(try await sample.text("manifests/chat.yaml").hasSuffix("two: true"))
  }

  @Test("nothing of the owner's goes for not being in another template")
  func otherTemplate() async throws {
    let sample = try await TemplateSample()
    #expect(try await sample.sync().status == 0)
    let before = try await sample.repository.paths(in: "main")
    let other = try await Remote.holding([
      "bot.config.json": "{}\n", "manifests/other.yaml": "host: other.example.com\n",
      "manifests/chat.yaml": "kind: Other\n",
    ])
    try await sample.name(other)

    let result = try await sample.sync()

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("template-unknown"))
    #expect(try await sample.repository.paths(in: "main") == before)
    #expect(try await sample.text("manifests/chat.yaml").contains("chat.acme.io"))
    #expect(try await sample.run().output.contains("\"unchanged\""))

    // From now on its releases count.
    try await other.commit("Release") {
      try $0.write("host: new.example.com\n", to: "manifests/new.yaml")
    }
    #expect(try await sample.sync().status == 0)
    #expect(try await sample.text("manifests/new.yaml") == "host: new.acme.io")
  }

  @Test("where no commit fits, a value that holds its stand-in is not applied twice")
  func selfContained() async throws {
    let sample = try await TemplateSample()
    let other = try await Remote.holding(["README.md": "Another.\n"])
    try await sample.name(other)
    try await sample.repository.commit("Run a script") {
      try $0.replace("\"acme.io\"", with: "\"my.example.com\"", in: "infrastructure.config.json")
      try $0.replace("chat.example.com", with: "chat.my.example.com", in: "manifests/chat.yaml")
    }
    let result = try await sample.sync()
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(try await sample.text("manifests/chat.yaml").contains("host: chat.my.example.com"))
    #expect(try await sample.text("manifests/wiki.yaml").contains("host: wiki.my.example.com"))
    #expect(try await sample.run().output.contains("\"unchanged\""))
  }

  @Test("a template that moved to another address goes on where it was")
  func moved() async throws {
    let sample = try await TemplateSample()
    #expect(try await sample.sync().status == 0)
    let folder = try TemporaryFolder()
    let moved = Remote(folder: folder, path: folder.path("moved.git"))
    try await git("clone", "--quiet", "--bare", sample.template.path, moved.path)
    try await git("remote", "remove", "origin", in: moved.path)
    try await moved.commit("Release two") {
      try $0.replace("tag: one", with: "tag: two", in: "manifests/chat.yaml")
    }
    try await sample.name(moved)
    let result = try await sample.sync()
    #expect(result.status == 0 && !result.output.contains("template-unknown"))
    #expect(try await sample.text("manifests/chat.yaml").contains("tag: two"))
    #expect(try await sample.text("gitops-bot.lock.json").contains(moved.url))
  }
}
