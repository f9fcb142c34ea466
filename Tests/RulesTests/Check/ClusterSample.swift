import Findings
import Flux
import FluxTestSupport
import Rules

/// A cluster with nothing wrong, and what a check without a configuration says of changes to it.
enum ClusterSample {
  private static let files = [
    "clusters/a/gotk-sync.yaml": """
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: GitRepository
    metadata: { name: flux-system, namespace: flux-system }
    spec: { url: "https://git.example.com/fleet" }
    ---
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: { name: flux-system, namespace: flux-system }
    spec: { path: ./clusters/a, sourceRef: { kind: GitRepository, name: flux-system } }

    """,
    "clusters/a/vars.yaml": configMap("cluster-vars", "flux-system", "{ DOMAIN: example.com }"),
    "clusters/a/apps.yaml": kustomization(
      "apps", "./apps",
      "  postBuild: { substituteFrom: [{ kind: ConfigMap, name: cluster-vars }] }\n"),
    "apps/web.yaml": configMap("web", "default", "{ host: 'web.${DOMAIN}' }"),
    "apps/charts.yaml": """
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: HelmRepository
    metadata: { name: charts, namespace: flux-system }
    spec: { url: "https://charts.example.com" }

    """,
  ]

  /// A Flux Kustomization; `rest` are lines of its spec.
  ///
  /// `spec.path` is on line 5, `rest` begins on line 7.
  static func kustomization(_ name: String, _ path: String, _ rest: String = "") -> String {
    """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: { name: \(name), namespace: flux-system }
    spec:
      path: \(path)
      sourceRef: { kind: GitRepository, name: flux-system }

    """ + rest
  }

  static func configMap(_ name: String, _ namespace: String, _ data: String = "{ a: b }") -> String
  {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: \(name), namespace: \(namespace) }\n"
      + "data: \(data)\n"
  }

  /// A release of a chart of `charts`; `rest` are lines of its spec, from line 6 on.
  static func release(_ name: String, _ rest: String = "", namespace: String = "default") -> String
  {
    """
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata: { name: \(name), namespace: \(namespace) }
    spec:
      chart: { spec: { chart: web, sourceRef: { kind: HelmRepository, name: charts, namespace: flux-system } } }

    """ + rest
  }

  static func all(_ changes: [String: String]) -> [Finding] {
    let check = ManifestCheck(WiringConfiguration(places: [])) { name, known in
      known.first { $0.first == name.first && $0.last == name.last }
    }
    return check.findings(in: MemoryTree(files.merging(changes) { $1 }))
  }

  /// `severity code path:line:column` of each finding.
  static func findings(_ changes: [String: String]) -> [String] {
    all(changes).map {
      "\($0.severity.rawValue) \($0.code) \($0.path ?? "")" + ($0.position.map { ":\($0)" } ?? "")
    }
  }
}
