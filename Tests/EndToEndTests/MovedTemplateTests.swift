import TestSupport
import Testing

/// The template's address, its reference or its history changes after updates were merged.
@Suite struct MovedTemplateTests {
  private let chat = "manifests/chat.yaml"

  /// A repository that has taken one release, which changed a line and brought a file, and in which the
  /// owner has edited another line.
  private func updated() async throws -> TemplateSample {
    let sample = try await TemplateSample()
    #expect(try await sample.sync().status == 0)
    try await sample.template.commit("Release two") {
      try $0.replace("tag: one", with: "tag: two", in: chat)
      try $0.write("host: extra.example.com\n", to: "manifests/extra.yaml")
    }
    #expect(try await sample.sync().status == 0)
    #expect(try await sample.text("manifests/extra.yaml") == "host: extra.acme.io")
    try await sample.repository.commit("Own") {
      try $0.replace("team: none", with: "team: ours", in: chat)
    }
    return sample
  }

  /// A copy of `template` at an address of its own.
  private func copy(of template: Remote) async throws -> Remote {
    let folder = try TemporaryFolder()
    let copy = Remote(folder: folder, path: folder.path("moved.git"))
    try await git("clone", "--quiet", "--bare", template.path, copy.path)
    try await git("remote", "remove", "origin", in: copy.path)
    return copy
  }

  private func expectTakenBack(_ sample: TemplateSample) async throws {
    let result = try await sample.sync()
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    #expect(!result.output.contains("template-adopted"), "\(result.output)")
    let text = try await sample.text(chat)
    #expect(text.contains("tag: one") && text.contains("team: ours"), "\(text)")
    #expect(try await !sample.repository.paths(in: "main").contains("manifests/extra.yaml"))
    #expect(try await sample.run().output.contains("\"unchanged\""))
  }

  private func takeBack(_ copy: WorkingCopy) throws {
    try copy.replace("tag: two", with: "tag: one", in: chat)
    try copy.remove("manifests/extra.yaml")
  }

  @Test("a release at the template's new address may take back what was merged from the old one")
  func takesBack() async throws {
    let sample = try await updated()
    let moved = try await copy(of: sample.template)
    try await moved.commit("Take two back") { try takeBack($0) }
    try await sample.name(moved)
    try await expectTakenBack(sample)
    #expect(try await sample.text("gitops-bot.lock.json").contains(moved.url))
  }

  @Test("a release at the new address changes a line again without a conflict")
  func changesAgain() async throws {
    let sample = try await updated()
    let moved = try await copy(of: sample.template)
    try await moved.commit("Release three") {
      try $0.replace("tag: two", with: "tag: three", in: chat)
    }
    try await sample.name(moved)
    let result = try await sample.sync()
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    #expect(try await sample.text(chat).contains("tag: three"))
  }

  @Test("the new address alone, with no release, proposes nothing")
  func addressAlone() async throws {
    let sample = try await updated()
    let moved = try await copy(of: sample.template)
    try await sample.name(moved)
    let result = try await sample.run()
    #expect(result.output.contains("\"unchanged\""), "\(result.output)\(result.errorOutput)")
    #expect(!result.output.contains("template-adopted"), "\(result.output)")
  }

  @Test("the commit that was merged counts at the new address, even where another branch has it")
  func besideTheReference() async throws {
    let sample = try await updated()
    let moved = try await copy(of: sample.template)
    try await git("branch", "old", "main", in: moved.path)
    try await git("update-ref", "refs/heads/main", "main~1", in: moved.path)
    try await sample.name(moved)
    try await expectTakenBack(sample)
  }

  @Test("a history that was rewritten at the same address goes on from what was merged")
  func forced() async throws {
    let sample = try await updated()
    let copy = try await sample.template.workingCopy()
    try await git("checkout", "--quiet", "--orphan", "fresh", in: copy.path)
    try takeBack(copy)
    try await git("add", "--all", in: copy.path)
    try await git("commit", "--quiet", "-m", "Begin anew", in: copy.path)
    try await git("push", "--quiet", "--force", "origin", "fresh:main", in: copy.path)
    try await expectTakenBack(sample)
  }

  @Test("a tag in place of the branch goes on from what was merged")
  func tag() async throws {
    let sample = try await updated()
    try await sample.template.commit("Take two back") { try takeBack($0) }
    try await git(
      "-c", "user.name=T", "-c", "user.email=t@example.org", "tag", "-a", "-m", "v3", "v3", "main",
      in: sample.template.path)
    try await sample.name(sample.template, ", \"ref\": \"v3\"")
    try await expectTakenBack(sample)
  }

  @Test("another spelling of the address is the same template", arguments: ["", "/"])
  func spelling(_ end: String) async throws {
    let sample = try await updated()
    try await sample.template.commit("Take two back") { try takeBack($0) }
    try await sample.repository.commit("Spell") {
      try $0.replace(
        sample.template.url, with: sample.template.path + end, in: "bot.config.json")
    }
    try await expectTakenBack(sample)
  }

  @Test("a repository that was its own template does not lose its files to one it is named later")
  func ownTemplate() async throws {
    let template = try await Remote.holding(TemplateSample.files)
    let fork = try await copy(of: template)
    let sample = TemplateSample(template: template, repository: fork)
    try await sample.name(template)
    try await fork.commit("Own file, no template") {
      try $0.write("host: own.example.com\n", to: "manifests/own.yaml")
      try $0.replace(
        "\"template\": { \"url\": \"\(template.url)\" },", with: "", in: "bot.config.json")
    }
    #expect(try await sample.sync().status == 0)
    try await template.commit("Release two") {
      try $0.replace("tag: one", with: "tag: two", in: chat)
    }
    try await sample.name(template)
    let result = try await sample.sync()
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    #expect(try await sample.text("manifests/own.yaml") == "host: own.acme.io")
    #expect(try await sample.text(chat).contains("tag: two"))
  }
}
