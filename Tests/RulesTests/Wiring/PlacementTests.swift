import Findings
import Flux
import FluxTestSupport
import Rules
import Testing
import YAML

@Suite struct PlacementTests {
  private typealias Sample = WiringSample

  private static func names(_ references: [ObjectReference]?) -> [String] {
    (references ?? []).map(\.name)
  }

  private static func find(_ name: String, in tree: MemoryTree) -> FluxKustomization? {
    FluxObjects(in: tree).kustomizations.first { $0.name == name }
  }

  @Test func variablesThatNobodyAppliesGetAKustomizationThatOthersWaitFor() {
    let tree = Sample.tree([
      "cluster/config.yaml": "", "config/kustomization.yaml": "",
      "cluster/web.yaml": Sample.kustomization("web", "./web", "  dependsOn:\n    - name: db\n"),
      "web/x.yaml": Sample.reference,
    ])
    let result = Sample.wire(tree)
    let own = Self.find("infra-config", in: result.tree)
    #expect(own?.file == "cluster/infra-config.yaml")
    #expect(own?.path == "config")
    #expect(own?.substitutes == false)
    #expect(Self.names(Self.find("web", in: result.tree)?.dependsOn) == ["db", "infra-config"])
    #expect(
      result.tree.text("config/kustomization.yaml").hasSuffix(
        "resources:\n  - infrastructure-vars.yaml\n  - nested.yaml\n"))
    #expect(Self.names(Self.find("flux-system", in: result.tree)?.dependsOn) == [])
  }

  @Test func aKustomizationFileThatListsTheClusterListsTheNewOneToo() {
    let tree = Sample.tree([
      "cluster/config.yaml": "", "config/kustomization.yaml": "",
      "cluster/kustomization.yaml": "resources:\n- root.yaml\n- apps/web.yaml\n",
      "cluster/apps/web.yaml": Sample.kustomization("web", "./web"),
      "web/x.yaml": Sample.reference,
    ])
    let result = Sample.wire(tree)
    #expect(
      result.tree.text("cluster/kustomization.yaml")
        == "resources:\n- root.yaml\n- apps/web.yaml\n- apps/infra-config.yaml\n")
  }

  @Test func aConsumerDoesNotWaitForItself() {
    let tree = Sample.tree(["config/x.yaml": Sample.reference])
    var listed = tree
    listed.files["config/kustomization.yaml"] = Array("resources: [nested.yaml, x.yaml]\n".utf8)
    let result = Sample.wire(listed)
    #expect(Sample.wiredNames(result.tree) == ["config"])
    #expect(Self.find("infra-config", in: result.tree)?.path == "config/infra-config")
    #expect(Self.names(Self.find("config", in: result.tree)?.dependsOn) == ["infra-config"])
    #expect(result.tree.files["config/infra-config/infrastructure-vars.yaml"] != nil)
  }

  @Test func whoWaitsForAConsumerDoesNotBringItsVariables() {
    let tree = Sample.tree([
      "cluster/config.yaml": Sample.kustomization(
        "config", "./config", "  dependsOn:\n    - name: web\n"),
      "cluster/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
    ])
    let result = Sample.wire(tree)
    #expect(Self.find("infra-config", in: result.tree)?.path == "config/infra-config")
    #expect(Self.names(Self.find("web", in: result.tree)?.dependsOn) == ["infra-config"])
    #expect(Self.names(Self.find("config", in: result.tree)?.dependsOn) == ["web"])
  }

  @Test func aNamespaceForAllObjectsDoesNotCatchTheVariables() {
    let tree = Sample.tree([
      "config/kustomization.yaml": "namespace: apps\nresources: [nested.yaml]\n",
      "cluster/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
    ])
    let result = Sample.wire(tree)
    #expect(Self.find("infra-config", in: result.tree)?.path == "config/infra-config")
  }

  @Test func anAncestorIsNeverMadeToWaitForWhatItApplies() {
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
      "cluster/service.yaml": Sample.reference,
    ])
    let result = Sample.wire(tree)
    #expect(Sample.wiredNames(result.tree) == ["web"])
    #expect(result.wiring.findings.map(\.code) == [.wiringAncestor])
    #expect(result.wiring.findings.first?.path == "cluster/root.yaml")
  }

  @Test func aFolderThatTheClusterTakesWholeNeedsNoList() {
    let tree = Sample.tree([
      "cluster/config.yaml": "", "config/kustomization.yaml": "", "config/nested.yaml": "",
      "cluster/nested.yaml": Sample.nested, "web/x.yaml": Sample.reference,
      "cluster/web.yaml": Sample.kustomization("web", "./web"),
    ])
    let result = Sample.wire(tree, Sample.configuration("cluster/nested.yaml"))
    #expect(
      result.wiring.files.keys.sorted()
        == ["cluster/infrastructure-vars.yaml", "cluster/web.yaml"])
  }

  @Test func referencesInPatchesOfAKustomizationAreItsOwn() {
    let patches = """
        patches:
          - patch: |
              apiVersion: v1
              kind: Service
              metadata: { name: web }
              spec: { size: "${infraConfig_size}" }

      """
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web", patches),
      "web/x.yaml": Sample.object + "a: 1\n",
    ])
    let result = Sample.wire(tree)
    #expect(Sample.wiredNames(result.tree) == ["web"])
    #expect(result.wiring.findings.isEmpty)
  }
}
