/// The fields that Kubernetes refuses to change.
///
/// Source: the `Validate…Update` functions of kubernetes/kubernetes, `pkg/apis/*/validation`, and for
/// `spec.selector` of Deployments `pkg/registry/apps/deployment/strategy.go`.
enum ImmutableFields {
  /// A field, and what Kubernetes takes where it is missing.
  struct Field {
    let path: [String]
    var standard: Value?

    init(_ path: String, standard: String? = nil) {
      self.path = path.split(separator: ".").map(String.init)
      self.standard = standard.map(Value.string)
    }
  }

  /// The fields of an object that cannot change from what it was before.
  static func fields(of object: ManifestObject) -> [Field] {
    let key = object.key
    switch key.kind {
    case "Secret" where key.group.isEmpty:
      // The type never changes, the rest only where it is said so.
      return [Field("type", standard: "Opaque")] + data(of: object, ["data", "stringData"])
    case "ConfigMap" where key.group.isEmpty: return data(of: object, ["data", "binaryData"])
    default: return table[key.group + "/" + key.kind] ?? []
    }
  }

  private static func data(of object: ManifestObject, _ fields: [String]) -> [Field] {
    guard object.value["immutable"] == .bool(true) else { return [] }
    return (fields + ["immutable"]).map { Field($0) }
  }

  private static let table: [String: [Field]] = [
    "apps/StatefulSet": [
      Field("spec.serviceName"), Field("spec.selector"), Field("spec.volumeClaimTemplates"),
      Field("spec.podManagementPolicy", standard: "OrderedReady"),
    ],
    "apps/Deployment": [Field("spec.selector")],
    "apps/DaemonSet": [Field("spec.selector")],
    "apps/ReplicaSet": [Field("spec.selector")],
    "batch/Job": [
      Field("spec.selector"), Field("spec.template"),
      Field("spec.completionMode", standard: "NonIndexed"),
    ],
    "storage.k8s.io/StorageClass": [
      Field("provisioner"), Field("parameters"), Field("reclaimPolicy", standard: "Delete"),
      Field("volumeBindingMode", standard: "Immediate"),
    ],
    "rbac.authorization.k8s.io/RoleBinding": roleRef,
    "rbac.authorization.k8s.io/ClusterRoleBinding": roleRef,
    "networking.k8s.io/IngressClass": [Field("spec.controller")],
    "scheduling.k8s.io/PriorityClass": [
      Field("value"), Field("preemptionPolicy", standard: "PreemptLowerPriority"),
    ],
  ]

  private static let roleRef = [
    Field("roleRef.apiGroup", standard: "rbac.authorization.k8s.io"), Field("roleRef.kind"),
    Field("roleRef.name"),
  ]
}
