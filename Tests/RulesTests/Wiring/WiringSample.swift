import Flux
import FluxTestSupport
import Rules
import Testing
import YAML

/// Small repositories to be wired.
enum WiringSample {
  static let values = Value.map([
    "size": .string("10Gi"), "count": .int(3), "zone": .string("a"),
  ])

  /// Variables that are not the bot's.
  static let settings = """
    apiVersion: v1
    kind: ConfigMap
    metadata: { name: settings, namespace: flux-system }
    data: { HOST: example.com }

    """

  static func configuration(_ path: String = "config/nested.yaml") -> WiringConfiguration {
    WiringConfiguration(places: [place(path)])
  }

  /// A place whose environment is called as the folder of its file.
  static func place(_ path: String) -> WiringConfiguration.Place {
    .init(
      environment: path.split(separator: "/").dropLast().last.map(String.init) ?? "production",
      path: path, name: "infrastructure-config", namespace: "flux-system",
      variablesName: "infrastructure-vars", values: values)
  }

  /// A Flux Kustomization.
  static func kustomization(
    _ name: String, _ path: String, _ more: String = "", namespace: String = "flux-system",
    source: String = "flux-system"
  ) -> String {
    """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: \(name)
      namespace: \(namespace)
    spec:
      interval: 10m
      path: \(path)
    \(more)  sourceRef:
        kind: GitRepository
        name: \(source)
        namespace: flux-system

    """
  }

  /// The Kustomization that applies its own folder.
  static let root = kustomization("flux-system", "./cluster")

  static let object = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  "
  static let reference = object + "size: ${infraConfig_size}\n"

  static let nested = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: infrastructure-config }\n"

  /// A cluster whose folder `config` is applied by a Kustomization of its own.
  static func tree(_ files: [String: String]) -> MemoryTree {
    let base = [
      "cluster/root.yaml": root, "cluster/config.yaml": kustomization("config", "./config"),
      "config/kustomization.yaml": "resources:\n  - nested.yaml\n", "config/nested.yaml": nested,
    ]
    return MemoryTree(base.merging(files) { _, new in new }.filter { !$0.value.isEmpty })
  }

  /// Wires `tree`, then the result again, which must change nothing.
  static func wire(
    _ tree: MemoryTree, _ configuration: WiringConfiguration = configuration(),
    earlier: WiredPieces = WiredPieces(), location: SourceLocation = #_sourceLocation
  ) -> (tree: MemoryTree, wiring: Wiring) {
    let wiring = wired(tree, configuration, earlier: earlier)
    let after = tree.with(wiring.files)
    let again = wired(after, configuration, earlier: wiring.wired)
    #expect(again.files.keys.sorted() == [], "wiring again", sourceLocation: location)
    #expect(again.wired == wiring.wired, "the lock stays", sourceLocation: location)
    return (after, wiring)
  }

  /// The names of the Kustomizations that get the variables.
  static func wiredNames(_ tree: MemoryTree) -> [String] {
    FluxObjects(in: tree).kustomizations
      .filter { $0.substituteFrom.contains { $0.name == "infrastructure-vars" } }
      .map(\.name).sorted()
  }
}
