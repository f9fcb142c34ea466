import Findings
import Flux
import FluxTestSupport
import Rules
import Testing
import YAML

@Suite struct ProtectionTests {
  private typealias Sample = WiringSample
  private static let mark = "kustomize.toolkit.fluxcd.io/substitute: disabled"

  /// Wires a path with a reference, and `text` as a further file of it.
  private func wire(_ text: String, _ more: String = "") -> (text: String, wiring: Wiring) {
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web", more),
      "web/x.yaml": Sample.reference,
      "web/y.yaml": text,
    ])
    let result = Sample.wire(tree)
    return (result.tree.text("web/y.yaml"), result.wiring)
  }

  private static func script(_ text: String, metadata: String = "\n  name: s\n") -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\(metadata)data:\n  run: |\n    \(text)\n"
  }

  @Test(arguments: [
    "echo ${HOME}", "echo ${PORT:-80}", "kill $$", "a ${b.c} d", "`${x ?? \"y\"}`", "${", "${a",
  ])
  func anObjectWithoutReferencesIsLeftAlone(text: String) {
    let result = wire(Self.script(text))
    #expect(
      result.text
        == Self.script(text, metadata: "\n  name: s\n  annotations:\n    \(Self.mark)\n"))
    #expect(result.wiring.findings.map(\.severity) == [.note])
  }

  @Test(arguments: [
    (
      " { name: s }\n",
      " { name: s, \"annotations\": {\"kustomize.toolkit.fluxcd.io/substitute\":\"disabled\"} }\n"
    ),
    (
      "\n  annotations:\n    a: b\n  name: s\n",
      "\n  annotations:\n    a: b\n    \(mark)\n  name: s\n"
    ),
    (
      "\n  annotations: {}\n  name: s\n",
      "\n  annotations: {\"kustomize.toolkit.fluxcd.io/substitute\": \"disabled\"}\n  name: s\n"
    ),
    ("\n  name: s # the name\n", "\n  name: s # the name\n  annotations:\n    \(mark)\n"),
  ])
  func everyShapeOfMetadataTakesTheAnnotation(before: String, after: String) {
    let result = wire(Self.script("${HOME}", metadata: before))
    #expect(result.text == Self.script("${HOME}", metadata: after))
  }

  @Test(arguments: ["echo $HOME", "$(date)", "$2a$10$x", "100 %", "$1 $# $"])
  func whatFluxDoesNotTouchStays(text: String) {
    let result = wire(Self.script(text))
    #expect(result.text == Self.script(text))
    #expect(result.wiring.findings.isEmpty)
  }

  @Test(arguments: [
    ("${A} ${infraConfig_zone}", "$${A} ${infraConfig_zone}"),
    ("$$ ${infraConfig_zone}", "$$$$ ${infraConfig_zone}"),
    ("$${(c / 1)} ${infraConfig_zone}", "$$$${(c / 1)} ${infraConfig_zone}"),
    ("${A:-${B}}${infraConfig_zone}$C", "$${A:-$${B}}${infraConfig_zone}$C"),
    ("${infraConfig_zone} $HOME", "${infraConfig_zone} $HOME"),
  ])
  func besideReferencesEachDollarIsDoubled(before: String, after: String) {
    #expect(wire(Self.script(before)).text == Self.script(after))
  }

  @Test(arguments: ["$$ ${host} ${A:-1}", "${A} $${B}", "$$${A}"])
  func whereFluxSubstitutedTheOwnersVariablesBeforeNothingIsTouched(text: String) {
    let more = "  postBuild:\n    substitute:\n      host: example.com\n"
    let script = Self.script(text + " ${infraConfig_zone}")
    #expect(wire(script, more).text == script)
  }

  @Test(arguments: [
    ("$$ ${A:-1}", "$$ ${A:-1}"), ("${A} $${B}", "$${A} $${B}"), ("$$${A}", "$$$${A}"),
  ])
  func whatComesLaterToAWiredPathIsProtectedToo(before: String, after: String) {
    let more =
      "  postBuild:\n    substituteFrom:\n      - kind: ConfigMap\n        name: infrastructure-vars\n"
    let reference = " ${infraConfig_zone}"
    #expect(wire(Self.script(before + reference), more).text == Self.script(after + reference))
  }

  @Test func variablesOfASecretOutsideTheRepositoryStay() {
    let more = "  postBuild:\n    substituteFrom:\n      - { kind: Secret, name: elsewhere }\n"
    #expect(wire(Self.script("${TOKEN}"), more).text == Self.script("${TOKEN}"))
  }

  @Test func variablesOfAConfigMapInTheRepositoryAreKnown() {
    let more = "  postBuild:\n    substituteFrom:\n      - { kind: ConfigMap, name: settings }\n"
    let settings =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { host: h }\n"
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web", more),
      "config/settings.yaml": settings, "web/x.yaml": Sample.reference,
      "web/y.yaml": Self.script("${host} ${other} ${infraConfig_zone}"),
    ])
    let result = Sample.wire(tree)
    #expect(
      result.tree.text("web/y.yaml") == Self.script("${host} ${other} ${infraConfig_zone}"))
  }

  @Test func onlyTheDocumentWithTheHazardIsTouched() {
    let other = Sample.reference + "---\n"
    #expect(wire(other + Self.script("${A}")).text.hasPrefix(other))
  }

  private static let encrypted = """
    apiVersion: v1
    kind: Secret
    metadata:
      name: token
    stringData:
      token: ENC[AES256_GCM,data:x]
    sops:
      mac: ENC[AES256_GCM,data:y]

    """

  @Test func anEncryptedSecretInAFolderWithoutAListIsPatchedThroughFlux() throws {
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
      "web/s.yaml": Self.encrypted,
    ])
    let result = Sample.wire(tree)
    #expect(result.tree.text("web/s.yaml") == Self.encrypted)
    let text = result.tree.text("cluster/web.yaml")
    #expect(text.contains("  patches:\n    - patch: |\n"))
    #expect(text.contains("          \(Self.mark)\n"))
    #expect(text.contains("        kind: Secret\n        name: token\n"))
  }

  @Test(arguments: [
    ("", "patchesStrategicMerge:\n  - substitute-disabled.yaml\n"),
    ("patches:\n- path: p.yaml\n", "patches:\n- path: p.yaml\n- path: substitute-disabled.yaml\n"),
  ])
  func anEncryptedSecretInAListIsPatchedThere(before: String, after: String) {
    let list = "resources: [x.yaml, s.yaml]\n"
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
      "web/s.yaml": Self.encrypted, "web/kustomization.yaml": list + before,
      "web/p.yaml": Sample.object + "a: 1\n",
    ])
    let result = Sample.wire(tree)
    #expect(result.tree.text("web/kustomization.yaml") == list + after)
    #expect(
      result.tree.text("web/substitute-disabled.yaml") == """
        apiVersion: v1
        kind: Secret
        metadata:
          annotations:
            \(Self.mark)
          name: token

        """)
  }

  @Test func anEncryptedSecretInWhichTheOwnersVariablesAreSubstitutedStaysSubstituted() {
    let more = "  postBuild:\n    substitute:\n      host: example.com\n"
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web", more),
      "web/x.yaml": Sample.reference, "web/s.yaml": Self.encrypted,
    ])
    let result = Sample.wire(tree)
    #expect(Sample.wiredNames(result.tree) == ["web"])
    #expect(!result.tree.text("cluster/web.yaml").contains("patches:"))
  }

  @Test func aPatchThatTheOwnerRemovedIsNotSpokenOf() {
    let list = "resources: [x.yaml, s.yaml]\n"
    let first = Sample.wire(
      Sample.tree([
        "cluster/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
        "web/s.yaml": Self.encrypted, "web/kustomization.yaml": list,
      ]))
    #expect(first.wiring.findings.map(\.code) == [.substitutionProtected])
    let removed = first.tree.with([
      "web/kustomization.yaml": Array(list.utf8), "web/substitute-disabled.yaml": [],
    ])
    let again = Sample.wire(removed, earlier: first.wiring.wired)
    #expect(again.wiring.files.isEmpty)
    #expect(again.wiring.findings.isEmpty)
    #expect(again.wiring.wired == first.wiring.wired)
  }

  @Test(arguments: ["${source}", "${source:-x}"])
  func aGeneratedConfigMapWithForeignVariablesIsPatched(variable: String) {
    let list = "resources: [x.yaml]\nconfigMapGenerator:\n  - name: board\n    files: [b.json]\n"
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
      "web/kustomization.yaml": list, "web/b.json": "{\"uid\": \"\(variable)\"}",
    ])
    let result = Sample.wire(tree)
    #expect(result.tree.text("web/substitute-disabled.yaml").contains("  name: board\n"))
    #expect(result.wiring.files["web/b.json"] == nil)
  }

  @Test(arguments: [true, false])
  func aPatchIsEscapedUnlessItsObjectIsLeftAlone(objectHasReference: Bool) {
    let base = Self.script(objectHasReference ? "${A} ${infraConfig_zone}" : "${A}")
    let patch = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: s }\ndata: { b: '${B}' }\n"
    let tree = Sample.tree([
      "cluster/web.yaml": Sample.kustomization("web", "./web"), "web/x.yaml": Sample.reference,
      "web/kustomization.yaml": "resources: [x.yaml, s.yaml]\npatchesStrategicMerge: [p.yaml]\n",
      "web/s.yaml": base, "web/p.yaml": patch,
    ])
    let result = Sample.wire(tree)
    let escaped = patch.replacing("$", with: "$$")
    #expect(result.tree.text("web/p.yaml") == (objectHasReference ? escaped : patch))
    #expect(result.tree.text("web/s.yaml").contains(Self.mark) != objectHasReference)
  }
}
