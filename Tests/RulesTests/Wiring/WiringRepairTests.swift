import Findings
import Flux
import FluxTestSupport
import Rules
import Testing
import YAML

/// Repositories that an earlier version has wired wrongly.
@Suite struct WiringRepairTests {
  private typealias Sample = WiringSample

  private static let variables =
    "  postBuild:\n    substituteFrom:\n      - kind: ConfigMap\n        name: infrastructure-vars\n"

  private static let patches = """
      patches:
        - patch: |
            apiVersion: kustomize.toolkit.fluxcd.io/v1
            kind: Kustomization
            metadata:
              name: all
            spec:
              postBuild:
                substituteFrom:
                  - kind: ConfigMap
                    name: settings
          target: { kind: Kustomization }

    """

  /// What was rendered: `apps` gives `web` its variables, and nothing is wired.
  private static let rendered = Sample.tree([
    "cluster/apps.yaml": Sample.kustomization("apps", "./apps", patches),
    "config/kustomization.yaml": "resources:\n  - nested.yaml\n  - settings.yaml\n",
    "config/settings.yaml": Sample.settings,
    "apps/web.yaml": Sample.kustomization("web", "./web"),
    "web/x.yaml": Sample.reference + "  host: ${HOST}\n",
    "web/y.yaml": Sample.object.replacing("web", with: "own") + "host: $${HOST}\n",
  ])

  /// What an earlier version made of it.
  private static let wrong = rendered.with([
    "apps/web.yaml": Array((Sample.kustomization("web", "./web") + variables).utf8),
    "web/x.yaml": Array((Sample.reference + "  host: $${HOST}\n").utf8),
  ])

  private static let lock = WiredPieces(
    list: ["substituteFrom:flux-system/web"], environments: [("config", "config/nested.yaml")])

  @Test("what the bot escaped and wired in vain is put right with one proposal")
  func repaired() {
    let first = wired(
      Self.wrong, Sample.configuration(), earlier: Self.lock, rendered: Self.rendered)
    let tree = Self.wrong.with(first.files)
    #expect(tree.files["web/x.yaml"] == Self.rendered.files["web/x.yaml"])
    #expect(tree.files["apps/web.yaml"] == Self.rendered.files["apps/web.yaml"])
    #expect(tree.text("cluster/apps.yaml").contains("name: infrastructure-vars"))
    #expect(first.findings == [])
    let again = wired(
      tree, Sample.configuration(), earlier: first.wired, rendered: Self.rendered)
    #expect(again.files.keys.sorted() == [] && again.wired == first.wired)
  }

  @Test("what the owner escaped stays escaped")
  func owners() {
    let result = wired(
      Self.wrong, Sample.configuration(), earlier: Self.lock, rendered: Self.rendered)
    #expect(result.files["web/y.yaml"] == nil)
  }

  @Test(
    "where nothing tells what the bot wrote, nothing of it is undone", arguments: [true, false])
  func unknown(isLocked: Bool) {
    let result = wired(
      Self.wrong, Sample.configuration(), earlier: isLocked ? Self.lock : WiredPieces(),
      rendered: isLocked ? nil : Self.rendered)
    #expect(result.files["web/x.yaml"] == nil)
  }

  @Test("a patch without the namespace, for which the build fails, gets it")
  func namespace() {
    let list = """
      resources: [x.yaml]
      configMapGenerator:
        - name: board
          namespace: web
          files: [b.json]
      patchesStrategicMerge:
        - substitute-disabled.yaml

      """
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web", Self.variables),
      "web/x.yaml": Sample.reference, "web/kustomization.yaml": list,
      "web/b.json": "{\"uid\": \"${source:-x}\"}",
      "web/substitute-disabled.yaml": """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        annotations:
          kustomize.toolkit.fluxcd.io/substitute: disabled
        name: board

      """,
    ])
    let lock = WiredPieces(
      list: ["substituteFrom:flux-system/web", "patched:web/kustomization.yaml:ConfigMap/board"],
      environments: [("config", "config/nested.yaml")])
    let first = wired(tree, Sample.configuration(), earlier: lock)
    let after = tree.with(first.files)
    #expect(after.text("web/substitute-disabled.yaml").contains("namespace: web"))
    let web = AppliedTree(of: after).clusters.flatMap(\.kustomizations)
      .first { $0.spec.name == "web" }
    #expect(web?.problem == nil)
  }
}
