import Findings
import Flux
import FluxTestSupport
import Rules
import Testing
import YAML

/// Kustomizations whose sources of variables are set by a patch of whoever applies them.
@Suite struct PatchedSourceTests {
  private typealias Sample = WiringSample

  private static let patch = """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: all
    spec:
      postBuild:
        substituteFrom:
          - kind: ConfigMap
            name: settings

    """

  private static let target = "target: { kind: Kustomization, group: kustomize.toolkit.fluxcd.io }"
  private static let item = ["kind: ConfigMap", "name: infrastructure-vars", "optional: true"]

  private static func indented(_ text: String, _ margin: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
  }

  /// A root that applies `apps`, which applies `web`, whose host is a variable of the settings.
  private static func tree(_ files: [String: String], patches: String = "") -> MemoryTree {
    Sample.tree(
      [
        "cluster/apps.yaml": Sample.kustomization("apps", "./apps", patches),
        "config/kustomization.yaml": "resources:\n  - nested.yaml\n  - settings.yaml\n",
        "config/settings.yaml": Sample.settings,
        "apps/kustomization.yaml": "resources:\n  - web.yaml\n",
        "apps/web.yaml": Sample.kustomization("web", "./web"),
        "web/x.yaml": Sample.reference + "  host: ${HOST}\n",
      ].merging(files) { _, new in new })
  }

  private static func applied(_ tree: MemoryTree) -> [String: AppliedKustomization] {
    let kustomizations = AppliedTree(of: tree).clusters.flatMap(\.kustomizations)
    return Dictionary(kustomizations.map { ($0.spec.name, $0) }) { first, _ in first }
  }

  /// Every way in which a patch is written, and where the variables have to go then.
  private static let ways: [String: (tree: MemoryTree, file: String)] = [
    "the parent's own patch": (
      tree(
        [:], patches: "  patches:\n    - patch: |\n\(indented(patch, "        "))      \(target)\n"),
      "cluster/apps.yaml"
    ),
    "a patch without the last line break": (
      tree(
        [:], patches: "  patches:\n    - patch: |-\n\(indented(patch, "        "))      \(target)\n"
      ),
      "cluster/apps.yaml"
    ),
    "a patch of the list": (
      tree([
        "apps/kustomization.yaml":
          "resources: [web.yaml]\npatches:\n  - patch: |\n\(indented(patch, "      "))    \(target)\n"
      ]), "apps/kustomization.yaml"
    ),
    "a patch in a file": (
      tree([
        "apps/kustomization.yaml":
          "resources: [web.yaml]\npatches:\n  - path: vars.yaml\n    \(target)\n",
        "apps/vars.yaml": patch,
      ]), "apps/vars.yaml"
    ),
    "a component": (
      tree([
        "apps/kustomization.yaml": "resources: [web.yaml]\ncomponents: [../components/vars]\n",
        "components/vars/kustomization.yaml": """
        apiVersion: kustomize.config.k8s.io/v1alpha1
        kind: Component
        patches:
          - patch: |
        \(indented(patch, "      "))    \(target)

        """,
      ]), "components/vars/kustomization.yaml"
    ),
  ]

  @Test(
    "variables go into the patch that sets their sources, for it replaces them",
    arguments: ways.keys)
  func patches(way: String) throws {
    let (tree, file) = try #require(Self.ways[way])
    let result = Sample.wire(tree)

    #expect(result.wiring.findings == [])
    #expect(
      Set(result.wiring.files.keys).subtracting(["config/kustomization.yaml"])
        == [file, "config/infrastructure-vars.yaml"])
    let old = tree.text(file).split(separator: "\n")
    let new = result.tree.text(file).split(separator: "\n")
    let added = new.filter { !old.contains($0) }
      .map { $0.trimmingPrefix(/[ -]*/) }.map(String.init)
    #expect(added.allSatisfy { line in Self.item.contains { line.hasPrefix($0) } }, "\(added)")
    let web = try #require(Self.applied(result.tree)["web"])
    #expect(web.spec.substituteFrom.map(\.name) == ["settings", "infrastructure-vars"])
    #expect(web.problem == nil)
    #expect(web.objects.first?.value["spec", "size"] == .string("10Gi"))
    #expect(web.objects.first?.value["spec", "host"] == .string("example.com"))
  }

  @Test("a variable that only a parent's patch provides keeps its dollar", arguments: ways.keys)
  func variables(way: String) throws {
    let (tree, _) = try #require(Self.ways[way])
    #expect(Sample.wire(tree).wiring.files["web/x.yaml"] == nil)
  }

  @Test("a name that is given through an alias keeps its dollar")
  func alias() {
    let text = Sample.kustomization(
      "web", "./web", "  postBuild:\n    substitute:\n      APP: *app\n"
    ).replacing("name: web", with: "name: &app web")
    let tree = Sample.tree([
      "cluster/web.yaml": text,
      "web/x.yaml": Sample.reference.replacing("name: web", with: "name: \"${APP}\""),
    ])
    let result = Sample.wire(tree)
    #expect(Sample.wiredNames(result.tree) == ["web"])
    #expect(result.wiring.files["web/x.yaml"] == nil)
  }

  @Test("where the patch cannot be edited, what to write is said, and nothing is wired in vain")
  func uneditable() throws {
    let patch =
      #"{"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization","metadata":{"name":"a"},"#
      + #""spec":{"postBuild":{"substituteFrom":[{"kind":"ConfigMap","name":"settings"}]}}}"#
    let tree = Self.tree(
      [:], patches: "  patches:\n    - patch: '\(patch)'\n      \(Self.target)\n")
    let wiring = wired(tree, Sample.configuration())
    let finding = try #require(wiring.findings.first { $0.code == .wiringImpossible })
    #expect(finding.remedy.contains("infrastructure-vars"))
    #expect(wiring.files["apps/web.yaml"] == nil && wiring.files["cluster/apps.yaml"] == nil)
  }

  @Test("a file of a bootstrap that is gone does not keep everything from being wired")
  func leftOver() {
    let tree = MemoryTree([
      "archive/old/flux-system/gotk-sync.yaml": """
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      metadata: { name: flux-system, namespace: flux-system }
      spec: { interval: 1m, ref: { branch: main }, url: "https://git.example.org/someone/old" }
      ---
      \(Sample.kustomization("flux-system", "./clusters/one"))
      """,
      "clusters/one/kustomization.yaml": "resources:\n  - apps.yaml\n  - ../../shared\n",
      "clusters/one/apps.yaml": Sample.kustomization("web", "./web"),
      "shared/kustomization.yaml": "resources: []\n", "shared/nested.yaml": Sample.nested,
      "web/x.yaml": Sample.reference,
    ])
    let result = Sample.wire(tree, Sample.configuration("shared/nested.yaml"))
    #expect(Sample.wiredNames(result.tree) == ["web"])
  }
}
