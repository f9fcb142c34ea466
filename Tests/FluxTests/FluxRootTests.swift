import Flux
import FluxTestSupport
import Testing
import YAML

/// Where clusters begin: what is no root is not applied, and what is one is not missed.
struct FluxRootTests {
  private static let app = """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: apps, namespace: flux-system}
    spec:
      path: ./apps
      prune: true
      sourceRef: {kind: GitRepository, name: flux-system}
    """
  private static let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {a: b}\n"

  private static func sync(_ path: String, url: String = "https://code.test/a") -> String {
    """
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: GitRepository
    metadata: {name: flux-system, namespace: flux-system}
    spec: {url: "\(url)", ref: {branch: main}}
    ---
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: flux-system, namespace: flux-system}
    spec: {path: \(path), prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
    """
  }

  private func model(_ files: [String: String]) -> AppliedTree {
    AppliedTree(of: MemoryTree(files.merging(["apps/a.yaml": Self.map]) { own, _ in own }))
  }

  @Test("A FluxInstance applies its path, with the patches that it has for it")
  func instance() throws {
    let model = model([
      "operator/instance.yaml": """
      apiVersion: fluxcd.controlplane.io/v1
      kind: FluxInstance
      metadata: {name: flux, namespace: flux-system}
      spec:
        sync: {kind: GitRepository, url: "https://code.test/a", ref: refs/heads/main, path: cluster}
        kustomize:
          patches:
            - target: {kind: Kustomization}
              patch: '- {op: add, path: /spec/postBuild, value: {substitute: {A: one}}}'
      """,
      "cluster/apps.yaml": Self.app.replacing("./apps", with: "./apps/${A}"),
      "apps/one/a.yaml": Self.map,
    ])
    let cluster = try #require(model.clusters.first)
    #expect(model.clusters.count == 1)
    #expect(cluster.start == .instance)
    #expect(cluster.kustomizations.map(\.folder) == ["cluster", "apps/one"])
  }

  @Test("The values of the chart flux-instance are found where a kustomization generates them")
  func instanceChart() {
    let model = model([
      "flux/release.yaml": """
      apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      metadata: {name: flux-instance, namespace: flux-system}
      spec:
        chartRef: {kind: OCIRepository, name: flux-instance}
        valuesFrom: [{kind: ConfigMap, name: values}]
      """,
      "flux/values.yaml": "instance: {sync: {path: cluster, url: https://code.test/a}}\n",
      "flux/kustomization.yaml": """
      resources: [release.yaml]
      configMapGenerator: [{name: values, files: [values.yaml]}]
      """,
      "cluster/apps.yaml": Self.app,
    ])
    #expect(model.clusters.map(\.root) == ["cluster"])
  }

  @Test("What is left of a cluster that has gone does not keep the others from being found")
  func leftOver() {
    let model = model([
      "archive/old/flux-system/gotk-sync.yaml": Self.sync(
        "./clusters/one", url: "https://old.test"),
      "clusters/one/apps.yaml": Self.app,
    ])
    #expect(model.clusters.map(\.root) == ["clusters/one"])
    #expect(model.clusters.first?.kustomizations.map(\.spec.name) == ["apps"])
  }

  @Test("A Kustomization of another repository whose path is the root is no cluster")
  func otherRepository() {
    let model = model([
      "clusters/a/flux-system/gotk-sync.yaml": Self.sync("./clusters/a"),
      "clusters/a/other.yaml": """
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      metadata: {name: other, namespace: flux-system}
      spec: {url: "https://other.test/x"}
      ---
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: {name: other, namespace: flux-system}
      spec: {path: ./, prune: true, sourceRef: {kind: GitRepository, name: other}}
      """,
    ])
    #expect(model.clusters.map(\.root) == ["clusters/a"])
    let other = model.clusters.first?.kustomizations.first { $0.spec.name == "other" }
    #expect(other?.problem?.stage == .source)
  }

  @Test("A root whose build takes something from elsewhere is still followed")
  func remoteResource() {
    let model = model([
      "clusters/a/flux-system/gotk-sync.yaml": Self.sync("./clusters/a"),
      "clusters/a/kustomization.yaml": """
      resources:
        - flux-system/gotk-sync.yaml
        - apps.yaml
        - https://example.com/crds.yaml
      """,
      "clusters/a/apps.yaml": Self.app,
    ])
    let names = model.clusters.first?.kustomizations.map(\.spec.name)
    #expect(names == ["flux-system", "apps"])
    #expect(model.clusters.first?.kustomizations.first?.problem?.stage == .notFollowed)
  }

  @Test("What two trees apply is built where they differ, and where a variable does")
  func pair() throws {
    let files = [
      "clusters/a/flux-system/gotk-sync.yaml": Self.sync("./clusters/a"),
      "clusters/a/vars.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: vars, namespace: flux-system}\ndata: {A: one}\n",
      "clusters/a/apps.yaml": Self.app
        + "\n  postBuild: {substituteFrom: [{kind: ConfigMap, name: vars}]}\n",
      "clusters/a/other.yaml": Self.app.replacing("apps", with: "other"),
      "clusters/a/third.yaml": Self.app.replacing("apps", with: "third"),
      "apps/a.yaml": Self.map.replacing("a: b", with: "a: \"${A}\""), "other/a.yaml": Self.map,
      "third/a.yaml": Self.map,
    ]
    var changed = files
    changed["clusters/a/vars.yaml"] = files["clusters/a/vars.yaml"]?.replacing("one", with: "two")
    changed["other/a.yaml"] = Self.map.replacing("a: b", with: "a: c")
    let pair = AppliedTree.pair(
      MemoryTree(files), MemoryTree(changed),
      differingIn: ["clusters/a/vars.yaml", "other/a.yaml"])
    for tree in [pair.before, pair.after] {
      let built = tree.clusters.flatMap(\.kustomizations).filter(\.isBuilt).map(\.spec.name)
      #expect(built == ["flux-system", "apps", "other"])
    }
    let texts = [pair.before, pair.after].map {
      $0.clusters[0].kustomizations[1].objects.first?.value["data", "a"]?.plainText
    }
    #expect(texts == ["one", "two"])
  }
}
