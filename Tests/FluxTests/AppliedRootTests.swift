import Flux
import FluxTestSupport
import Testing
import YAML

@Suite struct AppliedRootTests {
  private static let sync = """
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: GitRepository
    metadata: { name: flux-system, namespace: flux-system }
    spec: { url: "https://host.test/team/gitops", ref: { branch: main } }
    ---
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: { name: flux-system, namespace: flux-system }
    spec: { path: ./clusters/a, prune: true, sourceRef: { kind: GitRepository, name: flux-system } }

    """

  private static func kustomization(_ name: String, _ source: String, more: String = "") -> String {
    """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: { name: \(name), namespace: flux-system }
    spec:
      path: ./\(name)
      prune: true
      sourceRef: \(source)
    \(more)
    """
  }

  @Test("a mistake in the first folder of a cluster is told as that, and does not hide the cluster")
  func failingRoot() throws {
    let tree = MemoryTree([
      "clusters/a/flux-system/gotk-sync.yaml": Self.sync,
      "clusters/a/kustomization.yaml": "resources: [flux-system, missing.yaml]\n",
      "clusters/a/flux-system/kustomization.yaml": "resources: [gotk-sync.yaml]\n",
      "apps/one/ks.yaml": Self.kustomization("web", "{ kind: GitRepository, name: flux-system }"),
      "web/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n",
    ])
    let cluster = try #require(AppliedTree(of: tree).clusters.first)
    #expect(AppliedTree(of: tree).clusters.count == 1)
    #expect(cluster.root == "clusters/a" && cluster.start == .bootstrap)
    let root = try #require(cluster.kustomizations.first)
    #expect(root.problem?.stage == .build && root.problem?.message.contains("missing.yaml") == true)
  }

  @Test("a cluster before bootstrap is found by Kustomizations of artifacts too")
  func artifacts() throws {
    let tree = MemoryTree([
      "clusters/a/artifacts.yaml": """
      apiVersion: source.extensions.fluxcd.io/v1beta1
      kind: ArtifactGenerator
      metadata: { name: all, namespace: flux-system }
      spec:
        sources: [{ alias: repo, kind: GitRepository, name: flux-system }]
        artifacts: [{ name: apps, copy: [{ from: "@repo/apps/**", to: "@artifact/" }] }]

      """,
      "clusters/a/apps.yaml": Self.kustomization("web", "{ kind: ExternalArtifact, name: apps }"),
      "apps/web/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n",
    ])
    let cluster = try #require(AppliedTree(of: tree).clusters.first)
    #expect(cluster.root == "clusters/a")
    let web = try #require(cluster.kustomizations.first { $0.spec.name == "web" })
    #expect(web.problem == nil && web.folder == "apps/web")
    #expect(web.objects.map(\.identity.name) == ["a"])
  }

  /// A cluster whose Kustomization takes variables from a Secret that no file has.
  private func unknown(_ value: String) throws -> AppliedKustomization {
    let tree = MemoryTree([
      "clusters/a/flux-system/gotk-sync.yaml": Self.sync,
      "clusters/a/web.yaml": Self.kustomization(
        "web", "{ kind: GitRepository, name: flux-system }",
        more: """
            postBuild:
              substitute: { LIST: "[ { a: b } ]" }
              substituteFrom: [{ kind: Secret, name: made-by-others }]

          """),
      "web/a.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { list: \"\(value)\" }\n",
    ])
    let cluster = try #require(AppliedTree(of: tree).clusters.first)
    return try #require(cluster.kustomizations.first { $0.spec.name == "web" })
  }

  @Test("texts that are not known are not taken for a mistake, and other mistakes still are")
  func unknownTexts() throws {
    let plain = try unknown("${HIDDEN}")
    #expect(plain.problem?.stage == .variables && plain.knownProblem == nil)
    #expect(plain.objects.first?.value["data", "list"] == .string("${HIDDEN}"))

    let unreadable = try unknown("${q:='}${LIST}${q:='}")
    #expect(unreadable.knownProblem == nil)
    #expect(unreadable.objects.first.map(unreadable.isUnreadable) == true)
    #expect(unreadable.objects.first?.value["data", "list"] == .string("[ { a: b } ]"))

    let mistake = try unknown("${a.b}")
    #expect(mistake.knownProblem?.stage == .substitution)
  }
}
