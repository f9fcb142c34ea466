import Findings
import Flux
import FluxTestSupport
import Rules
import Testing

/// Several clusters that apply the same files.
@Suite struct SharedPathTests {
  private typealias Sample = WiringSample

  @Test("a Kustomization that several clusters share is wired once", arguments: [true, false])
  func shared(hasRoots: Bool) {
    var files = [
      "shared/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
      "web/y.yaml": Sample.object.replacing("web", with: "shell") + "run: ${HOME}\n",
      "web/z.yaml": Sample.reference.replacing("web", with: "other") + "  run: ${HOME}\n",
    ]
    for cluster in ["a", "b"] {
      files["clusters/\(cluster)/nested.yaml"] = Sample.nested
      files["clusters/\(cluster)/shared.yaml"] = Sample.kustomization("shared", "./shared")
      if hasRoots {
        files["clusters/\(cluster)/root.yaml"] = Sample.kustomization(
          "flux-system", "./clusters/\(cluster)")
      }
    }
    let configuration = WiringConfiguration(
      places: ["a", "b"].map { Sample.place("clusters/\($0)/nested.yaml") })
    let result = Sample.wire(MemoryTree(files), configuration)

    #expect(result.wiring.findings.allSatisfy { $0.code == .substitutionProtected })
    let sources = result.tree.text("shared/web.yaml").matches(of: /name: infrastructure-vars/)
    #expect(sources.count == 1, "\(result.tree.text("shared/web.yaml"))")
    let marks = result.tree.text("web/y.yaml").matches(of: /substitute: disabled/)
    #expect(marks.count == 1, "\(result.tree.text("web/y.yaml"))")
    #expect(result.tree.text("web/z.yaml").contains("run: $${HOME}"))
  }

  @Test("a cluster that joins later leaves what was escaped for the first as it is")
  func joining() {
    let first = Sample.wire(
      MemoryTree([
        "clusters/a/root.yaml": Sample.kustomization("flux-system", "./clusters/a"),
        "clusters/a/nested.yaml": Sample.nested,
        "clusters/a/web.yaml": Sample.kustomization("web", "./web"),
        "web/z.yaml": Sample.reference.replacing("web", with: "other") + "  run: ${HOME}\n",
      ]), WiringConfiguration(places: [Sample.place("clusters/a/nested.yaml")]))
    #expect(first.tree.text("web/z.yaml").contains("run: $${HOME}"))

    let joined = first.tree.with(
      MemoryTree([
        "clusters/b/root.yaml": Sample.kustomization("flux-system", "./clusters/b"),
        "clusters/b/nested.yaml": Sample.nested,
        "clusters/b/shop.yaml": Sample.kustomization("shop", "./web"),
      ]).files)
    let configuration = WiringConfiguration(
      places: ["a", "b"].map { Sample.place("clusters/\($0)/nested.yaml") })
    let second = Sample.wire(joined, configuration, earlier: first.wiring.wired)

    #expect(second.tree.text("web/z.yaml") == first.tree.text("web/z.yaml"))
    #expect(Sample.wiredNames(second.tree) == ["shop", "web"])
  }

  @Test(
    "a new cluster is wired though its Kustomizations have names of another's",
    arguments: [true, false])
  func sameNames(isNew: Bool) {
    let first = Sample.wire(
      MemoryTree([
        "clusters/a/root.yaml": Sample.kustomization("flux-system", "./clusters/a"),
        "clusters/a/nested.yaml": Sample.nested,
        "clusters/a/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
      ]), WiringConfiguration(places: [Sample.place("clusters/a/nested.yaml")]))
    let joined = first.tree.with(
      MemoryTree([
        "clusters/b/root.yaml": Sample.kustomization("flux-system", "./clusters/b"),
        "clusters/b/nested.yaml": Sample.nested,
        "clusters/b/web.yaml": Sample.kustomization("web", "./web"),
      ]).files)
    let places = ["a", "b"].map { Sample.place("clusters/\($0)/nested.yaml") }
    var earlier = first.wiring.wired
    if !isNew {
      earlier.clusters += earlier.clusters.map {
        WiredCluster(environment: "b", folder: "clusters/b", pieces: $0.pieces)
      }
    }
    let second = Sample.wire(joined, WiringConfiguration(places: places), earlier: earlier)

    // What an older cluster lacks its owner has removed.
    #expect(Sample.wiredNames(second.tree) == (isNew ? ["web", "web"] : ["web"]))
  }
}
