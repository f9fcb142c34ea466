import Flux

/// By what a cluster, and Flux's inventory, tells objects apart: the version is no part of it.
struct ObjectKey: Hashable, Sendable {
  let group: String
  let kind: String
  let namespace: String?
  let name: String

  /// The key of an object with that identity.
  init(_ identity: ResourceIdentity) {
    group = identity.group
    kind = identity.kind
    name = identity.name
    let isClusterScoped =
      Self.clusterScoped.contains(identity.kind)
      || identity.group == "cert-manager.io" && identity.kind == "ClusterIssuer"
    namespace = isClusterScoped ? nil : identity.namespace
  }

  /// `Kind/name`.
  var text: String { "\(kind)/\(name)" }

  /// Whether this is an object of that API group and kind.
  func isKind(_ group: String, _ kind: String) -> Bool { self.group == group && self.kind == kind }

  /// Whether this is one of Flux's Kustomizations.
  var isFlux: Bool { isKind(FluxKustomization.group, "Kustomization") }

  /// The kinds without a namespace that Kubernetes brings; of kinds that are not known, objects have one.
  ///
  /// Source: `kubectl api-resources --namespaced=false` of Kubernetes 1.31.
  private static let clusterScoped: Set<String> = [
    "APIService", "CSIDriver", "CSINode", "ClusterRole", "ClusterRoleBinding",
    "CustomResourceDefinition", "FlowSchema", "IngressClass", "MutatingWebhookConfiguration",
    "Namespace", "Node", "PersistentVolume", "PriorityClass", "PriorityLevelConfiguration",
    "RuntimeClass", "StorageClass", "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration", "VolumeAttachment",
  ]
}
