import Findings
import Flux
import FluxTestSupport
import Rules
import TestSupport
import Testing

/// Files that a check passes over where it only tells the errors of two trees apart.
@Suite struct UntouchedFilesTests {
  /// A tree that was looked through.
  private struct Surveyed: ManifestTree {
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

  private static var files: [String: String] {
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
  private static func change(
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

  /// The errors of a tree as far as they tell it from another one.
  private static func errors(
    _ tree: Surveyed, _ other: Surveyed, _ files: [ChangedFile], ownNames: [String]?
  ) -> [String] {
    let check = ManifestCheck(WiringConfiguration(places: [])) { _, _ in nil }
    return check.findings(
      in: tree, concerning: ChangedPaths(of: tree, and: other, in: files, ownNames: ownNames)
    ).filter { $0.severity == .error }.map { "\($0.code) \($0.path ?? "") \($0.message)" }
  }

  @Test("what is passed over changes nothing of which errors are new", arguments: 0..<400)
  func sameErrors(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var old = Self.files
    if seed % 3 == 0 { Self.change(&old, &generator) }
    var new = old
    for _ in 0..<Int.random(in: 1...3, using: &generator) { Self.change(&new, &generator) }
    let changed = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    let files = changed.map {
      ChangedFile(old: old[$0] == nil ? nil : $0, new: new[$0] == nil ? nil : $0)
    }
    let trees = (Surveyed(old), Surveyed(new))
    let known = (
      before: Self.errors(trees.0, trees.1, files, ownNames: nil),
      after: Self.errors(trees.1, trees.0, files.map(\.reversed), ownNames: nil)
    )
    let names = ["infrastructure-config"]
    let found = (
      before: Self.errors(trees.0, trees.1, files, ownNames: names),
      after: Self.errors(trees.1, trees.0, files.map(\.reversed), ownNames: names)
    )
    let fresh = (
      known: Set(known.after).subtracting(known.before),
      found: Set(found.after).subtracting(found.before)
    )
    #expect(fresh.known.isSubset(of: fresh.found), "\(changed)")
    // A build that fails hides what else is wrong in it, unless what it fails for was passed over.
    guard !known.before.contains(where: { $0.hasPrefix("build-failed") }) else { return }
    #expect(fresh.known == fresh.found, "\(changed)")
    #expect(Set(found.after).isSubset(of: known.after), "\(changed)")
    #expect(Set(found.before).isSubset(of: known.before), "\(changed)")
  }
}
