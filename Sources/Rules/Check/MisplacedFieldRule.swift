import Findings
import Flux
import Kustomize
import YAML

/// A field of Flux's objects that stands one level too far out, where Kubernetes refuses it.
enum MisplacedFieldRule: CheckRule {
  /// The fields of `spec` by group and kind.
  ///
  /// Source: the resource definitions of Flux 2.9.
  private static let fields: [String: Set<String>] = [
    "helm.toolkit.fluxcd.io/HelmRelease": [
      "chart", "chartRef", "interval", "kubeConfig", "suspend", "releaseName", "targetNamespace",
      "storageNamespace", "dependsOn", "timeout", "maxHistory", "serviceAccountName",
      "persistentClient", "driftDetection", "install", "upgrade", "test", "rollback", "uninstall",
      "valuesFrom", "values", "postRenderers", "commonMetadata", "waitStrategy",
    ],
    "kustomize.toolkit.fluxcd.io/Kustomization": [
      "commonMetadata", "dependsOn", "decryption", "interval", "retryInterval", "kubeConfig",
      "path",
      "postBuild", "prune", "deletionPolicy", "healthChecks", "namePrefix", "nameSuffix", "patches",
      "images", "serviceAccountName", "sourceRef", "suspend", "targetNamespace", "timeout", "force",
      "wait", "components", "ignoreMissingComponents", "healthCheckExprs", "buildMetadata",
    ],
    "source.toolkit.fluxcd.io/GitRepository": [
      "url", "secretRef", "provider", "interval", "timeout", "ref", "verify", "proxySecretRef",
      "ignore", "suspend", "recurseSubmodules", "include", "sparseCheckout", "serviceAccountName",
    ],
    "source.toolkit.fluxcd.io/HelmRepository": [
      "url", "secretRef", "certSecretRef", "passCredentials", "interval", "insecure", "timeout",
      "suspend", "accessFrom", "type", "provider",
    ],
    "source.toolkit.fluxcd.io/OCIRepository": [
      "url", "ref", "layerSelector", "provider", "secretRef", "verify", "serviceAccountName",
      "certSecretRef", "proxySecretRef", "interval", "timeout", "ignore", "insecure", "suspend",
    ],
  ]

  static func findings(in tree: CheckedTree) -> [Finding] {
    tree.clusters.flatMap(\.objects).flatMap { object -> [Finding] in
      let type = object.applied.identity.group + "/" + object.kind
      guard let fields = fields[type] else { return [] }
      return (object.applied.built.members ?? []).compactMap { member in
        guard let key = member.key.text, fields.contains(key) else { return nil }
        return finding(key, member.key, object)
      }
    }
  }

  private static func finding(
    _ field: String, _ node: ManifestNode, _ object: CheckedObject
  ) -> Finding {
    let place = object.applied.place(of: node) ?? object.applied.place
    return Finding(
      .fieldMisplaced, .error, at: place,
      "\(field) stands beside spec, where a \(object.kind) has no such field",
      remedy: "move it into spec")
  }
}
