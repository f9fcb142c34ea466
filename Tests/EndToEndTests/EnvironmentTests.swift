import TestSupport
import Testing

@Suite struct EnvironmentTests {
  /// A repository with two environments whose clusters have folders of their own.
  private func remote() async throws -> Remote {
    var files = BadInput.sound
    files["infrastructure.config.json"] = BadInput.twoEnvironments
    files["bot.config.json"] = files["bot.config.json"]?.replacing(
      "\"manifests/config.yaml\" }",
      with:
        "\"manifests/{{environment.name}}.yaml\" }, \"perEnvironment\": [\"manifests/my-cluster/**\"]"
    )
    files["manifests/shared.yaml"] = "host: shared.example.com\n"
    return try await Remote.holding(files)
  }

  private func changed(_ remote: Remote) async throws -> [Substring] {
    try await git(
      "diff", "--no-renames", "--name-only", "main", "gitops-bot/sync", in: remote.path
    ).split(separator: "\n")
  }

  @Test("each environment gets its own cluster folder and its own ConfigMap")
  func both() async throws {
    let remote = try await remote()

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    for environment in ["production", "staging"] {
      let site = try await remote.text(
        "manifests/acme-\(environment)/site.yaml", in: "gitops-bot/sync")
      #expect(site == "host: www.acme.io\ncluster: acme-\(environment)")
      let map = try await remote.text("manifests/\(environment).yaml", in: "gitops-bot/sync")
      #expect(map.contains("acme-\(environment)"))
    }
    #expect(
      try await remote.text("manifests/shared.yaml", in: "gitops-bot/sync")
        == "host: shared.acme.io")
  }

  @Test("--environment leaves what the other environment has as it was")
  func one() async throws {
    let remote = try await remote()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge()
    try await remote.commit("Grow both") {
      try $0.replace("\"nodeCount\": 3", with: "\"nodeCount\": 7", in: "infrastructure.config.json")
      try $0.replace("\"nodeCount\": 1", with: "\"nodeCount\": 6", in: "infrastructure.config.json")
    }

    let one = try await Bot.run(["run", remote.url, "--environment", "staging"])

    #expect(one.status == 0, "\(one.errorOutput)")
    #expect(try await changed(remote) == ["gitops-bot.lock.json", "manifests/staging.yaml"])

    let both = try await Bot.run(["run", remote.url])
    #expect(both.status == 0, "\(both.errorOutput)")
    #expect(
      try await changed(remote)
        == ["gitops-bot.lock.json", "manifests/production.yaml", "manifests/staging.yaml"])
  }

  @Test("a value for one of several environments needs --environment, and then reaches it alone")
  func set() async throws {
    let remote = try await remote()

    let unclear = try await Bot.run(["run", remote.url, "--set", "cluster.nodeCount=9"])
    #expect(unclear.status == 1)
    #expect(unclear.errorOutput.contains("say which with --environment"))
    #expect(unclear.errorOutput.contains("known: production, staging"))

    let clear = try await Bot.run(
      ["run", remote.url, "--set", "cluster.nodeCount=9", "--environment", "staging"])
    #expect(clear.status == 0, "\(clear.errorOutput)")
    let file = try await remote.text("infrastructure.config.json", in: "gitops-bot/sync")
    #expect(file.contains("\"s-2vcpu-4gb\", \"nodeCount\": 9"))
    #expect(file.contains("\"s-4vcpu-8gb\", \"nodeCount\": 3"))
  }
}
