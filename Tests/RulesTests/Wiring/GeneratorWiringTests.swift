import Findings
import Flux
import FluxTestSupport
import Rules
import Testing
import YAML

/// ConfigMaps that kustomizations generate.
@Suite struct GeneratorWiringTests {
  private typealias Sample = WiringSample
  private static let mark = "kustomize.toolkit.fluxcd.io/substitute: disabled"

  private func wire(
    _ list: String, _ files: [String: String] = [:]
  ) -> (tree: MemoryTree, wiring: Wiring) {
    Sample.wire(
      Sample.tree(
        [
          "cluster/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
          "web/kustomization.yaml": list,
        ].merging(files) { _, new in new }))
  }

  private func objects(_ tree: MemoryTree) -> [AppliedObject] {
    AppliedTree(of: tree).clusters.flatMap(\.kustomizations).first { $0.spec.name == "web" }?
      .objects ?? []
  }

  @Test(
    "the patch of a generated ConfigMap names its namespace, without which the build would fail",
    arguments: [["a"], ["a", "b"]])
  func namespaces(names: [String]) {
    let generators = names.map {
      "  - name: board\n    namespace: \($0)\n    files: [b.json]\n"
    }
    let result = wire(
      "resources: [x.yaml]\nconfigMapGenerator:\n" + generators.joined(),
      ["web/b.json": "{\"uid\": \"${source}\"}"])
    let patches = result.tree.text("web/substitute-disabled.yaml")
    for name in names { #expect(patches.contains("namespace: \(name)\n")) }
    let boards = objects(result.tree).filter { $0.identity.kind == "ConfigMap" }
    #expect(boards.count == names.count && boards.allSatisfy(\.isLeftAlone))
    #expect(boards.allSatisfy { $0.value["data", "b.json"] == .string("{\"uid\": \"${source}\"}") })
  }

  @Test("of two encrypted Secrets of one name both are left alone")
  func secrets() {
    func secret(_ namespace: String) -> String {
      """
      apiVersion: v1
      kind: Secret
      metadata: { name: token, namespace: \(namespace) }
      stringData: { token: "ENC[AES256_GCM,data:x]" }
      sops: { mac: "ENC[AES256_GCM,data:y]" }

      """
    }
    let result = wire(
      "resources: [x.yaml, s.yaml, t.yaml]\n",
      ["web/s.yaml": secret("a"), "web/t.yaml": secret("b")])
    let secrets = objects(result.tree).filter { $0.identity.kind == "Secret" }
    #expect(secrets.count == 2 && secrets.allSatisfy(\.isLeftAlone))
  }

  @Test(
    "beside a reference each other dollar of a generator's text is doubled",
    arguments: ["files: [app.ini]", "envs: [app.ini]"])
  func texts(source: String) throws {
    let text = "zone=${infraConfig_zone}\nhome=${HOME}\n"
    let result = wire(
      "resources: [x.yaml]\nconfigMapGenerator:\n  - name: app\n    \(source)\n",
      ["web/app.ini": text])
    #expect(result.tree.text("web/app.ini") == text.replacing("${HOME}", with: "$${HOME}"))
    let map = try #require(objects(result.tree).first { $0.identity.kind == "ConfigMap" })
    let data = "\(map.value["data"] ?? .null)"
    #expect(data.contains("${HOME}") && !data.contains("$${HOME}") && !data.contains("infraConfig"))
  }

  @Test("literals are protected as files are")
  func literals() throws {
    let list = """
      resources: [x.yaml]
      configMapGenerator:
        - name: app
          literals:
            - zone=${infraConfig_zone}
            - home=${HOME}

      """
    let result = wire(list)
    #expect(
      result.tree.text("web/kustomization.yaml") == list.replacing("${HOME}", with: "$${HOME}"))
    let map = try #require(objects(result.tree).first { $0.identity.kind == "ConfigMap" })
    #expect(map.value["data", "home"] == .string("${HOME}"))
    #expect(map.value["data", "zone"] == .string("a"))
  }

  @Test("a shell's variable in a patch within a kustomization arrives as it was")
  func inlinePatch() throws {
    let list = """
      resources: [x.yaml]
      patches:
        - patch: |
            apiVersion: v1
            kind: Service
            metadata: { name: web }
            spec: { run: "echo ${HOME}" }

      """
    let result = wire(list)
    let service = try #require(objects(result.tree).first)
    #expect(service.value["spec", "run"] == .string("echo ${HOME}"))
    #expect(service.value["spec", "size"] == .string("10Gi"))
    #expect(result.wiring.findings.allSatisfy { $0.severity == .note })
  }

  @Test("a file that only a generator reads counts as what it becomes: the text of one value")
  func onlyGenerated() {
    let result = Sample.wire(
      Sample.tree([
        "cluster/web.yaml": Sample.kustomization("web", "./web"),
        "web/kustomization.yaml": "configMapGenerator:\n  - name: app\n    files: [app.ini]\n",
        "web/app.ini": "zone=${infraConfig_zone}\n",
      ]))
    #expect(Sample.wiredNames(result.tree) == ["web"])
  }
}
