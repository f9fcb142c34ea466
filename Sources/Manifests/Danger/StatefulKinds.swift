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
