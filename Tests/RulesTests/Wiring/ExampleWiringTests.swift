import Findings
import Flux
import FluxTestSupport
import Foundation
import Rules
import Testing
import YAML

@Suite struct ExampleWiringTests {
  static let path = "manifests/shared/config/infrastructure-config.yaml"

  static let values: Value = {
    func map(_ names: [String], _ value: Value) -> Value {
      .map(Dictionary(uniqueKeysWithValues: names.map { ($0, value) }))
    }
    let amounts = Value.map(["cpu": .string("500m"), "memory": .string("1Gi")])
    let storage = Value.map(["size": .string("200Gi"), "storageClass": .string("fast-ssd")])
    let application = Value.map(["profile": .string("large"), "replicas": .int(2)])
    return .map([
      "resourceProfiles": map(
        ["micro", "small", "medium", "large", "gpu"], map(["requests", "limits"], amounts)),
      "storage": map(["fast", "bulk", "backup", "archive"], storage),
      "applications": map(["mattermost", "nextcloud", "keycloak"], application),
      "nodeSelectors": .map(["databases": .map(["example.com/pool": .string("db")])]),
      "networking": .map([
        "ingressClass": .string("nginx"),
        "loadBalancer": .map(["size": .string("lb-small"), "algorithm": .string("round_robin")]),
      ]),
      "cluster": .map([
        "region": .string("nyc3"), "nodeCount": .int(3), "haControlPlane": .bool(true),
        "domain": .string("acme.io"),
      ]),
    ])
  }()

  static let configuration = WiringConfiguration(places: [
    .init(
      environment: "production", path: path, name: "infrastructure-config",
      namespace: "flux-system", values: values)
  ])

  /// The example, its references normalised, with the nested ConfigMap.
  static func example() throws -> (tree: MemoryTree, findings: [Finding]) {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    var tree = try filesOnDisk(root.appending(path: "Examples/template"))
    try #require(tree.files.count > 60, "Examples/template is not there")
    let normaliser = try ReferenceNormaliser(values: values, configMaps: ["infrastructure-config"])
    var findings: [Finding] = []
    for (path, bytes) in tree.files where path.hasSuffix(".yaml") {
      let result = normaliser.normalised(bytes, path: path)
      tree.files[path] = result.bytes
      findings += result.findings
    }
    let nested = ConfigMap(
      name: "infrastructure-config", namespace: "flux-system",
      data: [("values.yaml", yaml(of: values))])
    tree.files[path] = try nested.yaml()
    return (tree, findings)
  }

  @Test func everyReferenceOfTheExampleIsTranslated() throws {
    let (tree, findings) = try Self.example()
    #expect(findings.isEmpty)
    let dotted = tree.files.filter { path, bytes in
      path.hasSuffix(".yaml") && String(decoding: bytes, as: UTF8.self).contains("${infraConfig.")
    }
    #expect(dotted.keys.sorted() == [])
    let releases = FluxObjects(in: tree).objects("HelmRelease")
    let sources = releases.flatMap { release in
      release.valuesFrom.map { "\(release.name) \($0.reference.kind ?? "")" }
    }
    #expect(sources.sorted() == ["keycloak Secret", "prometheus-stack Secret"])
  }

  @Test func exactlyThePathsWithReferencesAreWired() throws {
    let (tree, _) = try Self.example()
    let wiring = wired(tree, Self.configuration)
    let after = tree.with(wiring.files)
    let substituting = FluxObjects(in: after).kustomizations.filter {
      $0.substituteFrom.contains { $0.kind == "ConfigMap" && $0.name == "infrastructure-vars" }
    }
    #expect(
      substituting.map(\.name).sorted() == [
        "ai-gateway", "cert-manager", "external-dns", "external-secrets", "git-server",
        "ingress-nginx", "keycloak", "loki", "mail", "mattermost", "metrics-server",
        "my-cluster-backup", "nextcloud", "postgres-operator", "prometheus-stack",
        "snapshot-controller",
      ])
    #expect(wiring.findings.filter { $0.severity != .note } == [])
  }

  @Test func whatBelongsToAShellIsProtected() throws {
    let (tree, _) = try Self.example()
    let after = tree.with(wired(tree, Self.configuration).files)
    let mark = "    kustomize.toolkit.fluxcd.io/substitute: disabled\n"
    for path in [
      "infrastructure/velero/restore-drill.yaml", "applications/ai-gateway/routes.yaml",
      "applications/git-server/mirror.yaml",
    ] {
      #expect(after.text("manifests/" + path).components(separatedBy: mark).count == 2, "\(path)")
    }
    let nextcloud = after.text("manifests/applications/nextcloud/helmrelease.yaml")
    #expect(nextcloud.contains(#"node="$${HOSTNAME}""#))
    #expect(nextcloud.contains("${node}".replacing("$", with: "$$")))
    #expect(nextcloud.contains("pid $$$$ starts with quota ${infraConfig_storage_bulk_size}"))
    #expect(nextcloud.contains("return 301 $scheme://$host/; }"))
    let mail = after.text("manifests/applications/mail/helmrelease.yaml")
    #expect(mail.contains("\"${mail_relay_host}\""))
  }

  @Test func theEncryptedSecretInWhichFluxSubstitutedBeforeStaysAsItIs() throws {
    let (tree, _) = try Self.example()
    let files = wired(tree, Self.configuration).files
    let folder = "manifests/applications/mail/"
    #expect(tree.text(folder + "credentials.sops.yaml").contains("ENC["))
    #expect(files.keys.filter { $0.hasPrefix(folder) }.sorted() == [])
  }

  @Test func theVariablesAreAppliedByTheKustomizationOfTheirFolder() throws {
    let (tree, _) = try Self.example()
    let wiring = wired(tree, Self.configuration)
    let after = tree.with(wiring.files)
    let list = after.text("manifests/shared/config/kustomization.yaml")
    #expect(
      list.hasSuffix("  - infrastructure-config.yaml\n  - infrastructure-vars.yaml\n"))
    let variables = after.text("manifests/shared/config/infrastructure-vars.yaml")
    #expect(variables.contains("  infraConfig_storage_bulk_size: \"200Gi\"\n"))
    #expect(wiring.files.keys.allSatisfy { !$0.hasSuffix("infra-config.yaml") })
  }

  @Test func wiringTheWiredExampleChangesNothing() throws {
    let (tree, _) = try Self.example()
    let first = wired(tree, Self.configuration)
    let again = wired(tree.with(first.files), Self.configuration, earlier: first.wired)
    #expect(again.files.keys.sorted() == [])
    #expect(again.wired == first.wired)
    #expect(again.findings.isEmpty)
  }
}
