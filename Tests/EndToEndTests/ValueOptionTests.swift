import TestSupport
import Testing

@Suite struct ValueOptionTests {
  @Test("a value given once with --set is in the proposal's configuration, so it is never lost")
  func option() async throws {
    let remote = try await Remote.example()

    let result = try await Bot.run(
      ["run", remote.url, "--set", "project.domain=acme.dev", "--set", "cluster.nodeCount=5"])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("value project.domain = acme.dev (--set)"))
    let file = try await git(
      "diff", "--unified=0", "main", "gitops-bot/sync", "--", "infrastructure.config.json",
      in: remote.path)
    let lines = file.split(separator: "\n").filter { $0.hasPrefix("+ ") || $0.hasPrefix("- ") }
    #expect(
      lines.map { $0.dropFirst().drop { $0 == " " } } == [
        "\"domain\": \"acme.io\",", "\"domain\": \"acme.dev\",",
        "\"nodeCount\": 3,", "\"nodeCount\": 5,",
      ])
    let info = try await remote.text(
      "manifests/shared/config/cluster-info.yaml", in: "gitops-bot/sync")
    #expect(info.contains("domain: acme.dev"))

    try await remote.merge()
    let again = try await Bot.run(["run", remote.url])
    #expect(again.output.hasPrefix("unchanged: "), "\(again.output)\(again.errorOutput)")
  }

  @Test("a value from a variable works like --set, which goes first")
  func variable() async throws {
    let remote = try await Remote.example()

    let result = try await Bot.run(
      ["run", remote.url, "--set", "project.email=team@acme.dev"],
      environment: [
        "GITOPS_BOT_VALUE_PROJECT_DOMAIN": "acme.dev",
        "GITOPS_BOT_VALUE_PROJECT_EMAIL": "lost@acme.dev",
      ])

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(
      result.output.contains("value project.domain = acme.dev (GITOPS_BOT_VALUE_PROJECT_DOMAIN)"))
    let file = try await remote.text("infrastructure.config.json", in: "gitops-bot/sync")
    #expect(file.contains("\"domain\": \"acme.dev\""))
    #expect(file.contains("\"email\": \"team@acme.dev\""))
    #expect(!file.contains("lost@"))
  }

  @Test("--config reads the rules of a file here, and the repository needs none")
  func configurationFile() async throws {
    var files = BadInput.sound
    let configuration = files.removeValue(forKey: "bot.config.json") ?? ""
    let remote = try await Remote.holding(files)
    let file = try remote.folder.write(configuration, to: "mine.json")

    let result = try await Bot.run(["run", remote.url, "--config", file])

    #expect(result.status == 0, "\(result.errorOutput)")
    let text = try await remote.text("manifests/acme-production/site.yaml", in: "gitops-bot/sync")
    #expect(text.hasPrefix("host: www.acme.io"))
  }

  @Test("--only static leaves the ConfigMap for later, and the next run adds it alone")
  func onlyStatic() async throws {
    let remote = try await Remote.unwired()

    #expect(try await Bot.run(["run", remote.url, "--only", "static"]).status == 0)

    let paths = try await remote.paths(in: "gitops-bot/sync")
    #expect(!paths.contains("manifests/shared/config/infrastructure-config.yaml"))
    #expect(paths.contains("manifests/clusters/acme-production/shared.yaml"))
    try await remote.merge()
    let result = try await Bot.run(["run", remote.url])
    #expect(result.status == 0, "\(result.errorOutput)")
    let names = try await git("diff", "--name-only", "main", "gitops-bot/sync", in: remote.path)
    #expect(
      names.split(separator: "\n") == [
        "gitops-bot.lock.json", "manifests/shared/config/infrastructure-config.yaml",
      ])
  }

  @Test("--only dynamic makes the ConfigMap and rewrites nothing")
  func onlyDynamic() async throws {
    let remote = try await Remote.unwired()

    let result = try await Bot.run(["run", remote.url, "--only", "dynamic"])

    #expect(result.status == 0, "\(result.errorOutput)")
    let names = try await git("diff", "--name-only", "main", "gitops-bot/sync", in: remote.path)
    #expect(
      names.split(separator: "\n") == [
        "gitops-bot.lock.json", "manifests/shared/config/infrastructure-config.yaml",
      ])
  }
}
