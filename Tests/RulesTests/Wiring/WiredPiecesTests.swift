import Findings
import Flux
import FluxTestSupport
import Rules
import Testing
import YAML

/// What a lock says is wired, by cluster.
@Suite struct WiredPiecesTests {
  private typealias Sample = WiringSample

  private static let list = [
    "substituteFrom:flux-system/web", "dependsOn:flux-system/web",
    "Kustomization:flux-system/infra-config", "patched:flux-system/web:Secret/s",
    "patched:web/kustomization.yaml:Secret/s", "disabled:web/y.yaml:Service/shell",
    "resource:config/kustomization.yaml:infrastructure-vars.yaml",
  ]

  @Test("what one list said of all clusters is said of each")
  func migrated() {
    let pieces = WiredPieces(
      list: Self.list,
      environments: [("a", "config/nested.yaml"), ("b", "clusters/b/nested.yaml")])
    #expect(
      pieces.shared == [
        "disabled:web/y.yaml:Service/shell", "patched:web/kustomization.yaml:Secret/s",
        "resource:config/kustomization.yaml:infrastructure-vars.yaml",
      ])
    #expect(pieces.clusters.map(\.environment) == ["a", "b"])
    #expect(pieces.clusters.map(\.variables) == ["config", nil])
    for cluster in pieces.clusters {
      #expect(cluster.folder == nil)
      #expect(
        cluster.pieces == [
          "Kustomization:flux-system/infra-config", "dependsOn:flux-system/web",
          "patched:flux-system/web:Secret/s", "substituteFrom:flux-system/web",
        ])
    }
  }

  private static func cluster(_ name: String) -> [String: String] {
    [
      "clusters/\(name)/root.yaml": Sample.kustomization("flux-system", "./clusters/\(name)"),
      "clusters/\(name)/nested.yaml": Sample.nested,
      "clusters/\(name)/web.yaml": Sample.kustomization("web", "./web"),
      "web/x.yaml": Sample.reference,
    ]
  }

  private static func configuration(_ names: [String]) -> WiringConfiguration {
    WiringConfiguration(places: names.map { Sample.place("clusters/\($0)/nested.yaml") })
  }

  private static func tree(_ names: [String]) -> MemoryTree {
    MemoryTree(names.map(cluster).reduce([:]) { $0.merging($1) { $1 } })
  }

  /// The files whose Kustomizations have the variables.
  private static func wiredFiles(_ tree: MemoryTree) -> [String] {
    FluxObjects(in: tree).kustomizations
      .filter { $0.substituteFrom.contains { $0.name == "infrastructure-vars" } }
      .map(\.file).sorted()
  }

  @Test("what the owner removed in one cluster stays away there, and stays in the other")
  func removed() {
    let names = ["a", "b"]
    let first = Sample.wire(Self.tree(names), Self.configuration(names))
    #expect(first.wiring.wired.clusters.map(\.folder) == ["clusters/a", "clusters/b"])
    let web = "clusters/a/web.yaml"
    let owners = first.tree.with([web: Array(Sample.kustomization("web", "./web").utf8)])

    let second = Sample.wire(owners, Self.configuration(names), earlier: first.wiring.wired)
    #expect(Self.wiredFiles(second.tree) == ["clusters/b/web.yaml"])
    #expect(second.wiring.wired == first.wiring.wired)

    // A third one knows nothing of it.
    let three = names + ["c"]
    let third = Sample.wire(
      second.tree.with(Self.tree(["c"]).files), Self.configuration(three),
      earlier: second.wiring.wired)
    #expect(Self.wiredFiles(third.tree) == ["clusters/b/web.yaml", "clusters/c/web.yaml"])
  }

  @Test(
    "in a Kustomization that two clusters read, what the owner removed for one does not come back for the other"
  )
  func removedFromShared() throws {
    var files = Self.tree(["a", "b"]).files
    for name in ["a", "b"] {
      files["clusters/\(name)/web.yaml"] = nil
      files["clusters/\(name)/kustomization.yaml"] = Array(
        "resources: [root.yaml, nested.yaml, ../../base]\n".utf8)
    }
    files["base/kustomization.yaml"] = Array("resources: [web.yaml]\n".utf8)
    let web = Array(Sample.kustomization("web", "./web").utf8)
    files["base/web.yaml"] = web
    var alone = MemoryTree([:]).with(files)
    for path in files.keys where path.hasPrefix("clusters/b/") { alone.files[path] = nil }
    let first = Sample.wire(alone, Self.configuration(["a"]))
    #expect(Self.wiredFiles(first.tree) == ["base/web.yaml"])

    var joined = first.tree.with(files.filter { $0.key.hasPrefix("clusters/b/") })
    let both = Self.configuration(["a", "b"])
    let kept = Sample.wire(joined, both, earlier: first.wiring.wired)
    #expect(kept.wiring.findings.isEmpty && kept.wiring.wired.clusters.count == 2)

    joined.files["base/web.yaml"] = web
    let second = Sample.wire(joined, both, earlier: first.wiring.wired)
    #expect(Self.wiredFiles(second.tree) == [])
    let finding = try #require(second.wiring.findings.first)
    #expect(finding.path == "base/web.yaml" && finding.message.contains("for b too"))
  }

  @Test("a renamed cluster is the same one")
  func renamed() {
    let first = Sample.wire(Self.tree(["a", "b"]), Self.configuration(["a", "b"]))
    var files: [String: [UInt8]] = [:]
    for (path, bytes) in first.tree.files {
      let text = String(decoding: bytes, as: UTF8.self)
        .replacing("./clusters/a", with: "./clusters/live")
      files[path.replacing("clusters/a/", with: "clusters/live/")] = Array(text.utf8)
    }
    files["clusters/live/web.yaml"] = Array(Sample.kustomization("web", "./web").utf8)
    var configuration = Self.configuration(["a", "b"])
    configuration.places[0].path = "clusters/live/nested.yaml"
    let second = Sample.wire(
      MemoryTree([:]).with(files), configuration, earlier: first.wiring.wired)
    #expect(second.wiring.files.isEmpty)
    #expect(second.wiring.wired.clusters.map(\.folder) == ["clusters/live", "clusters/b"])
    #expect(second.wiring.wired.clusters.map(\.pieces) == first.wiring.wired.clusters.map(\.pieces))
  }

  @Test("a cluster that comes back is wired, whatever it had when it left")
  func back() {
    let both = Self.configuration(["a", "b"])
    let first = Sample.wire(Self.tree(["a", "b"]), both)
    var without = first.tree
    for path in without.files.keys where path.hasPrefix("clusters/b/") {
      without.files[path] = nil
    }
    var left = both
    left.places[1].standing = .left
    let second = Sample.wire(without, left, earlier: first.wiring.wired)
    #expect(second.wiring.wired.clusters.map(\.environment) == ["a"])
    let third = Sample.wire(
      second.tree.with(Self.tree(["b"]).files), both, earlier: second.wiring.wired)
    #expect(Self.wiredFiles(third.tree) == ["clusters/a/web.yaml", "clusters/b/web.yaml"])
  }
}
