import Findings
import Flux
import Testing

@Suite struct ReferenceCheckTests {
  @Test(
    "a reference that Flux cannot resolve is found wherever it stands",
    arguments: [
      ("\"${infraConfig.storage.bulk.size}\"", "reference-dotted"),
      ("'x ${infraConfig.storage.bulk.size:-1}'", "reference-dotted"),
      ("${infraConfig.resourceProfiles.medum}", "reference-unknown"),
      ("${infraConfig_resourceProfiles_medum}", "reference-unknown"),
      ("${infraConfig_storage_bulk_sise}", "reference-unknown"),
    ])
  func unresolvable(reference: String, code: String) throws {
    let column = reference.prefix { $0 != "$" }.count + 4
    for path in ["x.yaml", "plain/x.yaml", "apps/x.yaml"] {
      let text = "apiVersion: v1\nkind: X\nmetadata: { name: x }\na: \(reference)\n"
      #expect(try CheckSample.findings([path: text], in: path) == ["\(code) 4:\(column)"])
    }
  }

  @Test(
    "a misspelt name gets the nearest right one, part by part",
    arguments: [
      ("infraConfig.resourceProfiles.medum", "did you mean infraConfig.resourceProfiles.medium?"),
      ("infraConfig_resourceProfiles_medum", "did you mean infraConfig_resourceProfiles_medium?"),
      (
        "infraConfig.resourceProfles.medium.cpu",
        "did you mean infraConfig.resourceProfiles.medium.cpu?"
      ),
      ("infraConfig.storage.archive", "infraConfig.storage has bulk"),
      (
        "infraConfig.storage.bulk.size.x",
        "correct the name, or add the value to infrastructure.config.json"
      ),
    ])
  func nearest(name: String, remedy: String) throws {
    let found = try CheckSample.all(["x.yaml": "a: \"${\(name)}\"\n"])
    #expect(found.map(\.remedy) == [remedy])
  }

  @Test("a default makes a wrong name a warning, since Flux applies it")
  func fallback() throws {
    let found = try CheckSample.all(["x.yaml": "a: \"${infraConfig_nodes:-3}\"\n"])
    #expect(found.map(\.severity) == [.warning])
  }

  @Test(
    "what is no reference is left in peace",
    arguments: [
      "# ${infraConfig.storage.bulk.size}\na: 1", "a: $${infraConfig.storage.bulk.size}",
      "a: ${infraConfiguration}", "a: $infraConfig.storage",
    ])
  func none(text: String) throws {
    #expect(try CheckSample.all(["x.yaml": text]) == [])
  }

  @Test("without generated values a name with dots is wrong all the same")
  func withoutPlaces() throws {
    let text = ["x.yaml": "a: ${infraConfig.cluster.regio} ${infraConfig_cluster_regio}\n"]
    #expect(try CheckSample.findings(text, in: "x.yaml", places: 0) == ["reference-dotted 1:4"])
  }

  @Test(
    "variables that Flux does not know, cannot read or would turn into something else are found",
    arguments: [
      ("\"${missing}\"", ["substitution-unresolved 5:7"]),
      (
        "\"x ${missing} ${other} ${missing}\"",
        ["substitution-unresolved 5:9", "substitution-unresolved 5:20"]
      ),
      ("\"${missing:-x}\"", []), ("\"${missing:?words}\"", []), ("\"$${missing}\"", []),
      ("\"${missing:-${inner}}\"", ["substitution-unresolved 5:18"]),
      ("\"${own}\"", ["substitution-type 5:7"]), ("${own}", []), ("\"v${own}\"", []),
      ("\"1.${own}\"", ["substitution-type 5:9"]), ("'${own_text}'", []),
      ("\"${infraConfig_cluster_nodeCount}\"", ["substitution-type 5:7"]),
      ("\"${infraConfig_cluster_ha}\"", ["substitution-type 5:7"]),
      ("\"${infraConfig_resourceProfiles}\"", []),
      ("\"${own/}\"", ["substitution-invalid 5:7"]), ("\"${}\"", ["substitution-invalid 5:7"]),
      ("\"${star}\"", ["substitution-invalid 5:7"]),
      ("\"${own\"", ["substitution-invalid 5:7"]),
    ])
  func substituted(scalar: String, expected: [String]) throws {
    let apps =
      CheckSample.kustomization("apps", path: "./apps") + CheckSample.substituteFrom
      + "    substitute: { own: \"3\", own_text: '\"3\"', star: '*.x' }\n"
    let files = [
      "clusters/one/apps.yaml": apps, "apps/x.yaml": CheckSample.release("  x: \(scalar)\n"),
    ]
    #expect(try CheckSample.findings(files, in: "apps/x.yaml") == expected)
  }

  @Test("an object that Flux leaves alone may hold any shell, however it is marked")
  func disabled() throws {
    let mark = "kustomize.toolkit.fluxcd.io/substitute: disabled"
    let object =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: s, annotations: { NOTE } }\n"
      + "data: { a: '${HOME}' }\n"
    let marked = object.replacing("NOTE", with: mark)
    let plain = object.replacing("NOTE", with: "a: b")
    #expect(try CheckSample.findings(["apps/s.yaml": marked], in: "") == [])
    #expect(
      try CheckSample.findings(["apps/s.yaml": plain], in: "apps/s.yaml") == [
        "substitution-unresolved 4:13"
      ])
    let patch = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: s, annotations: { \(mark) } }\n"
    let listed = "resources: [s.yaml, web.yaml]\npatchesStrategicMerge: [p.yaml]\n"
    #expect(
      try CheckSample.findings(
        ["apps/s.yaml": plain, "apps/p.yaml": patch, "apps/kustomization.yaml": listed], in: "")
        == [])
    let generated = "resources: [web.yaml]\nconfigMapGenerator:\n  - { name: g, files: [g.sh] }\n"
    let options = "generatorOptions: { annotations: { \(mark) } }\n"
    let script = ["apps/g.sh": "echo ${HOME}\n"]
    #expect(
      try CheckSample.findings(
        script.merging(["apps/kustomization.yaml": generated]) { $1 }, in: "apps/g.sh")
        == ["substitution-unresolved 1:6"])
    #expect(
      try CheckSample.findings(
        script.merging(["apps/kustomization.yaml": generated + options]) { $1 }, in: "") == [])
  }

  @Test("a reference where Flux substitutes nothing would reach the cluster as it is")
  func missing() throws {
    let text =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n"
      + "data: { a: '${infraConfig_cluster_region}', b: '${HOME}' }\n"
    #expect(
      try CheckSample.findings(["plain/x.yaml": text], in: "plain/x.yaml") == [
        "substitution-missing 4:13"
      ])
    // Two Kustomizations may apply one file; it is still one mistake.
    let twice = ["clusters/one/more.yaml": CheckSample.kustomization("more", path: "plain")]
    #expect(
      try CheckSample.findings(twice.merging(["plain/x.yaml": text]) { $1 }, in: "plain/x.yaml")
        .filter { !$0.contains("applied-twice") } == ["substitution-missing 4:13"])
  }

  @Test("variables from a Secret that is not in the repository are taken to be there")
  func open() throws {
    let apps =
      CheckSample.kustomization("apps", path: "./apps") + CheckSample.substituteFrom
      + "      - { kind: Secret, name: elsewhere }\n"
    let files = [
      "clusters/one/apps.yaml": apps,
      "apps/x.yaml": CheckSample.release("  x: ${missing}\n"),
    ]
    let found = try CheckSample.findings(files, in: "clusters/one/apps.yaml")
    #expect(found == ["variables-missing 11:31"])
  }

  @Test("an encrypted object is not judged")
  func encrypted() throws {
    let text = CheckSample.release("  x: ${missing}\n") + "sops: { mac: x }\n"
    #expect(try CheckSample.all(["apps/x.yaml": text]) == [])
  }
}
