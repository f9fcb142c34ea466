import Findings
import Flux
import Rules
import Testing
import YAML

@Suite struct ReferenceNormaliserTests {
  static let values = """
    cluster: { region: nyc3, nodeCount: 3, ha: true, version: "1.30", domain: acme.io }
    storage: { bulk: { size: 100Gi } }
    profiles: { gpu: { limits: { nvidia.com/gpu: 1, cpu: 1000m } } }
    apps: { ai-gateway: { replicas: 2 } }
    zones: [a, b]
    """

  private func normalised(_ text: String) throws -> ReferenceNormaliser.Result {
    let values = try Value(yaml: Array(Self.values.utf8))
    let normaliser = try ReferenceNormaliser(values: values, configMaps: ["infrastructure-config"])
    let result = normaliser.normalised(Array(text.utf8), path: "f.yaml")
    let again = normaliser.normalised(result.bytes, path: "f.yaml")
    #expect(again.bytes == result.bytes, "normalising again changes nothing")
    return result
  }

  @Test(arguments: [
    ("a: \"${infraConfig.storage.bulk.size}\"", "a: \"${infraConfig_storage_bulk_size}\""),
    ("a: '${infraConfig.storage.bulk.size}'", "a: '${infraConfig_storage_bulk_size}'"),
    ("a: ${infraConfig.cluster.nodeCount} # c", "a: ${infraConfig_cluster_nodeCount} # c"),
    ("a: \"${infraConfig.cluster.nodeCount}\"", "a: \"${infraConfig_cluster_nodeCount_string}\""),
    ("a: '${infraConfig.cluster.ha}'", "a: '${infraConfig_cluster_ha_string}'"),
    ("a: \"${infraConfig.cluster.version}\"", "a: \"${infraConfig_cluster_version}\""),
    ("a: \"${infraConfig.profiles.gpu}\"", "a: \"${infraConfig_profiles_gpu}\""),
    ("a: ${infraConfig.zones}", "a: ${infraConfig_zones}"),
    ("a: \"x-${infraConfig.cluster.region}.y\"", "a: \"x-${infraConfig_cluster_region}.y\""),
    ("a: n${infraConfig.cluster.nodeCount}", "a: n${infraConfig_cluster_nodeCount}"),
    (
      "a: ${infraConfig.profiles.gpu.limits.nvidia.com/gpu}",
      "a: ${infraConfig_profiles_gpu_limits_nvidia_com_gpu}"
    ),
    (
      "a: ${infraConfig.apps.ai-gateway.replicas:-1}",
      "a: ${infraConfig_apps_ai_gateway_replicas:-1}"
    ),
    (
      "a: |\r\n  q=${infraConfig.storage.bulk.size}\r\n  r\r\n",
      "a: |\r\n  q=${infraConfig_storage_bulk_size}\r\n  r\r\n"
    ),
    (
      "a: |\n  ${infraConfig.cluster.nodeCount}\n",
      "a: |\n  ${infraConfig_cluster_nodeCount}\n"
    ),
    (
      "a: { b: \"${infraConfig.cluster.region}\", c: [\"${infraConfig.cluster.domain}\"] }",
      "a: { b: \"${infraConfig_cluster_region}\", c: [\"${infraConfig_cluster_domain}\"] }"
    ),
    ("\"${infraConfig.cluster.region}\": 1", "\"${infraConfig_cluster_region}\": 1"),
    ("\u{FEFF}a: '${infraConfig.cluster.ha}'", "\u{FEFF}a: '${infraConfig_cluster_ha_string}'"),
    ("# ${infraConfig.cluster.region}\na: 1", "# ${infraConfig.cluster.region}\na: 1"),
    ("a: \"$${infraConfig.cluster.region}\"", "a: \"$${infraConfig.cluster.region}\""),
    ("a: ${HOME} $$ $x ${infraConfig_cluster_ha}", "a: ${HOME} $$ $x ${infraConfig_cluster_ha}"),
  ])
  func aReferenceGetsItsFlatNameAndAllElseStays(before: String, after: String) throws {
    let result = try normalised(before)
    #expect(String(decoding: result.bytes, as: UTF8.self) == after)
    #expect(result.findings.isEmpty)
  }

  @Test(arguments: [
    ("k: 1\na: \"${infraConfig.storage.bulk.sizes}\"", FindingCode.referenceUnknown, 2, 5),
    ("a: 'x ${infraConfig.profiles.gpu}'", .referenceInText, 1, 7),
    ("a: v${infraConfig.cluster.version}", .referenceInText, 1, 5),
    ("a: |\n  ${infraConfig.zones}\n", .referenceInText, 2, 3),
  ])
  func aReferenceThatCannotWorkIsLeftAndNamed(
    text: String, code: FindingCode, line: Int, column: Int
  )
    throws
  {
    let result = try normalised(text)
    #expect(String(decoding: result.bytes, as: UTF8.self) == text)
    #expect(result.findings.map(\.code) == [code])
    #expect(result.findings.first?.position == TextPosition(line: line, column: column))
    #expect(result.findings.first?.severity == .error)
  }

  @Test func encryptedFilesAndFilesThatAreNoYAMLStay() throws {
    for text in [
      "a: ${infraConfig.cluster.region}\nsops: { mac: x }\n",
      "{{- if .x }}\na: ${infraConfig.cluster.ha}",
    ] {
      let result = try normalised(text)
      #expect(String(decoding: result.bytes, as: UTF8.self) == text)
      #expect(result.findings.map(\.code) == [.referenceLeft])
    }
  }

  private static let dead = """
        - kind: ConfigMap
          name: infrastructure-config
          valuesKey: values.yaml
          targetPath: infraConfig

    """
  private static let secret =
    "    # works\n    - kind: Secret\n      name: s\n      targetPath: t\n"
  private static let flat = """
        - kind: ConfigMap
          name: infrastructure-config
          valuesKey: base-domain
          targetPath: domain

    """

  private static func release(_ sources: String) -> String {
    let head =
      "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: r}\nspec:\n"
    return head + "  interval: 1m\n" + sources + "  # values\n  values:\n    a: 1\n"
  }

  /// The entries before, and those that stay.
  private static let sources: [(before: [String], after: [String])] = [
    ([dead], []), ([dead, secret], [secret]), ([secret, dead], [secret]), ([dead, dead], []),
    ([secret, dead, dead], [secret]), ([flat], [flat]), ([secret], [secret]),
  ]

  @Test(arguments: sources)
  func onlyTheEntryThatCannotWorkGoes(before: [String], after: [String]) throws {
    let key = "  valuesFrom:\n"
    let text = Self.release(key + before.joined())
    let after = after.isEmpty ? "" : key + after.joined()
    let result = try normalised(text)
    #expect(String(decoding: result.bytes, as: UTF8.self) == Self.release(after))
    #expect(result.findings.isEmpty)
    let crlf = try normalised(text.replacing("\n", with: "\r\n"))
    #expect(
      String(decoding: crlf.bytes, as: UTF8.self)
        == Self.release(after).replacing("\n", with: "\r\n"))
  }

  @Test func aFlowListGoesWhole() throws {
    let text = Self.release(
      "  valuesFrom: [{kind: ConfigMap, name: infrastructure-config, targetPath: 'it]'}] # x\n")
    let result = try normalised(text)
    #expect(String(decoding: result.bytes, as: UTF8.self) == Self.release(""))
  }
}

/// Files that generators of kustomizations read: texts, whatever they look like.
@Suite struct GeneratorTextTests {
  private func normalised(
    _ text: String, _ input: GeneratorInput?
  ) throws -> ReferenceNormaliser.Result {
    let values = try Value(yaml: Array(ReferenceNormaliserTests.values.utf8))
    let normaliser = try ReferenceNormaliser(values: values, configMaps: [])
    return normaliser.normalised(Array(text.utf8), path: "f", readBy: input)
  }

  @Test(
    "references in generator files are translated as parts of a text",
    arguments: [
      ("d=${infraConfig.cluster.domain}\n", "d=${infraConfig_cluster_domain}\n"),
      ("{\"d\": \"${infraConfig.cluster.domain}\"}", "{\"d\": \"${infraConfig_cluster_domain}\"}"),
      ("n: \"${infraConfig.cluster.nodeCount}\"\n", "n: \"${infraConfig_cluster_nodeCount}\"\n"),
      ("\t[${infraConfig.cluster.region}", "\t[${infraConfig_cluster_region}"),
      ("x=${infraConfig.none.here:-7}\n", "x=${infraConfig_none_here:-7}\n"),
      (
        "${infraConfig.none.here} $${infraConfig.zones}",
        "${infraConfig.none.here} $${infraConfig.zones}"
      ),
    ])
  func file(before: String, after: String) throws {
    #expect(String(decoding: try normalised(before, .file).bytes, as: UTF8.self) == after)
  }

  @Test("a number that is a whole line of variables stays a string, as data of a ConfigMap must")
  func variables() throws {
    let text = "n=${infraConfig.cluster.nodeCount}\nm=x${infraConfig.cluster.nodeCount}\n"
    #expect(
      String(decoding: try normalised(text, .variables).bytes, as: UTF8.self)
        == "n=${infraConfig_cluster_nodeCount_string}\nm=x${infraConfig_cluster_nodeCount}\n")
  }

  @Test("so does one that is a whole literal")
  func literals() throws {
    let text = """
      configMapGenerator:
        - name: a
          literals: ["n=${infraConfig.cluster.nodeCount}", "m=x${infraConfig.cluster.nodeCount}"]

      """
    #expect(
      String(decoding: try normalised(text, nil).bytes, as: UTF8.self)
        == text.replacing(
          "\"n=${infraConfig.cluster.nodeCount}",
          with: "\"n=${infraConfig_cluster_nodeCount_string}"
        )
        .replacing("x${infraConfig.cluster.nodeCount}", with: "x${infraConfig_cluster_nodeCount}"))
  }

  @Test("a map within a text is an error, not a text that no reader understands")
  func map() throws {
    let result = try normalised("p=${infraConfig.profiles.gpu}\n", .variables)
    #expect(result.findings.map(\.code) == [.referenceInText])
  }

  @Test("a reference with a default to a value that there is not works, with a warning")
  func missing() throws {
    let result = try normalised("a: ${infraConfig.none.here:-7Gi}\n", nil)
    #expect(String(decoding: result.bytes, as: UTF8.self) == "a: ${infraConfig_none_here:-7Gi}\n")
    #expect(result.findings.map(\.severity) == [.warning])
  }
}
