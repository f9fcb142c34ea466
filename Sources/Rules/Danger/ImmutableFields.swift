import YAML

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
  static func fields(of object: ClusterObject) -> [Field] {
    let key = object.key
    switch key.kind {
    case "Secret" where key.group.isEmpty:
      // The type never changes, the rest only where it is said so.
      return [Field("type", standard: "Opaque")] + data(of: object, ["data", "stringData"])
    case "ConfigMap" where key.group.isEmpty: return data(of: object, ["data", "binaryData"])
    default: return table[key.group + "/" + key.kind] ?? []
    }
  }

  private static func data(of object: ClusterObject, _ fields: [String]) -> [Field] {
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

/// The kinds of objects whose deletion takes data along.
enum StatefulKinds {
  /// Whether Flux or Kubernetes deletes data with an object of that key.
  static func contains(_ key: ObjectKey) -> Bool {
    kubernetes[key.group]?.contains(key.kind) == true || databases.contains(key.group)
      || (key.group.hasSuffix(".percona.com") || key.group.hasSuffix(".crunchydata.com"))
  }

  private static let kubernetes: [String: Set<String>] = [
    "": ["Namespace", "PersistentVolume", "PersistentVolumeClaim"],
    "apps": ["StatefulSet"],
    "apiextensions.k8s.io": ["CustomResourceDefinition"],
    "helm.toolkit.fluxcd.io": ["HelmRelease"],
    "snapshot.storage.k8s.io": ["VolumeSnapshot", "VolumeSnapshotContent"],
    "kubevirt.io": ["VirtualMachine"],
    "cdi.kubevirt.io": ["DataVolume"],
    "longhorn.io": ["Volume"],
    "objectbucket.io": ["ObjectBucketClaim"],
  ]

  /// The API groups of operators that keep data: databases, queues and stores.
  private static let databases: Set<String> = [
    "acid.zalan.do", "apps.kubeblocks.io", "cassandra.datastax.com", "ceph.rook.io",
    "clickhouse-keeper.altinity.com", "clickhouse.altinity.com", "databases.spotahome.com",
    "dragonflydb.io", "elasticsearch.k8s.elastic.co", "k8s.mariadb.com", "k8ssandra.io",
    "kafka.strimzi.io", "mariadb.mmontes.io", "minio.min.io", "moco.cybozu.com", "mongodb.com",
    "mongodbcommunity.mongodb.com", "mysql.oracle.com", "opensearch.opster.io",
    "postgresql.cnpg.io", "rabbitmq.com", "redis.redis.opstreelabs.in", "scylla.scylladb.com",
  ]
}
