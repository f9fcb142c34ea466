import TestSupport

/// A mistake that a person may make in the example after its first proposals, and where it is found.
struct Defect: Sendable {
  /// The finding that it must have.
  var code: String
  /// The file that it is made in.
  var path: String
  /// A text of the file that is replaced; nil appends, or makes the file.
  var old: String?
  /// What is written.
  var new: String
  /// A text of the line where it is found; nil for the whole file.
  var mark: String?

  /// Makes the mistake.
  ///
  /// - Returns: `code path:line` of the finding.
  /// - Throws: `TestSupportError` when the file is not as expected.
  func plant(in copy: WorkingCopy) throws -> String {
    if let old {
      try copy.replace(old, with: new, in: path)
    } else {
      try copy.write(((try? copy.text(path)) ?? "") + new, to: path)
    }
    guard let mark else { return "\(code) \(path):-" }
    let lines = try copy.text(path).split(separator: "\n", omittingEmptySubsequences: false)
    guard let line = lines.firstIndex(where: { $0.contains(mark) }) else {
      throw TestSupportError("\(path) does not hold \"\(mark)\"")
    }
    return "\(code) \(path):\(line + 1)"
  }

  /// One of each kind; references and paths that are broken in several ways have one of each way.
  static let all = files + references + mentions + leftOvers

  private static let files = [
    Defect(
      code: "yaml-invalid", path: "manifests/extra/broken.yaml", new: "a: 1\nb: }\n", mark: "}"),
    Defect(
      code: "broken-reference", path: "manifests/clusters/acme-production/shared.yaml",
      old: "./manifests/shared/network-policies", new: "./manifests/shared/network-policy",
      mark: "network-policy"),
    Defect(
      code: "broken-reference", path: "manifests/sources/kustomization.yaml", old: "  - gitea.yaml",
      new: "  - gitea.yaml\n  - forgejo.yaml", mark: "forgejo"),
    Defect(
      code: "api-removed", path: "manifests/clusters/acme-production/infrastructure.yaml",
      old: "helm.toolkit.fluxcd.io/v2\n", new: "helm.toolkit.fluxcd.io/v2beta2\n", mark: "v2beta2"),
    Defect(
      code: "api-removed", path: "manifests/sources/grafana.yaml",
      old: "source.toolkit.fluxcd.io/v1\n", new: "source.toolkit.fluxcd.io/v1beta1\n",
      mark: "v1beta1"),
  ]

  private static let mail = "manifests/applications/mail/helmrelease.yaml"

  private static func mailVariable(_ code: String, _ value: String, mark: String) -> Defect {
    Defect(
      code: code, path: mail, old: "        RELAY_HOST:",
      new: "        X_\(mark): \(value)\n        RELAY_HOST:", mark: "X_\(mark)")
  }

  private static let references = [
    mailVariable("substitution-unresolved", "\"${mail_relay_port}\"", mark: "PORT"),
    mailVariable("substitution-invalid", "\"${mail_relay_host/x}\"", mark: "BAD"),
    mailVariable("substitution-type", "\"${infraConfig_cluster_nodeCount}\"", mark: "COUNT"),
    mailVariable("reference-unknown", "\"${infraConfig.resourceProfiles.medum}\"", mark: "MEDUM"),
    mailVariable("reference-unknown", "\"${infraConfig_storage_bluk_size}\"", mark: "BLUK"),
    Defect(
      code: "reference-dotted", path: "manifests/extra/dotted.yaml",
      new: "a: \"${infraConfig.cluster.region}\"\n", mark: "a:"),
    Defect(
      code: "substitution-missing", path: "manifests/shared/config/cluster-info.yaml",
      new: "  region: \"${infraConfig_cluster_region}\"\n", mark: "region:"),
  ]

  private static func release(_ name: String, _ namespace: String, _ source: String) -> String {
    """
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: \(name)
      namespace: \(namespace)
    spec:
      valuesFrom:
        - kind: ConfigMap
    \(source)

    """
  }

  private static let mentions = [
    Defect(
      code: "configmap-name", path: "manifests/extra/name.yaml",
      new: release("a", "flux-system", "      name: infrastructure-confg"), mark: "confg"),
    Defect(
      code: "configmap-namespace", path: "manifests/extra/namespace.yaml",
      new: release("b", "mail", "      name: infrastructure-config"), mark: "name: infra"),
    Defect(
      code: "configmap-key", path: "manifests/extra/key.yaml",
      new: release(
        "c", "flux-system", "      name: infrastructure-config\n      valuesKey: value.yaml"),
      mark: "valuesKey"),
    Defect(
      code: "values-from-dead", path: "manifests/extra/dead.yaml",
      new: release(
        "d", "mail", "      name: infrastructure-config\n      targetPath: infraConfig"),
      mark: "name: infra"),
    Defect(
      code: "configmap-key", path: "manifests/clusters/acme-production/backup.yaml",
      old: "      - kind: ConfigMap\n        name: infrastructure-vars",
      new: "      - kind: ConfigMap\n        name: infrastructure-vars\n"
        + "      - { kind: ConfigMap, name: infrastructure-config }",
      mark: "infrastructure-config"),
  ]

  private static let leftOvers = [
    Defect(
      code: "stand-in-left", path: "manifests/sources/jetstack.yaml",
      new: "# see www.example.com\n", mark: "www"),
    Defect(
      code: "stand-in-left", path: "manifests/extra/my-cluster.yaml", new: "a: 1\n", mark: nil),
    Defect(
      code: "earlier-value", path: "manifests/sources/piraeus.yaml", new: "# ask ops@acme.io\n",
      mark: "ops"),
    Defect(
      code: "encoded-stand-in", path: "manifests/extra/secret.yaml",
      new: "apiVersion: v1\nkind: Secret\nmetadata: { name: s }\ndata:\n"
        + "  host: c210cC5leGFtcGxlLmNvbQ==\n", mark: "host:"),
    Defect(
      code: "ignore-without-reason", path: "manifests/extra/ignored.yaml",
      new: "a: 1 # gitops-bot: ignore stand-in-left\n", mark: "ignore"),
  ]
}
