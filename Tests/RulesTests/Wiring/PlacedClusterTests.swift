import Findings
import Flux
import FluxTestSupport
import Rules
import Testing
import YAML

/// Clusters whose ConfigMaps lie in none of their folders.
@Suite struct PlacedClusterTests {
  private typealias Sample = WiringSample

  private static func path(_ environment: String) -> String { "config/\(environment)/nested.yaml" }

  private static func place(
    _ environment: String, _ path: String? = nil, folders: Set<String> = [],
    standing: WiringConfiguration.Standing = .present
  ) -> WiringConfiguration.Place {
    .init(
      environment: environment, path: path ?? Self.path(environment),
      name: "infrastructure-config", namespace: "flux-system",
      values: .map([
        "size": .string("10Gi"), "cluster": .map(["name": .string("acme-" + environment)]),
      ]), folders: folders, standing: standing)
  }

  private static let both = WiringConfiguration(places: [place("production"), place("staging")])

  /// One application that every cluster applies.
  private static func tree(_ folders: [String], isBootstrapped: Bool) -> MemoryTree {
    var files = ["web/x.yaml": Sample.reference]
    for environment in ["production", "staging"] { files[path(environment)] = Sample.nested }
    for folder in folders {
      files[folder + "/web.yaml"] = Sample.kustomization("web", "./web")
      if isBootstrapped {
        files[folder + "/flux-system/gotk-sync.yaml"] = Sample.kustomization(
          "flux-system", "./" + folder)
      }
    }
    return MemoryTree(files)
  }

  /// The environment whose variables a cluster applies.
  private static func environment(_ folder: String, in tree: MemoryTree) -> String? {
    let kustomizations = FluxObjects(in: tree).kustomizations
    guard
      kustomizations.contains(where: {
        $0.file == folder + "/web.yaml"
          && $0.substituteFrom.contains { $0.name == "infrastructure-vars" }
      }),
      let own = kustomizations.first(where: { $0.file == folder + "/infra-config.yaml" })
    else { return nil }
    let text = tree.text((own.path ?? "") + "/infrastructure-vars.yaml")
    return ["production", "staging"].first {
      text.contains("infraConfig_cluster_name: \"acme-\($0)\"")
    }
  }

  @Test(
    "a cluster gets the values of the environment that its folder names",
    arguments: [
      ["clusters/acme-production", "clusters/acme-staging"],
      ["clusters/production", "clusters/staging"],
      ["flux/production-eu", "flux/eu.staging"],
      ["acme-production/flux", "acme-staging/flux"],
      // The last part is not always the one that tells.
      ["production/clusters/main", "staging/clusters/main"],
    ], [true, false])
  func named(folders: [String], isBootstrapped: Bool) {
    let result = Sample.wire(Self.tree(folders, isBootstrapped: isBootstrapped), Self.both)
    #expect(result.wiring.findings == [])
    #expect(folders.map { Self.environment($0, in: result.tree) } == ["production", "staging"])
  }

  @Test("a longer name is not taken for a shorter one that it contains")
  func longest() {
    let folders = ["clusters/acme-production", "clusters/acme-production-staging"]
    var places = Self.both.places
    places[1].values = .map([
      "size": .string("20Gi"), "cluster": .map(["name": .string("acme-production-staging")]),
    ])
    let result = Sample.wire(
      Self.tree(folders, isBootstrapped: true), WiringConfiguration(places: places))
    #expect(result.wiring.findings == [])
    #expect(Self.environment(folders[0], in: result.tree) == "production")
    #expect(
      result.tree.text("config/staging/infrastructure-vars.yaml").contains(
        "\"acme-production-staging\""))
  }

  @Test("a cluster that nothing names stays as it is, and that is said with what to do")
  func unnamed() throws {
    let folders = ["clusters/production", "clusters/other"]
    for isBootstrapped in [true, false] {
      let result = Sample.wire(Self.tree(folders, isBootstrapped: isBootstrapped), Self.both)
      #expect(
        folders.map { Self.environment($0, in: result.tree) } == ["production", nil])
      let finding = try #require(result.wiring.findings.first)
      #expect(result.wiring.findings.map(\.code) == [.wiringNoPlace])
      #expect(finding.message.contains("clusters/other"))
      #expect(finding.message.contains("production, staging"))
      #expect(finding.remedy.contains("cluster.name"))
      #expect(result.wiring.unplaced == ["clusters/other"])
    }
  }

  @Test("what a cluster was wired to tells more than nothing, whatever its folder is called")
  func recorded() {
    let folders = ["clusters/blue", "clusters/green"]
    let configuration = WiringConfiguration(places: [
      Self.place("production", folders: ["clusters/blue"]),
      Self.place("staging", folders: ["clusters/green"]),
    ])
    let result = Sample.wire(Self.tree(folders, isBootstrapped: true), configuration)
    #expect(folders.map { Self.environment($0, in: result.tree) } == ["production", "staging"])
    // Now each applies its own.
    let again = wired(result.tree, Self.both, earlier: result.wiring.wired)
    #expect(again.files.isEmpty && again.findings.isEmpty && again.wired == result.wiring.wired)
  }

  @Test("a cluster whose environment has left does not get another one's values")
  func left() {
    let folders = ["clusters/production", "clusters/staging"]
    let configuration = WiringConfiguration(places: [
      Self.place("production"), Self.place("staging", standing: .left),
    ])
    for isBootstrapped in [true, false] {
      let result = Sample.wire(Self.tree(folders, isBootstrapped: isBootstrapped), configuration)
      #expect(folders.map { Self.environment($0, in: result.tree) } == ["production", nil])
      #expect(result.wiring.findings == [])
    }
  }

  @Test("a copied cluster folder that still applies its original's ConfigMap is said")
  func copied() throws {
    let first = Sample.wire(
      Self.tree(["clusters/production"], isBootstrapped: true),
      WiringConfiguration(places: [Self.place("production")]))
    var copied = first.tree
    for name in ["web.yaml", "infra-config.yaml"] {
      copied.files["clusters/staging/" + name] = copied.files["clusters/production/" + name]
    }
    copied.files["clusters/staging/flux-system/gotk-sync.yaml"] = Array(
      Sample.kustomization("flux-system", "./clusters/staging").utf8)
    let second = Sample.wire(copied, Self.both, earlier: first.wiring.wired)
    #expect(Self.environment("clusters/production", in: second.tree) == "production")
    #expect(second.wiring.files.isEmpty)
    let finding = try #require(second.wiring.findings.first)
    #expect(finding.code == .wiringNoPlace && finding.message.contains("(production)"))
  }

  @Test("ConfigMaps that lie beside one another do not share a file with the variables")
  func besides() {
    let folders = ["clusters/production", "clusters/staging"]
    let first = Sample.wire(
      Self.tree([folders[0]], isBootstrapped: true).with([
        "config/production.yaml": Array(Sample.nested.utf8)
      ]), WiringConfiguration(places: [Self.place("production", "config/production.yaml")]))
    #expect(first.tree.files["config/infrastructure-vars.yaml"] != nil)
    let tree = first.tree.with(Self.tree(folders, isBootstrapped: true).files)
      .with(["config/staging.yaml": Array(Sample.nested.utf8)])
    let places = ["production", "staging"].map { Self.place($0, "config/\($0).yaml") }
    let second = Sample.wire(
      tree.with(first.tree.files), WiringConfiguration(places: places),
      earlier: first.wiring.wired)

    #expect(second.wiring.findings == [])
    #expect(folders.map { Self.environment($0, in: second.tree) } == ["production", "staging"])
    // The first one's stays where it was.
    #expect(first.tree.files.allSatisfy { second.tree.files[$0] == $1 })
    #expect(
      second.tree.text("config/infra-config-staging/kustomization.yaml").hasSuffix(
        "resources:\n  - infrastructure-vars.yaml\n  - ../staging.yaml\n"))
    for cluster in AppliedTree(of: second.tree).clusters {
      #expect(cluster.kustomizations.allSatisfy { $0.problem == nil })
    }
  }

  /// Two clusters that both apply the folder in which the ConfigMaps of both lie.
  private static func sharing(_ list: String?) -> MemoryTree {
    var files = tree(["clusters/production", "clusters/staging"], isBootstrapped: true).files
    for environment in ["production", "staging"] {
      files[path(environment)] = nil
      files["config/\(environment).yaml"] = Array(Sample.nested.utf8)
      files["clusters/\(environment)/config.yaml"] = Array(
        Sample.kustomization("config", "./config").utf8)
    }
    files["config/settings.yaml"] = Array(Sample.settings.utf8)
    files["config/kustomization.yaml"] = list.map { Array($0.utf8) }
    return MemoryTree([:]).with(files)
  }

  private static let beside = WiringConfiguration(
    places: ["production", "staging"].map { place($0, "config/\($0).yaml") })

  @Test("a list that both clusters apply has the ConfigMap of neither")
  func sharedList() {
    let list = "resources: [settings.yaml]\n"
    let result = Sample.wire(Self.sharing(list), Self.beside)
    #expect(result.wiring.findings == [])
    #expect(result.tree.text("config/kustomization.yaml") == list)
    for environment in ["production", "staging"] {
      #expect(Self.environment("clusters/" + environment, in: result.tree) == environment)
    }
    #expect(
      result.wiring.wired.clusters.map(\.variables)
        == ["config/infra-config-production", "config/infra-config-staging"])

    // The one that stays stays where it is.
    var left = Self.beside
    left.places[1].standing = .left
    let kept = result.tree.files.filter { !$0.key.contains("staging") }
    let later = Sample.wire(MemoryTree([:]).with(kept), left, earlier: result.wiring.wired)
    #expect(later.wiring.files.isEmpty)
    #expect(later.wiring.wired.clusters.map(\.variables) == ["config/infra-config-production"])
  }

  @Test("a folder with the ConfigMaps of two environments that is applied whole is an error")
  func appliedWhole() {
    let wiring = wired(Self.sharing(nil), Self.beside)
    #expect(wiring.files.isEmpty)
    #expect(wiring.findings.contains { $0.code == .wiringNoFolder })
    #expect(wiring.unplaced == ["clusters/production", "clusters/staging"])
  }

  @Test("the ConfigMap of an environment that has left is in no list any more")
  func unlisted() {
    let folders = ["clusters/production", "clusters/staging"]
    let first = Sample.wire(Self.tree(folders, isBootstrapped: true), Self.both)
    var gone = first.tree
    gone.files[Self.path("staging")] = nil
    var left = Self.both
    left.places[1].standing = .left
    let second = Sample.wire(gone, left, earlier: first.wiring.wired)
    #expect(second.wiring.files.keys.sorted() == ["config/staging/kustomization.yaml"])
    #expect(
      second.tree.text("config/staging/kustomization.yaml").hasSuffix(
        "resources:\n  - infrastructure-vars.yaml\n"))
    // It stays known, and so gets no other one's values once nothing else speaks of it.
    #expect(
      second.wiring.wired.clusters.last
        == WiredCluster(environment: "staging", folder: "clusters/staging"))
    left.places[1] = Self.place(
      "staging", "", folders: ["clusters/staging"], standing: .left)
    let third = Sample.wire(second.tree, left, earlier: second.wiring.wired)
    #expect(third.wiring.files.isEmpty && third.wiring.wired == second.wiring.wired)
  }
}
