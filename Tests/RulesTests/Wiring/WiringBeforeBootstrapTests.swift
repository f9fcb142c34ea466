import Findings
import Flux
import FluxTestSupport
import Rules
import Testing
import YAML

/// Repositories into which `flux bootstrap` has not written yet.
@Suite struct WiringBeforeBootstrapTests {
  private typealias Sample = WiringSample

  private static let files = [
    "clusters/a/nested.yaml": Sample.nested, "clusters/b/nested.yaml": Sample.nested,
    "clusters/a/apps/web.yaml": Sample.kustomization("web", "./web"),
    "clusters/b/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
  ]

  private static let configuration = WiringConfiguration(places: [
    Sample.place("clusters/a/nested.yaml"), Sample.place("clusters/b/nested.yaml"),
  ])

  @Test("what lies in the folder of a place takes its ConfigMap")
  func folders() {
    let result = Sample.wire(MemoryTree(Self.files), Self.configuration)

    #expect(result.wiring.findings.isEmpty)
    #expect(Sample.wiredNames(result.tree) == ["web", "web"])
    for cluster in ["a", "b"] {
      #expect(result.tree.files["clusters/\(cluster)/infrastructure-vars.yaml"] != nil)
    }
  }

  @Test(
    "the root that flux bootstrap will write applies the cluster's folder, so that nothing else has to",
    arguments: [
      "clusters/a/nested.yaml", "clusters/a/config/nested.yaml", "clusters/nested.yaml",
      "nested.yaml",
    ])
  func futureRoot(path: String) {
    let files = [
      path: Sample.nested, "clusters/a/web.yaml": Sample.kustomization("web", "./web"),
      "web/x.yaml": Sample.reference,
    ]
    let configuration = WiringConfiguration(places: [Sample.place(path)])
    let result = Sample.wire(MemoryTree(files), configuration)

    let folder = path.replacing("nested.yaml", with: "")
    #expect(
      result.wiring.files.keys.sorted()
        == ["clusters/a/web.yaml", folder + "infrastructure-vars.yaml"].sorted())
    #expect(result.wiring.findings.isEmpty)
  }

  @Test("where the cluster's folder has a kustomization file, that lists the ConfigMaps")
  func futureRootWithList() {
    let files = [
      "clusters/a/nested.yaml": Sample.nested,
      "clusters/a/kustomization.yaml": "resources:\n  - web.yaml\n",
      "clusters/a/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
    ]
    let configuration = WiringConfiguration(places: [Sample.place("clusters/a/nested.yaml")])
    let result = Sample.wire(MemoryTree(files), configuration)

    #expect(
      result.tree.text("clusters/a/kustomization.yaml")
        == "resources:\n  - web.yaml\n  - nested.yaml\n  - infrastructure-vars.yaml\n")
    #expect(!result.tree.files.keys.contains("clusters/a/infra-config.yaml"))
  }

  @Test("flux bootstrap, which comes later, leaves nothing to be done")
  func afterwards() {
    let before = Sample.wire(MemoryTree(Self.files), Self.configuration)
    var after = before.tree
    for cluster in ["a", "b"] {
      after.files["clusters/\(cluster)/flux-system/gotk-sync.yaml"] = Array(
        Sample.kustomization("flux-system", "./clusters/\(cluster)").utf8)
    }

    let again = Sample.wire(after, Self.configuration, earlier: before.wiring.wired)
    #expect(again.wiring.files.keys.sorted() == [] && again.wiring.findings.isEmpty)
  }

  @Test("a place is the cluster's whose Kustomization applies it, and that's folder is the cluster")
  func appliedPlaces() {
    var files = ["web/x.yaml": Sample.reference]
    for cluster in ["a", "b"] {
      files["config/\(cluster)/nested.yaml"] = Sample.nested
      files["clusters/\(cluster)/config.yaml"] = Sample.kustomization(
        "config", "./config/\(cluster)")
      files["clusters/\(cluster)/apps.yaml"] = Sample.kustomization("apps", "./apps/\(cluster)")
      // Applied by the one before, and itself in no folder of the cluster.
      files["apps/\(cluster)/web.yaml"] = Sample.kustomization("web", "./web")
    }
    let configuration = WiringConfiguration(
      places: ["a", "b"].map { Sample.place("config/\($0)/nested.yaml") })
    let result = Sample.wire(MemoryTree(files), configuration)

    #expect(result.wiring.findings.isEmpty)
    #expect(Sample.wiredNames(result.tree) == ["web", "web"])
  }

  @Test(
    "where folders do not tell clusters apart, that is said with what to do",
    arguments: [
      // What refers to the values lies elsewhere.
      ["clusters/a/apps/web.yaml": "", "clusters/b/web.yaml": "", "top/web.yaml": "./web"]
    ])
  func unclear(changes: [String: String]) throws {
    var files = Self.files
    for (path, text) in changes {
      files[path] = text.isEmpty ? nil : Sample.kustomization("web", text)
    }
    let wiring = wired(MemoryTree(files), Self.configuration)

    #expect(wiring.files.isEmpty)
    let finding = try #require(wiring.findings.first { $0.code == .wiringNoPlace })
    #expect(finding.remedy.contains("flux bootstrap"))
  }

  @Test("an environment of which nothing is there yet keeps no other one from being wired")
  func absent() {
    var files = Self.files
    files["clusters/b/web.yaml"] = nil
    let result = Sample.wire(MemoryTree(files), Self.configuration)

    #expect(result.wiring.findings.isEmpty)
    #expect(Sample.wiredNames(result.tree) == ["web"])
    #expect(result.tree.files["clusters/a/infrastructure-vars.yaml"] != nil)
    #expect(result.tree.files["clusters/b/infrastructure-vars.yaml"] == nil)
  }

  @Test("what lies in no cluster's folder and refers to values is named by itself")
  func rest() {
    var files = Self.files
    files["elsewhere/shop.yaml"] = Sample.kustomization("shop", "./web")
    let wiring = wired(MemoryTree(files), Self.configuration)

    #expect(wiring.findings.map(\.path) == ["elsewhere/shop.yaml"])
    #expect(wiring.files["clusters/b/web.yaml"] != nil)
    #expect(wiring.files["elsewhere/shop.yaml"] == nil)
  }
}
