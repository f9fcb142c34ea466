import Rules
import Testing

@Suite struct ConfigMapMentionTests {
  private func source(_ rest: String) -> String {
    "  valuesFrom:\n    - kind: ConfigMap\n" + rest
  }

  @Test("a ConfigMap that a release cannot read is found at the word that is wrong")
  func valuesFrom() throws {
    let table: [(source: String, namespace: String, expected: [String])] = [
      ("      name: infrastructure-config\n", "flux-system", []),
      ("      name: infrastructure-config\n", "web", ["configmap-namespace 7:13"]),
      ("      name: infrastructure-confg\n", "flux-system", ["configmap-name 7:13"]),
      ("      name: infrastructure-confg\n      optional: true\n", "flux-system", []),
      (
        "      name: infrastructure-config\n      valuesKey: value.yaml\n", "flux-system",
        ["configmap-key 8:18"]
      ),
      (
        "      name: infrastructure-config\n      targetPath: infraConfig\n", "web",
        ["values-from-dead 7:13"]
      ),
      (
        "      name: infrastructure-vars\n      valuesKey: infraConfig_cluster_region\n"
          + "      targetPath: region\n", "flux-system", []
      ),
      ("      name: infrastructure-secrets\n", "web", []), ("      name: other\n", "web", []),
    ]
    for (text, namespace, expected) in table {
      let release = CheckSample.release(source(text), namespace: namespace)
      let found = try CheckSample.findings(["x.yaml": release], in: "x.yaml")
      #expect(found == expected, "\(text) in \(namespace)")
    }
  }

  @Test("the namespace that a kustomization gives is the one that counts")
  func givenNamespace() throws {
    let release = CheckSample.release(source("      name: infrastructure-config\n"))
    let files = [
      "plain/x.yaml": release,
      "plain/kustomization.yaml": "namespace: flux-system\nresources: [x.yaml, thing.yaml]\n",
    ]
    #expect(try CheckSample.all(files) == [])
  }

  @Test("a pod that names the ConfigMaps wrongly would not start")
  func workload() throws {
    let head = "apiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: flux-system }\nspec:\n"
    let table = [
      ("configMapRef: { name: infrastructure-vars }", []),
      ("configMapRef: { name: infrastructure-var }", ["configmap-name 5:25"]),
      ("secretRef: { name: infrastructure-vars }", ["configmap-name 5:22"]),
      ("secretRef: { name: infrastructure-secret }", []),
      (
        "configMapKeyRef: { name: infrastructure-vars, key: infraConfig_cluster_regio }",
        ["configmap-key 5:54"]
      ),
    ]
    for (text, expected) in table {
      let files = ["x.yaml": head + "  \(text)\n"]
      #expect(try CheckSample.findings(files, in: "x.yaml") == expected, "\(text)")
    }
  }

  @Test("a source of variables that Flux cannot take is named once, and not each reference")
  func substituteFrom() throws {
    func apps(_ name: String, _ rest: String = "") -> [String: String] {
      let sources = CheckSample.substituteFrom.replacing("infrastructure-vars", with: name)
      return [
        "clusters/one/apps.yaml": CheckSample.kustomization("apps", path: "./apps") + sources + rest
      ]
    }
    let path = "clusters/one/apps.yaml"
    #expect(
      try CheckSample.findings(apps("infrastructure-var"), in: path) == ["configmap-name 9:9"])
    let both = "      - { kind: ConfigMap, name: infrastructure-config }\n"
    #expect(
      try CheckSample.findings(apps("infrastructure-vars", both), in: path) == [
        "configmap-key 11:9"
      ])
    let absent = apps("infrastructure-vars").merging(["config/vars.yaml": ""]) { $1 }
    #expect(try CheckSample.findings(absent, in: path) == ["configmap-name 9:9"])
    let moved = apps("infrastructure-vars").merging([
      "config/vars.yaml": try #require(
        try CheckSample.files()["config/vars.yaml"]?
          .replacing("namespace: flux-system", with: "namespace: web"))
    ]) { $1 }
    #expect(try CheckSample.findings(moved, in: path) == ["configmap-namespace 9:9"])
  }
}
