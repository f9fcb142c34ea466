import TestSupport
import Testing

/// Larger nodes ask for larger volumes, and a StatefulSet never changes the size of its claims.
@Suite struct HeldStorageTests {
  private static let path = "manifests/shared/config/infrastructure-config.yaml"

  private let remote: Remote

  init() async throws {
    remote = try await Remote.holding([
      "bot.config.json": """
      { "include": ["manifests/**"], "configMap": { "path": "\(HeldStorageTests.path)" } }
      """,
      "infrastructure.config.json": """
      {
        "project": { "name": "acme", "domain": "acme.io" },
        "environments": [
          { "name": "production",
            "cluster": { "nodeSize": "s-2vcpu-4gb", "nodeCount": 3, "haControlPlane": true } }
        ]
      }
      """,
      "manifests/clusters/c/web.yaml": """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata:
        name: web
        namespace: flux-system
      spec:
        interval: 10m
        path: ./manifests/apps/web
        prune: true
        sourceRef:
          kind: GitRepository
          name: flux-system
      """,
      "manifests/apps/web/set.yaml": """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata:
        name: web
        namespace: web
      spec:
        serviceName: web
        selector: { matchLabels: { app: web } }
        template:
          metadata: { labels: { app: web } }
          spec:
            containers:
              - name: web
                image: nginx
                resources: "${infraConfig.resourceProfiles.medium}"
        volumeClaimTemplates:
          - metadata: { name: data }
            spec:
              accessModes: [ReadWriteOnce]
              resources: { requests: { storage: "${infraConfig.storage.bulk.size}" } }
      """,
    ])
    let first = try await Bot.run(["run", remote.url])
    #expect(first.status == 0, "\(first.errorOutput)")
    try await remote.merge()
    try await remote.commit("Larger nodes") {
      try $0.replace("s-2vcpu-4gb", with: "s-4vcpu-8gb", in: "infrastructure.config.json")
    }
  }

  @Test("memory follows larger nodes though a size cannot, which stays with the steps to raise it")
  func held() async throws {
    let result = try await Bot.run(["run", remote.url])
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("storage-held"), "\(result.output)")
    #expect(result.output.contains("kubectl delete statefulset web --cascade=orphan"))
    let text = try await remote.text(Self.path, in: "gitops-bot/sync")
    #expect(text.contains("memory: 2Gi"))
    #expect(text.contains("size: 100Gi") && !text.contains("size: 200Gi"))
    #expect(text.contains("size: 20Gi"), "what no claim has grows")
  }

  @Test("what was held is not proposed again, and is said as long as it is so")
  func again() async throws {
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge()
    let later = try await Bot.run(["run", remote.url, "--recheck"])
    #expect(later.output.hasPrefix("unchanged"), "\(later.output)")
    #expect(later.output.contains("storage-held"), "\(later.output)")
  }

  @Test("who follows the steps gets the larger size with --allow-replace")
  func allowed() async throws {
    let result = try await Bot.run(["run", remote.url, "--allow-replace"])
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("dangerous-immutable"), "\(result.output)")
    let text = try await remote.text(Self.path, in: "gitops-bot/sync")
    #expect(text.contains("size: 200Gi"))
  }
}
