import Flux
import FluxTestSupport
import TestSupport

/// A tree that was looked through.
struct SurveyedTree: ManifestTree {
  let tree: MemoryTree
  let marked: MarkedFiles

  init(_ files: [String: String]) {
    tree = MemoryTree(files)
    var marked = MarkedFiles()
    for (path, text) in files where path.hasSuffix(".yaml") {
      marked[path] = Array(text.utf8).withUnsafeBytes {
        FileContent(of: $0, name: RepositoryPath.name(of: path)).marks
      }
    }
    self.marked = marked
  }

  func file(_ path: String) -> [UInt8]? { tree.file(path) }
  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    tree.entries(of: folder)
  }
  func markedFiles() -> MarkedFiles? { marked }
}

/// A small cluster, and the changes that people and rules make of it.
enum RandomCluster {
  private static let apps = 6

  private static func release(_ number: Int, waitingFor other: Int?) -> String {
    """
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: app-\(number)
      namespace: default
    spec:
    \(other.map { "  dependsOn:\n  - name: app-\($0)\n" } ?? "")  chart:
        spec:
          chart: web
          sourceRef:
            kind: HelmRepository
            name: charts
            namespace: flux-system
      values:
        host: app-\(number).example.com
        text: plain
    \(number == 2 ? "  valuesFrom:\n  - kind: ConfigMap\n    name: values-3\n" : "")
    """
  }

  private static func configMap(_ number: Int) -> String {
    """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: values-\(number)
      namespace: default
    data:
      text: |
        server \(number) example.com;

    """
  }

  static var files: [String: String] {
    var files = [
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
      "clusters/a/vars.yaml": ClusterSample.configMap(
        "cluster-vars", "flux-system", "{ DOMAIN: example.com }"),
      "clusters/a/apps.yaml": ClusterSample.kustomization(
        "apps", "./apps",
        """
          postBuild: { substituteFrom: [{ kind: ConfigMap, name: cluster-vars }] }
          healthChecks:
          - { apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, name: app-1, namespace: default }

        """),
      "clusters/a/more.yaml": ClusterSample.kustomization("more", "./more"),
      "more/kustomization.yaml": "resources:\n- a.yaml\npatches:\n- path: p.yaml\n",
      "more/a.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  namespace: more\n",
      "more/p.yaml": """
      apiVersion: v1
      kind: Service
      metadata:
        name: a
        namespace: more
      spec:
        text: b

      """,
      "apps/charts.yaml": """
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: HelmRepository
      metadata: { name: charts, namespace: flux-system }
      spec: { url: "https://charts.example.com" }

      """,
    ]
    for number in 0..<apps {
      files["apps/release-\(number).yaml"] = release(
        number, waitingFor: number == 4 ? 3 : nil)
      files["apps/values-\(number).yaml"] = configMap(number)
    }
    return files
  }

  /// One of the changes that people and rules make.
  static func change(
    _ files: inout [String: String], _ generator: inout SeededGenerator
  ) {
    let paths = files.keys.sorted()
    guard let path = paths.randomElement(using: &generator), let text = files[path] else { return }
    let edits = [
      ("example.com", "acme.io"), ("plain", "other"), ("name: app-1", "name: app-5"),
      ("name: app-3", "name: talk"), ("name: values-3", "name: values-4"),
      ("name: charts", "name: chart"), ("namespace: default", "namespace: shop"),
      ("name: values-", "name: value-"), ("cluster-vars", "cluster-var"), ("./apps", "./app"),
      ("kind: ConfigMap", "kind: Secret"), ("name: a\n", "name: b\n"), ("host: ", "host: ${X}"),
      ("text: plain", "text: [plain"), ("${DOMAIN}", "x"), ("v2", "v2beta1"),
      ("- a.yaml", "- c.yaml"), ("server", "- server"), ("  chart: web", "  chartName: web"),
    ]
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: files[path] = nil
    case 1: files[path.replacing(".yaml", with: "-copy.yaml")] = text
    default:
      for _ in 0..<6 {
        let (old, new) = edits[Int.random(in: 0..<edits.count, using: &generator)]
        let path = paths[Int.random(in: 0..<paths.count, using: &generator)]
        files[path] = files[path]?.replacing(old, with: new)
      }
    }
  }
}
