import TestSupport
import Testing

/// Reviewers see which files the bot connects to the generated values.
@Suite struct WiredFileTests {
  private static func kustomization(_ name: String, _ path: String) -> String {
    """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: { name: \(name), namespace: flux-system }
    spec:
      interval: 10m
      path: \(path)
      prune: true
      sourceRef: { kind: GitRepository, name: flux-system }

    """
  }

  private static let player = """
    apiVersion: v1
    kind: ConfigMap
    metadata: { name: player, namespace: default }
    data:
      zone: ${infraConfig.cluster.region}

    """

  private func repository() async throws -> Remote {
    try await Remote.holding([
      "bot.config.json": """
      { "replacements": [{ "kind": "name", "from": "my-cluster", "to": "{{cluster.name}}", "paths": true }],
        "configMap": { "path": "config/infrastructure-config.yaml" } }

      """,
      "infrastructure.config.json": """
      { "project": { "name": "acme", "domain": "acme.io" }, "environments": [ { "name": "production",
        "cluster": { "region": "nyc3", "nodeSize": "s-4vcpu-8gb", "nodeCount": 3 } } ] }

      """,
      "clusters/my-cluster/flux-system.yaml": Self.kustomization(
        "flux-system", "./clusters/my-cluster"),
      "clusters/my-cluster/media.yaml": Self.kustomization("media", "./media"),
      "media/player.yaml": Self.player,
    ])
  }

  /// What the summary of a step says of each file, and the text of a plan.
  private func changes(_ remote: Remote) async throws -> (body: [String: String], text: String) {
    let folder = try TemporaryFolder()
    let run = try await Bot.run(
      ["run", remote.url, "--output", "github"],
      environment: [
        "GITHUB_OUTPUT": folder.path("output"), "GITHUB_STEP_SUMMARY": folder.path("summary"),
      ])
    #expect(run.status == 0, "\(run.errorOutput)")
    let summary = String(decoding: try folder.read("summary"), as: UTF8.self)
    var body: [String: String] = [:]
    for match in summary.matches(of: /\| `([^ `]+)` \| `([^`]+)` \|\n/) {
      body[String(match.1)] = String(match.2)
    }
    let plan = try await Bot.run(["plan", remote.url, "--verbose"])
    return (body, plan.output)
  }

  @Test("a file that is wired is said to be, besides what else happens to it, and only then")
  func named() async throws {
    let remote = try await repository()
    let first = try await changes(remote)
    let cluster = "clusters/acme-production"
    #expect(first.body["\(cluster)/media.yaml"] == "renamed, wired", "\(first.body)")
    #expect(first.body["media/player.yaml"] == "wired")
    #expect(first.body["config/infrastructure-config.yaml"] == "generated")
    #expect(first.body["config/infrastructure-vars.yaml"] == "generated")
    #expect(first.text.contains("media/player.yaml (wired)"), "\(first.text)")
    #expect(first.text.contains(" wired\n"))
    try await remote.merge()
    try await remote.removeBranch()

    // What is wired already is not wired again, and what is new is.
    try await remote.commit("Another one, and another region") {
      try $0.replace("nyc3", with: "fra1", in: "infrastructure.config.json")
      try $0.write(Self.kustomization("music", "./music"), to: "\(cluster)/music.yaml")
      try $0.write(Self.player, to: "music/player.yaml")
    }
    let second = try await changes(remote)
    #expect(second.body["\(cluster)/music.yaml"] == "wired", "\(second.body)")
    #expect(second.body["music/player.yaml"] == "wired")
    #expect(second.body["\(cluster)/media.yaml"] == nil)
    #expect(second.body["config/infrastructure-vars.yaml"] == "generated")
  }
}
