import Findings
import Flux
import FluxTestSupport
import Rules
import Testing
import YAML

/// What is proposed is compared with what Flux applied before.
@Suite struct WiringProofTests {
  private typealias Sample = WiringSample

  /// A folder that two Kustomizations apply: one has a variable of its own for what is a shell's in the other.
  private static let tree = Sample.tree([
    "cluster/a.yaml": Sample.kustomization(
      "a", "./a", "  postBuild:\n    substitute:\n      HOME: /srv\n"),
    "cluster/b.yaml": Sample.kustomization("b", "./b"),
    "cluster/c.yaml": Sample.kustomization("c", "./c"),
    "a/kustomization.yaml": "resources: [../base]\n",
    "b/kustomization.yaml": "resources: [../base, x.yaml]\n", "b/x.yaml": Sample.reference,
    "base/kustomization.yaml": "resources: [y.yaml]\n",
    "base/y.yaml": Sample.object.replacing("web", with: "shell") + "run: ${HOME}\n",
    "c/x.yaml": Sample.reference,
  ])

  @Test(
    "what would change besides references is not proposed, is named, and keeps back nothing else")
  func unproven() throws {
    let result = Sample.wire(Self.tree)

    #expect(Sample.wiredNames(result.tree) == ["c"])
    let finding = try #require(result.wiring.findings.first { $0.code == .wiringUnproven })
    #expect(finding.path == "base/y.yaml")
    #expect(finding.message.contains("Service shell") && finding.message.contains("spec.run"))
    #expect(result.wiring.files["base/y.yaml"] == nil)
  }

  @Test("what cannot be built is not wired on suspicion")
  func broken() throws {
    var tree = Self.tree
    tree.files["b/kustomization.yaml"] = Array("resources: [x.yaml, missing.yaml]\n".utf8)
    let result = Sample.wire(tree)
    #expect(Sample.wiredNames(result.tree) == ["c"])
    #expect(result.wiring.findings.contains { $0.code == .wiringUnproven })
  }

  @Test(
    "references below a Kustomization that cannot be built are named, not passed over in silence")
  func brokenRoot() {
    let tree = Sample.tree([
      "cluster/apps.yaml": Sample.kustomization("apps", "./apps"),
      "apps/kustomization.yaml": "resources: [web.yaml, missing.yaml]\n",
      "apps/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
    ])
    let result = Sample.wire(tree)
    #expect(result.wiring.findings.map(\.code) == [.referenceUnreached, .wiringUnproven])
    #expect(result.wiring.findings.last?.path == "apps/kustomization.yaml")
  }

  @Test("a reference that is handed on through postBuild.substitute reaches the objects")
  func handedOn() throws {
    let substitute = "  postBuild:\n    substitute:\n      zone: ${infraConfig_zone}\n"
    let metadata = "  commonMetadata:\n    labels:\n      zone: ${infraConfig_zone}\n"
    let tree = Sample.tree([
      "cluster/apps.yaml": Sample.kustomization("apps", "./apps"),
      "apps/web.yaml": Sample.kustomization("web", "./web", substitute + metadata),
      "web/x.yaml": Sample.object + "zone: ${zone}\n",
    ])
    let result = Sample.wire(tree)
    #expect(result.wiring.findings == [])
    #expect(Sample.wiredNames(result.tree) == ["apps"])
    let web = AppliedTree(of: result.tree).clusters.flatMap(\.kustomizations)
      .first { $0.spec.name == "web" }
    #expect(web?.objects.first?.value["spec", "zone"] == .string("a"))
    #expect(web?.objects.first?.value["metadata", "labels", "zone"] == .string("a"))
  }

  @Test("a reference that base64 hides from Flux is an error, and its dollars are left alone")
  func encoded() throws {
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web"),
      "web/kustomization.yaml": """
      resources: [x.yaml]
      secretGenerator:
        - name: token
          literals: ["size=${infraConfig_size}", "home=${HOME}"]

      """,
      "web/x.yaml": Sample.reference,
    ])
    let result = Sample.wire(tree)
    #expect(result.wiring.findings.map(\.code) == [.substitutionMissing])
    #expect(result.wiring.findings.first?.message.contains("size") == true)
    #expect(result.wiring.files["web/kustomization.yaml"] == nil)
  }
}
