/// By what a cluster, and Flux's inventory, tells objects apart: the version is no part of it.
struct ObjectKey: Hashable, Sendable {
  let group: String
  let kind: String
  var namespace: String?
  var name: String

  /// The key that an object's own text gives it.
  init(_ identity: ResourceIdentity) {
    group = identity.group
    kind = identity.kind
    name = identity.name
    namespace = identity.namespace
    if isClusterScoped { namespace = nil }
  }

  /// `Kind/name`.
  var text: String { "\(kind)/\(name)" }

  /// Whether this is an object of that API group and kind.
  func isKind(_ group: String, _ kind: String) -> Bool { self.group == group && self.kind == kind }

  /// Whether objects of the kind have no namespace; of kinds that are not known, they have one.
  var isClusterScoped: Bool {
    Self.clusterScoped.contains(kind) || (group == "cert-manager.io" && kind == "ClusterIssuer")
  }

  /// The kinds without a namespace that Kubernetes brings.
  ///
  /// Source: `kubectl api-resources --namespaced=false` of Kubernetes 1.31.
  private static let clusterScoped: Set<String> = [
    "APIService", "CSIDriver", "CSINode", "ClusterRole", "ClusterRoleBinding",
    "CustomResourceDefinition", "FlowSchema", "IngressClass", "MutatingWebhookConfiguration",
    "Namespace", "Node", "PersistentVolume", "PriorityClass", "PriorityLevelConfiguration",
    "RuntimeClass", "StorageClass", "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration", "VolumeAttachment",
  ]

  /// The key behind a kustomization that sets a namespace, a prefix or a suffix.
  ///
  /// Source: kustomize's `PrefixTransformer` (the kinds it skips) and `namespace.go` of its
  /// `builtinpluginconsts` (a namespace is also the name of a Namespace).
  func transformed(by layer: KustomizeLayer) -> ObjectKey {
    var key = self
    if !["Namespace", "CustomResourceDefinition", "APIService"].contains(kind) {
      key.name = (layer.text("namePrefix") ?? "") + name + (layer.text("nameSuffix") ?? "")
    }
    guard let namespace = layer.text("namespace") else { return key }
    if isKind("", "Namespace") { key.name = namespace }
    if !isClusterScoped { key.namespace = namespace }
    return key
  }
}
