import FluxTestSupport
import Rules
import Testing
import YAML

@Suite struct WiringTests {
  private typealias Sample = WiringSample

  @Test(arguments: [
    (
      "",
      "  postBuild:\n    substituteFrom:\n      - kind: ConfigMap\n        name: infrastructure-vars\n"
    ),
    ("  postBuild: {}\n", nil), ("  postBuild:\n", nil),
    ("  postBuild: { substitute: { a: b } }\n", nil),
    ("  postBuild:\n    substituteFrom: []\n", nil),
    ("  postBuild:\n    substituteFrom:\n    - kind: Secret\n      name: s\n", nil),
    ("  postBuild:\n    substituteFrom: # all\n", nil),
  ])
  func variablesReachEveryShapeOfPostBuild(more: String, added: String?) {
    let text = Sample.kustomization("web", "./web", more)
    for text in [text, text.replacing("\n", with: "\r\n"), String(text.dropLast())] {
      let tree = Sample.tree(["cluster/web.yaml": text, "web/x.yaml": Sample.reference])
      let result = Sample.wire(tree)
      #expect(Sample.wiredNames(result.tree) == ["web"])
      if let added, text.hasSuffix("\n"), !text.contains("\r") {
        #expect(result.tree.text("cluster/web.yaml") == text + added)
      }
      #expect(result.wiring.findings.isEmpty)
      #expect(!text.contains("\r\n") || !result.tree.text("cluster/web.yaml").contains(/[^\r]\n/))
    }
  }

  @Test func onlyPathsOfThisRepositoryWithReferencesAreWired() {
    let repository = """
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      metadata: { name: other, namespace: flux-system }
      spec: { url: "https://example.com/other" }
      ---

      """
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "web/"),
      "cluster/comment.yaml": Sample.kustomization("comment", "./comment"),
      "cluster/disabled.yaml": Sample.kustomization("disabled", "./disabled"),
      "cluster/other.yaml": repository + Sample.kustomization("other", "./web", source: "other"),
      "unused/web.yaml": Sample.kustomization("unused", "./web"),
      "web/kustomization.yaml": "patchesStrategicMerge: [p.yaml]\nresources: [../base]\n",
      "web/p.yaml": Sample.reference, "base/kustomization.yaml": "resources: [b.yaml]\n",
      "base/b.yaml": Sample.object + "a: 1\n",
      "comment/x.yaml": Sample.object + "a: 1 # ${infraConfig_size}\n",
      "disabled/x.yaml": Sample.reference.replacing(
        "  name: web\n",
        with: "  name: web\n  labels: { kustomize.toolkit.fluxcd.io/substitute: disabled }\n"),
    ])
    let result = Sample.wire(tree)
    #expect(Sample.wiredNames(result.tree) == ["web"])
    #expect(
      result.wiring.files.keys.sorted()
        == ["cluster/web.yaml", "config/infrastructure-vars.yaml", "config/kustomization.yaml"])
  }

  @Test func aClusterWhoseRootIsNotInTheRepositoryIsWiredToo() {
    let tree = Sample.tree([
      "cluster/root.yaml": "", "cluster/web.yaml": Sample.kustomization("web", "./web"),
      "web/x.yaml": Sample.reference,
    ])
    #expect(Sample.wiredNames(Sample.wire(tree).tree) == ["web"])
  }

  @Test func whatTheOwnerRemovedIsNotAddedAgain() {
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
      "web/y.yaml": Sample.object.replacing("web", with: "shell") + "run: ${HOME}\n",
    ])
    let first = Sample.wire(tree)
    var removed = first.tree
    removed.files["cluster/web.yaml"] = tree.files["cluster/web.yaml"]
    removed.files["web/y.yaml"] = tree.files["web/y.yaml"]
    let second = Sample.wire(removed, earlier: first.wiring.wired)
    #expect(second.wiring.files.isEmpty)
    #expect(
      second.wiring.wired.clusters.contains {
        $0.pieces.contains("substituteFrom:flux-system/web")
      })
    removed.files["cluster/web.yaml"] = first.tree.files["cluster/web.yaml"]
    #expect(Sample.wire(removed, earlier: first.wiring.wired).wiring.files.isEmpty)
  }

  @Test func eachNamespaceWithAConsumerGetsTheVariables() {
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web"),
      "cluster/shop.yaml": Sample.kustomization("shop", "./web", namespace: "shop"),
      "web/x.yaml": Sample.reference,
    ])
    let result = Sample.wire(tree)
    #expect(result.tree.text("config/infrastructure-vars.yaml").contains("namespace: flux-system"))
    #expect(result.tree.text("config/infrastructure-vars-shop.yaml").contains("namespace: shop\n"))
    #expect(
      result.tree.text("config/kustomization.yaml")
        == "resources:\n  - nested.yaml\n  - infrastructure-vars.yaml\n  - infrastructure-vars-shop.yaml\n"
    )
  }

  @Test func eachClusterTakesItsOwnConfigMap() {
    let tree = MemoryTree([
      "a/root.yaml": Sample.kustomization("flux-system", "./a"), "a/nested.yaml": Sample.nested,
      "a/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
      "b/root.yaml": Sample.kustomization("flux-system", "./b"), "b/nested.yaml": Sample.nested,
      "b/web.yaml": Sample.kustomization("web", "./web"),
    ])
    let configuration = WiringConfiguration(places: [
      Sample.place("a/nested.yaml"), Sample.place("b/nested.yaml"),
    ])
    let result = Sample.wire(tree, configuration)
    #expect(
      result.wiring.files.keys.sorted()
        == ["a/infrastructure-vars.yaml", "a/web.yaml", "b/infrastructure-vars.yaml", "b/web.yaml"])
    #expect(result.wiring.findings.isEmpty)
  }
}
