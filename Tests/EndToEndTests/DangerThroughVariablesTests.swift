import TestSupport
import Testing

/// What the bot itself substitutes decides what objects are called.
@Suite struct DangerThroughVariablesTests {
  private static let infrastructure = """
    {
      "project": { "name": "acme", "domain": "acme.io" },
      "environments": [
        { "name": "production",
          "cluster": { "nodeSize": "s-2vcpu-4gb", "nodeCount": 3, "haControlPlane": true } }
      ]
    }
    """

  /// A repository with a merged first proposal.
  private func settled(_ path: String, _ manifest: String) async throws -> Remote {
    let remote = try await Remote.holding([
      "bot.config.json": """
      {
        "include": ["manifests/**", "docs/**"],
        "replacements": [{ "kind": "domain", "from": "example.com", "to": "{{project.domain}}" }],
        "configMap": { "path": "manifests/shared/config/infrastructure-config.yaml" }
      }
      """,
      "infrastructure.config.json": Self.infrastructure,
      "manifests/clusters/c/web.yaml": """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: { name: web, namespace: flux-system }
      spec:
        interval: 10m
        path: ./manifests/apps/web
        prune: true
        sourceRef: { kind: GitRepository, name: flux-system }
      """,
      "manifests/apps/web/map.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: m }\n",
      path: manifest,
    ])
    let first = try await Bot.run(["run", remote.url])
    #expect(first.status == 0, "\(first.errorOutput)")
    try await remote.merge()
    return remote
  }

  @Test("an object with data whose name comes from a value is not renamed when the value changes")
  func name() async throws {
    let remote = try await settled(
      "manifests/apps/web/set.yaml",
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: { name: "${infraConfig.cluster.name}-web", namespace: web }
      spec: { serviceName: web }
      """)
    try await remote.commit("Another name") {
      try $0.replace("\"acme\"", with: "\"beta\"", in: "infrastructure.config.json")
    }
    let result = try await Bot.run(["run", remote.url])
    #expect(result.status == 4, "\(result.output)")
    #expect(result.errorOutput.contains("acme-production-web to beta-production-web"))
    #expect(result.errorOutput.contains("[dangerous-identity]"))
    #expect(result.errorOutput.contains("manifests/apps/web/set.yaml:3"))
  }

  @Test("an example that nothing applies keeps no value from changing")
  func unapplied() async throws {
    let remote = try await settled(
      "docs/job.yaml",
      """
      apiVersion: batch/v1
      kind: Job
      metadata: { name: once }
      spec: { template: { spec: { containers: [{ name: a, image: a, args: [www.example.com] }] } } }
      """)
    try await remote.commit("Another domain") {
      try $0.replace("acme.io", with: "acme.dev", in: "infrastructure.config.json")
    }
    let result = try await Bot.run(["run", remote.url])
    #expect(result.status == 0, "\(result.errorOutput)")
    let text = try await remote.text("docs/job.yaml", in: "gitops-bot/sync")
    #expect(text.contains("www.acme.dev"))
  }
}
