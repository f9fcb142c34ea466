import Foundation
import TestSupport
import Testing

@Suite struct TemplateSourceTests {
  /// Runs the bot with another template and expects an error; nothing may move.
  private func problem(
    _ template: String, _ settings: String = "", environment: [String: String?] = [:],
    exit: Int32 = 1
  ) async throws -> String {
    let sample = try await TemplateSample()
    try await sample.repository.commit("Name a template") {
      try $0.replace(
        "\"url\": \"\(sample.template.url)\"", with: "\"url\": \"\(template)\"\(settings)",
        in: "bot.config.json")
    }
    let references = try await sample.repository.references()
    let result = try await sample.run(environment: environment)
    #expect(result.status == exit, "\(result.errorOutput)")
    #expect(result.output.contains("\"outcome\" : \"failed\""), "\(result.output)")
    #expect(!result.output.contains("\"commit\""))
    #expect(try await sample.repository.references() == references)
    return result.errorOutput
  }

  @Test("a template that is not there, is empty or lacks the reference is told where it is named")
  func absent() async throws {
    let missing = try await problem("/nonexistent/template.git")
    #expect(missing.hasPrefix("error: reading the template /nonexistent/template.git: "))
    #expect(missing.contains(", bot.config.json:2:24, ") && !missing.contains("TOKEN"))
    let empty = try TemporaryFolder()
    try await git("init", "--quiet", "--bare", empty.path("empty.git"))
    let nothing = try await problem(empty.path("empty.git"))
    #expect(nothing.contains("the template is empty"))
    let other = try await Remote.holding(TemplateSample.files)
    let unknown = try await problem(other.url, ", \"ref\": \"man\"")
    #expect(unknown.contains("bot.config.json:2:") && unknown.contains("did you mean \"main\"?"))
    let broken = try await problem("https:/example.org/x")
    #expect(broken.contains("error: template.url: the https address cannot be understood"))
  }

  @Test("a password in template.url is refused where it stands, and not repeated")
  func password() async throws {
    let text = try await problem("https://bot:s3cret@127.0.0.1:1/template.git")
    #expect(text.contains("template.url holds a password"))
    #expect(text.contains(", bot.config.json:2:24, "))
    #expect(text.contains("GITOPS_BOT_TEMPLATE_TOKEN") && !text.contains("s3cret"))
  }

  @Test("the repository itself is no template, however it is named")
  func itself() async throws {
    let sample = try await TemplateSample()
    let copy = try await sample.repository.workingCopy()
    for address in [sample.repository.url, sample.repository.path, "\(sample.repository.path)/"] {
      try await sample.repository.commit("Name \(address)") {
        try $0.write(
          "{ \"template\": { \"url\": \"\(address)\" } }\n", to: "bot.config.json")
      }
      try await git("pull", "--quiet", in: copy.path)
      for repository in [sample.repository.url, copy.path] {
        let result = try await Bot.run(["run", repository])
        #expect(result.status == 1)
        #expect(result.errorOutput.contains("the template is the repository itself"))
      }
    }
  }

  @Test("a local repository gets objects of the template, and none of its references moves")
  func localRepository() async throws {
    let sample = try await TemplateSample()
    let copy = try await sample.repository.workingCopy()
    let before = try await git("for-each-ref", in: copy.path)
    let result = try await Bot.run(["run"], in: copy.path)
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(try await git("for-each-ref", in: copy.path) == before)
    #expect(try await git("status", "--porcelain", in: copy.path) == "")
  }

  @Test("a template is read with its own token; the repository's is for the repository's host")
  func token() async throws {
    let server = try await GitHTTPServer()
    let template = try await Remote.holding(TemplateSample.files)
    try await git(
      "clone", "--quiet", "--bare", template.path, "\(server.repositories)/template.git")
    let sample = try await TemplateSample()
    try await sample.repository.commit("Name the server") {
      try $0.replace(
        sample.template.url, with: server.url("template.git"), in: "bot.config.json")
    }
    let foreign = try await sample.run(
      environment: [
        "GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user,
        "GITHUB_TOKEN": server.password,
      ])
    #expect(foreign.status == 5, "\(foreign.errorOutput)")
    #expect(foreign.errorOutput.contains("GITOPS_BOT_TEMPLATE_TOKEN"))
    let own = try await sample.run(
      environment: [
        "GITOPS_BOT_TEMPLATE_TOKEN": server.password,
        "GITOPS_BOT_TEMPLATE_USERNAME": server.user,
      ])
    #expect(own.status == 0, "\(own.errorOutput)")
    let lock = try await sample.repository.text("gitops-bot.lock.json", in: "gitops-bot/sync")
    #expect(lock.contains(server.url("template.git")) && !lock.contains("horse"))
  }

  @Test("a repository and its template on one host share the repository's token")
  func sharedToken() async throws {
    let server = try await GitHTTPServer()
    let sample = try await TemplateSample()
    try await sample.repository.commit("Name the server") {
      try $0.replace(
        sample.template.url, with: server.url("template.git"), in: "bot.config.json")
    }
    for (name, remote) in [("template", sample.template), ("acme", sample.repository)] {
      let served = "\(server.repositories)/\(name).git"
      try await git("clone", "--quiet", "--bare", remote.path, served)
      try await git("config", "http.receivepack", "true", in: served)
    }
    let result = try await Bot.run(
      ["run", server.url("acme.git")],
      environment: ["GITOPS_BOT_TOKEN": server.password, "GITOPS_BOT_USERNAME": server.user])
    #expect(result.status == 0, "\(result.errorOutput)")
  }

  @Test("over ssh the template has a key of its own; the repository's is for its own host")
  func sshKey() async throws {
    let server = try await SSHServer()
    let sample = try await TemplateSample()
    try await git(
      "clone", "--quiet", "--bare", sample.template.path, "\(server.repositories)/template.git")
    try await sample.repository.commit("Name the server") {
      try $0.replace(
        sample.template.url, with: server.url("template.git"), in: "bot.config.json")
    }
    let hosts = try sample.repository.folder.write(server.knownHosts, to: "known_hosts")
    let foreign = try await sample.run("--known-hosts", hosts, "--ssh-key", server.userKey)
    #expect(foreign.status == 5, "\(foreign.errorOutput)")
    let own = try await sample.run(
      "--known-hosts", hosts, environment: ["GITOPS_BOT_TEMPLATE_SSH_KEY": server.userKey])
    #expect(own.status == 0, "\(own.errorOutput)")
  }

  @Test("a template that would write into .git is refused")
  func hostileNames() async throws {
    let sample = try await TemplateSample()
    let blob = try await git(
      "hash-object", "-w", "--stdin", in: sample.template.path, input: Array("x\n".utf8))
    let inner = try await git(
      "mktree", in: sample.template.path, input: Array("100644 blob \(blob)\tconfig\n".utf8))
    let listing = try await git("ls-tree", "main", in: sample.template.path)
    let root = try await git(
      "mktree", in: sample.template.path,
      input: Array("\(listing)\n040000 tree \(inner)\t.GIT\n".utf8))
    let commit = try await git(
      "commit-tree", root, "-p", "main", "-m", "Attack", in: sample.template.path)
    try await git("update-ref", "refs/heads/main", commit, in: sample.template.path)
    let result = try await sample.run()
    #expect(result.status == 4, "\(result.errorOutput)")
    #expect(result.errorOutput.contains("the template holds the name \".GIT\""))
  }
}
