import Findings
import Flux
import Testing
import YAML

@Suite struct FileCheckTests {
  @Test("a repository with nothing wrong has no findings")
  func nothing() throws {
    #expect(try CheckSample.all([:]) == [])
  }

  @Test("a file that is no YAML is found where it breaks, and only there")
  func invalid() throws {
    let text = "a: 1\nb: [1\nc: ${infraConfig.storage.bulk.size}\n"
    #expect(try CheckSample.findings(["apps/x.yaml": text], in: "apps/x.yaml").count == 1)
    let all = try CheckSample.all(["apps/x.yaml": text])
    #expect(all.map(\.code) == [.yamlInvalid])
    #expect(all.first?.position?.line == 3)
  }

  @Test(
    "what is no manifest is not judged as one",
    arguments: ["chart/templates/x.yaml", "chart/templates/sub/x.yaml", ".github/x.yaml"])
  func templates(path: String) throws {
    let files = ["chart/Chart.yaml": "name: x\n", path: "{{- if .Values.x }}\na: 1\n{{- end }}\n"]
    #expect(try CheckSample.all(files) == [])
  }

  @Test("a template folder without a chart is judged")
  func noChart() throws {
    let found = try CheckSample.findings(["templates/x.yaml": "{{- if\n"], in: "templates/x.yaml")
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("yaml-invalid ") == true)
  }

  @Test("a byte-order mark hides nothing from the checks")
  func byteOrderMark() throws {
    let text = "\u{FEFF}a: 1\nb: \"${infraConfig.storage.bulk.size}\"\n"
    #expect(
      try CheckSample.findings(["x.yaml": text], in: "x.yaml") == ["reference-dotted 2:5"])
  }

  @Test(
    "an API version that Flux has removed is found in objects and in mentions of objects",
    arguments: [
      ("kustomize.toolkit.fluxcd.io/v1beta1", "Kustomization", "kustomize.toolkit.fluxcd.io/v1"),
      ("kustomize.toolkit.fluxcd.io/v1beta2", "Kustomization", "kustomize.toolkit.fluxcd.io/v1"),
      ("source.toolkit.fluxcd.io/v1beta1", "HelmRepository", "source.toolkit.fluxcd.io/v1"),
      ("source.toolkit.fluxcd.io/v1beta2", "OCIRepository", "source.toolkit.fluxcd.io/v1"),
      ("helm.toolkit.fluxcd.io/v2beta1", "HelmRelease", "helm.toolkit.fluxcd.io/v2"),
      ("helm.toolkit.fluxcd.io/v2beta2", "HelmRelease", "helm.toolkit.fluxcd.io/v2"),
      ("notification.toolkit.fluxcd.io/v1beta1", "Receiver", "notification.toolkit.fluxcd.io/v1"),
      ("notification.toolkit.fluxcd.io/v1beta2", "Alert", "notification.toolkit.fluxcd.io/v1beta3"),
      ("image.toolkit.fluxcd.io/v1beta2", "ImagePolicy", "image.toolkit.fluxcd.io/v1"),
    ])
  func removed(version: String, kind: String, successor: String) throws {
    let object = "kind: \(kind)\napiVersion: \(version)\nmetadata: { name: x }\n"
    let checks =
      "\(CheckSample.kustomization("y", path: "plain"))  healthChecks:\n"
      + "    - kind: \(kind)\n      apiVersion: \(version)\n      name: x\n"
    let all = try CheckSample.all(["x.yaml": object, "y.yaml": checks])
    #expect(all.map(\.description).filter { !$0.contains("[api-removed]") } == [])
    #expect(
      all.map { "\($0.path ?? ""):\($0.position?.description ?? "")" } == [
        "x.yaml:2:13", "y.yaml:9:19",
      ])
    #expect(all.allSatisfy { $0.remedy.contains("write \(successor);") })
  }

  @Test(
    "an API version that Flux serves is no finding",
    arguments: [
      "notification.toolkit.fluxcd.io/v1beta3", "source.toolkit.fluxcd.io/v1",
      "kustomize.config.k8s.io/v1beta1", "source.extensions.fluxcd.io/v1beta1",
    ])
  func served(version: String) throws {
    let text = "apiVersion: \(version)\nkind: X\nmetadata: { name: x }\n"
    #expect(try CheckSample.all(["x.yaml": text]) == [])
  }

  @Test("a path or entry that leads nowhere is found at its line")
  func broken() throws {
    let files = [
      "clusters/one/apps.yaml": CheckSample.kustomization("apps", path: "./app"),
      "plain/kustomization.yaml": "resources:\n  - thing.yaml\n  - other.yaml\n",
    ]
    #expect(
      try CheckSample.findings(files, in: "") == [
        "clusters/one/apps.yaml broken-reference 5:9",
        "plain/kustomization.yaml broken-reference 3:5",
      ])
  }
}
