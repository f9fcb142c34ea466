extension DangerCase {
  private static func claims(_ size: String, more: String = "") -> String {
    object(
      statefulSet, "db",
      "spec:\n  volumeClaimTemplates:\n    - metadata: { name: data }\n"
        + "      spec:\n\(more)        resources: { requests: { storage: \(size) } }\n")
  }

  private static func pvc(_ spec: String) -> String { object(claim, "p", "spec: { \(spec) }\n") }

  private static func size(_ size: String) -> String {
    "resources: { requests: { storage: \(size) } }"
  }

  /// A field of an object that never changes.
  private static func fixed(
    _ type: String, _ body: String, _ new: String, _ expected: String...
  ) -> DangerCase {
    DangerCase(
      "\(type) \(body) becomes \(new)", ["a.yaml": object(type, "x", body + "\n")],
      ["a.yaml": object(type, "x", new + "\n")], expected: expected)
  }

  static let immutable: [DangerCase] = [
    DangerCase(
      "the size in a template of claims", claims("1Gi"), claims("2Gi"),
      "immutable a.yaml:8 StatefulSet/db "
        + "spec.volumeClaimTemplates[0].spec.resources.requests.storage 1Gi -> 2Gi"),
    DangerCase("the same size in other units", claims("1Gi"), claims("1024Mi")),
    DangerCase(
      "what Kubernetes adds to a template", claims("1Gi"),
      claims("1Gi", more: "        volumeMode: Filesystem\n")),
    fixed(
      "apps/v1 StatefulSet", "spec: { serviceName: a }", "spec: { serviceName: b }",
      "immutable a.yaml:4 StatefulSet/x spec.serviceName a -> b"),
    fixed(
      "apps/v1 StatefulSet", "spec: { replicas: 1 }", "spec: { podManagementPolicy: Parallel }",
      "immutable a.yaml:4 StatefulSet/x spec.podManagementPolicy OrderedReady -> Parallel"),
    fixed(
      "apps/v1 StatefulSet", "spec: { replicas: 1 }", "spec: { podManagementPolicy: OrderedReady }"),
    fixed("apps/v1 StatefulSet", "spec: { replicas: 1 }", "spec: { replicas: 2 }"),
    fixed(
      "apps/v1 StatefulSet", "spec: { serviceName: '${infraConfig.a.b}' }",
      "spec: { serviceName: '${infraConfig_a_b}' }"),
    fixed(
      "apps/v1 Deployment", "spec: { selector: { matchLabels: { a: b } } }",
      "spec: { selector: { matchLabels: { a: c } } }",
      "immutable a.yaml:4 Deployment/x spec.selector.matchLabels.a b -> c"),
    fixed(
      "apps/v1 DaemonSet", "spec: { selector: { matchLabels: { a: b } } }",
      "spec: { selector: { matchLabels: { a: b, c: d } } }",
      "immutable a.yaml:4 DaemonSet/x spec.selector.matchLabels.c nil -> d"),
    fixed(
      "apps/v1 Deployment", "spec: { selector: { matchLabels: { a: b } } }",
      "spec: { selector: { matchLabels: { a: b }, matchExpressions: [] } }"),
    fixed(
      "v1 Service", "spec: { clusterIP: 10.0.0.1 }", "spec: { clusterIP: None }",
      "immutable a.yaml:4 Service/x spec.clusterIP 10.0.0.1 -> None"),
    fixed("v1 Service", "spec: { clusterIP: 10.0.0.1 }", "spec: { type: ClusterIP }"),
    fixed("v1 Service", "spec: { type: ExternalName }", "spec: { clusterIP: None }"),
    fixed(
      "batch/v1 Job", "spec: { template: { spec: { nodeName: a } } }",
      "spec: { template: { spec: { nodeName: b } } }",
      "immutable a.yaml:4 Job/x spec.template.spec.nodeName a -> b"),
    fixed(
      "batch/v1 Job", "spec: { template: { requests: { cpu: 1 } } }",
      "spec: { template: { requests: { cpu: 1000m } } }"),
    fixed(
      "batch/v1 CronJob", "spec: { jobTemplate: { spec: { template: { a: b } } } }",
      "spec: { jobTemplate: { spec: { template: { a: c } } } }"),
    fixed(
      "storage.k8s.io/v1 StorageClass", "provisioner: a", "provisioner: b\nreclaimPolicy: Delete",
      "immutable a.yaml:4 StorageClass/x provisioner a -> b"),
    fixed(
      "storage.k8s.io/v1 StorageClass", "parameters: { type: a }",
      "parameters: { type: b }\nvolumeBindingMode: WaitForFirstConsumer\nreclaimPolicy: Retain",
      "immutable a.yaml:4 StorageClass/x parameters.type a -> b",
      "immutable a.yaml:5 StorageClass/x volumeBindingMode Immediate -> WaitForFirstConsumer",
      "immutable a.yaml:6 StorageClass/x reclaimPolicy Delete -> Retain"),
    fixed(
      "storage.k8s.io/v1 StorageClass", "allowVolumeExpansion: false", "allowVolumeExpansion: true"),
    fixed(
      "rbac.authorization.k8s.io/v1 RoleBinding", "roleRef: { kind: Role, name: a }",
      "roleRef: { kind: ClusterRole, name: a, apiGroup: rbac.authorization.k8s.io }",
      "immutable a.yaml:4 RoleBinding/x roleRef.kind Role -> ClusterRole"),
    fixed(
      "rbac.authorization.k8s.io/v1 ClusterRoleBinding", "roleRef: { name: a }\nsubjects: []",
      "roleRef: { name: a }\nsubjects: [{ kind: User, name: u }]"),
    fixed(
      "networking.k8s.io/v1 IngressClass", "spec: { controller: a }", "spec: { controller: b }",
      "immutable a.yaml:4 IngressClass/x spec.controller a -> b"),
    fixed(
      "networking.k8s.io/v1 Ingress", "spec: { ingressClassName: a }",
      "spec: { ingressClassName: b }"),
    fixed(
      "scheduling.k8s.io/v1 PriorityClass", "value: 1", "value: 2",
      "immutable a.yaml:4 PriorityClass/x value 1 -> 2"),
    fixed(
      "v1 ConfigMap", "immutable: true\ndata: { a: b }", "immutable: true\ndata: { a: c }",
      "immutable a.yaml:5 ConfigMap/x data.a b -> c"),
    fixed("v1 ConfigMap", "data: { a: b }", "immutable: true\ndata: { a: c }"),
    fixed(
      "v1 Secret", "immutable: true\nstringData: { a: b }", "stringData: { a: b }",
      "immutable a.yaml:1 Secret/x immutable true -> nil"),
    fixed(
      "v1 Secret", "data: { a: Yg== }", "type: kubernetes.io/tls",
      "immutable a.yaml:4 Secret/x type Opaque -> kubernetes.io/tls"),
    DangerCase(
      "a replacement that the author wants", forced("b"), forced("c")),
    DangerCase(
      "a field that a patch sets",
      [
        "k/kustomization.yaml": patched, "k/db.yaml": object(statefulSet, "db"),
        "k/p.yaml": patch("a"),
      ],
      [
        "k/kustomization.yaml": patched, "k/db.yaml": object(statefulSet, "db"),
        "k/p.yaml": patch("b"),
      ],
      "immutable k/p.yaml:4 StatefulSet/db spec.serviceName a -> b"),
    DangerCase(
      "a field that a patch begins to set",
      [
        "k/kustomization.yaml": patched, "k/db.yaml": patch("a"),
        "k/p.yaml": object(statefulSet, "db"),
      ],
      [
        "k/kustomization.yaml": patched, "k/db.yaml": patch("a"),
        "k/p.yaml": object(
          statefulSet, "db", "spec: { serviceName: a, podManagementPolicy: Parallel }\n"),
      ],
      "immutable k/p.yaml:4 StatefulSet/db spec.podManagementPolicy OrderedReady -> Parallel"),
  ]

  static let selectors: [DangerCase] = [
    labelled(
      "commonLabels: { a: b }", "commonLabels: { a: c }", statefulSet,
      "immutable k/kustomization.yaml:2 StatefulSet/x commonLabels.a b -> c"),
    labelled(
      "labels: []", "labels: [{ includeSelectors: true, pairs: { a: b } }]", "apps/v1 Deployment",
      "immutable k/kustomization.yaml:2 Deployment/x labels.a nil -> b"),
    labelled("labels: []", "labels: [{ pairs: { a: b } }]", "apps/v1 Deployment"),
    labelled("commonLabels: { a: b }", "commonLabels: { a: c }", configMap),
  ]

  private static func labelled(
    _ old: String, _ new: String, _ type: String, _ expected: String...
  ) -> DangerCase {
    func files(_ labels: String) -> [String: String] {
      ["k/kustomization.yaml": "resources: [x.yaml]\n\(labels)\n", "k/x.yaml": object(type, "x")]
    }
    return DangerCase(
      "\(old) becomes \(new) for \(type)", files(old), files(new), expected: expected)
  }

  private static let patched = "resources: [db.yaml]\npatches: [{ path: p.yaml }]\n"

  private static func patch(_ service: String) -> String {
    object(statefulSet, "db", "spec: { serviceName: \(service) }\n")
  }

  private static func forced(_ label: String) -> String {
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\n  annotations:\n"
      + "    kustomize.toolkit.fluxcd.io/force: enabled\n"
      + "spec: { selector: { matchLabels: { a: \(label) } } }\n"
  }

  static let volumes: [DangerCase] = [
    DangerCase(
      "a claim that shrinks", pvc(size("2Gi")), pvc(size("1Gi")),
      "shrink a.yaml:4 PersistentVolumeClaim/p spec.resources.requests.storage 2Gi -> 1Gi"),
    DangerCase("a claim that grows", pvc(size("1Gi")), pvc(size("2Gi"))),
    DangerCase(
      "another class of a claim", pvc("storageClassName: a"), pvc("storageClassName: b"),
      "immutable a.yaml:4 PersistentVolumeClaim/p spec.storageClassName a -> b"),
    DangerCase(
      "another access mode of a claim", pvc("accessModes: [ReadWriteOnce]"),
      pvc("accessModes: [ReadWriteMany]"),
      "immutable a.yaml:4 PersistentVolumeClaim/p spec.accessModes[0] ReadWriteOnce -> ReadWriteMany"
    ),
    DangerCase(
      "what Kubernetes adds to a claim", pvc("a: b"),
      pvc("a: b, volumeMode: Filesystem, volumeName: v")),
    DangerCase(
      "a size in values that shrinks",
      object(release, "r", "spec:\n  values:\n    persistence:\n      size: 10Gi\n"),
      object(release, "r", "spec:\n  values:\n    persistence:\n      size: 5120Mi\n"),
      "shrink a.yaml:7 HelmRelease/r spec.values.persistence.size 10Gi -> 5120Mi"),
    DangerCase(
      "a size in values that grows or is written otherwise",
      object(release, "r", "spec: { values: { storage: { size: 1Gi }, volume: { size: 1Gi } } }\n"),
      object(
        release, "r", "spec: { values: { storage: { size: 1024Mi }, volume: { size: 2Gi } } }\n")),
    DangerCase(
      "a size of something else",
      object(
        release, "r", "spec: { values: { cache: { size: 2Gi }, persistence: { size: '${s}' } } }\n"),
      object(
        release, "r", "spec: { values: { cache: { size: 1Gi }, persistence: { size: 1Gi } } }\n")),
    DangerCase(
      "a database that shrinks",
      object("postgresql.cnpg.io/v1 Cluster", "pg", "spec: { storage: { size: 2Gi } }\n"),
      object("postgresql.cnpg.io/v1 Cluster", "pg", "spec: { storage: { size: 1Gi } }\n"),
      "shrink a.yaml:4 Cluster/pg spec.storage.size 2Gi -> 1Gi"),
    DangerCase(
      "volumes in another order",
      object(
        release, "r",
        "spec: { values: { volumes: [{ name: a, size: 2Gi }, { name: b, size: 1Gi }] } }\n"),
      object(
        release, "r",
        "spec: { values: { volumes: [{ name: b, size: 1Gi }, { name: a, size: 2Gi }] } }\n")),
  ]
}
