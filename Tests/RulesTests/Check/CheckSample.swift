import Findings
import Flux
import FluxTestSupport
import Rules
import YAML

/// A small repository with nothing wrong, and what checks say of changes to it.
struct CheckSample {
  static let values = """
    cluster: { region: nyc3, nodeCount: 3, ha: true, version: "1.30" }
    resourceProfiles: { small: { cpu: 500m }, medium: { cpu: 1000m } }
    storage: { bulk: { size: 100Gi } }
    """

  static let kustomization = """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: { name: NAME, namespace: flux-system }
    spec:
      path: PATH
      sourceRef: { kind: GitRepository, name: flux-system }

    """

  static let substituteFrom = """
      postBuild:
        substituteFrom:
          - kind: ConfigMap
            name: infrastructure-vars

    """

  static func kustomization(_ name: String, path: String) -> String {
    kustomization.replacing("NAME", with: name).replacing("PATH", with: path)
  }

  static func release(_ spec: String, namespace: String = "web") -> String {
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
      + "metadata: { name: web, namespace: \(namespace) }\nspec:\n" + spec
  }

  /// The files: `apps` is substituted, `plain` is not.
  static func files() throws -> [String: String] {
    let values = try Value(yaml: Array(Self.values.utf8))
    let variables = ConfigMap(
      name: "infrastructure-vars", namespace: "flux-system", data: try flatVariables(of: values))
    let nested = ConfigMap(
      name: "infrastructure-config", namespace: "flux-system",
      data: [("values.yaml", Self.values)])
    return [
      "clusters/one/root.yaml": kustomization("flux-system", path: "./clusters/one"),
      "clusters/one/apps.yaml": kustomization("apps", path: "./apps") + substituteFrom,
      "clusters/one/config.yaml": kustomization("config", path: "config"),
      "clusters/one/plain.yaml": kustomization("plain", path: "plain"),
      "config/namespace.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: web }\n",
      "config/nested.yaml": String(decoding: try nested.yaml(), as: UTF8.self),
      "config/vars.yaml": String(decoding: try variables.yaml(), as: UTF8.self),
      "apps/web.yaml": release(
        "  values:\n    resources: \"${infraConfig_resourceProfiles_medium}\"\n"
          + "    size: \"${infraConfig_storage_bulk_size}\"\n"
          + "    text: \"n${infraConfig_cluster_nodeCount}\"\n"
          + "    nodes: ${infraConfig_cluster_nodeCount}\n"
          + "    count: \"${infraConfig_cluster_nodeCount_string}\"\n"
          + "    version: \"${infraConfig_cluster_version}\"\n    cost: \"$${price} $5\"\n"
      ).replacing("name: web,", with: "name: own,"),
      "plain/thing.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: thing }\n"
        + "data: { script: 'echo ${HOME} $$' }\n",
    ]
  }

  /// `code line:column` of each finding, with its file where that is not `path`.
  static func findings(
    _ changes: [String: String], in path: String, places: Int = 1
  ) throws -> [String] {
    try all(changes, places: places).map { finding in
      let file = finding.path == path ? "" : (finding.path ?? "") + " "
      return "\(file)\(finding.code)" + (finding.position.map { " \($0)" } ?? "")
    }
  }

  /// All findings in the repository with some files changed or added.
  static func all(_ changes: [String: String], places: Int = 1) throws -> [Finding] {
    let values = try Value(yaml: Array(Self.values.utf8))
    let place = WiringConfiguration.Place(
      environment: "production", path: "config/nested.yaml", name: "infrastructure-config",
      namespace: "flux-system", values: values)
    let check = ManifestCheck(
      WiringConfiguration(places: Array(repeating: place, count: places)),
      nearest: { name, known in known.first { $0.first == name.first && $0.last == name.last } })
    return check.findings(in: MemoryTree(try files().merging(changes) { $1 }))
  }
}
