extension DangerCase {
  private static let list = "resources: [db.yaml]\n"
  private static let database = object(statefulSet, "db")

  static let identity: [DangerCase] = [
    DangerCase(
      "a renamed object with data", database, object(statefulSet, "main"),
      "identity a.yaml:3 StatefulSet/db metadata.name db -> main"),
    DangerCase(
      "an object in another namespace", object(configMap, "c", in: "one"),
      object(configMap, "c", in: "two"),
      "identity a.yaml:3 ConfigMap/c metadata.namespace one -> two"),
    DangerCase(
      "one of several documents", database + "---\n" + object(configMap, "c"),
      database + "---\n" + object(configMap, "d"),
      "identity a.yaml:7 ConfigMap/c metadata.name c -> d"),
    DangerCase(
      "an item of a list",
      "kind: List\napiVersion: v1\nitems:\n  - { apiVersion: v1, kind: Secret, metadata: { name: a } }\n",
      "kind: List\napiVersion: v1\nitems:\n  - { apiVersion: v1, kind: Secret, metadata: { name: b } }\n",
      "identity a.yaml:4 Secret/a metadata.name a -> b"),
    DangerCase(
      "documents in another order", database + "---\n" + object(configMap, "c"),
      object(configMap, "c") + "---\n" + database),
    DangerCase(
      "a new object beside others", object(configMap, "c"),
      object(configMap, "b") + "---\n" + object(configMap, "c")),
    DangerCase(
      "a new API version", object("policy/v1beta1 PodDisruptionBudget", "p"),
      object("policy/v1 PodDisruptionBudget", "p")),
    DangerCase(
      "a Job of another name, which runs again", object("batch/v1 Job", "m1"),
      object("batch/v1 Job", "m2")),
    DangerCase(
      "a renamed file", ["x.yaml": database], ["y.yaml": database], renamed: ["x.yaml": "y.yaml"]),
    DangerCase(
      "a renamed file with a renamed object", ["x.yaml": database],
      ["y.yaml": object(statefulSet, "main")], renamed: ["x.yaml": "y.yaml"],
      "identity y.yaml:3 StatefulSet/db metadata.name db -> main"),
    DangerCase(
      "another namespace of a kustomization",
      ["k/kustomization.yaml": list + "namespace: one\n", "k/db.yaml": database],
      ["k/kustomization.yaml": list + "namespace: two\n", "k/db.yaml": database],
      "identity k/kustomization.yaml:2 StatefulSet/db namespace one -> two"),
    DangerCase(
      "a prefix in an overlay",
      [
        "o/kustomization.yaml": "resources: [../k]\n", "k/kustomization.yaml": list,
        "k/db.yaml": database,
      ],
      [
        "o/kustomization.yaml": "resources: [../k]\nnamePrefix: x-\n", "k/kustomization.yaml": list,
        "k/db.yaml": database,
      ],
      "identity o/kustomization.yaml:2 StatefulSet/db namePrefix nil -> x-"),
    DangerCase(
      "a suffix that goes",
      ["k/kustomization.yaml": list + "nameSuffix: -x\n", "k/db.yaml": database],
      ["k/kustomization.yaml": list, "k/db.yaml": database],
      "identity k/kustomization.yaml:1 StatefulSet/db-x nameSuffix -x -> nil"),
    DangerCase(
      "a prefix that moves into the names",
      ["k/kustomization.yaml": list + "namePrefix: x-\n", "k/db.yaml": database],
      ["k/kustomization.yaml": list, "k/db.yaml": object(statefulSet, "x-db")]),
    DangerCase(
      "a namespace that an overlay sets anyway",
      ["k/kustomization.yaml": list + "namespace: one\n", "k/db.yaml": database],
      [
        "k/kustomization.yaml": list + "namespace: one\n",
        "k/db.yaml": object(statefulSet, "db", in: "one"),
      ]),
    DangerCase(
      "a namespace for what has none",
      ["k/kustomization.yaml": list, "k/db.yaml": object("v1 PersistentVolume", "v")],
      [
        "k/kustomization.yaml": list + "namespace: one\n",
        "k/db.yaml": object("v1 PersistentVolume", "v"),
      ]),
    DangerCase(
      "images of a kustomization", ["k/kustomization.yaml": list, "k/db.yaml": database],
      ["k/kustomization.yaml": list + "images: []\n", "k/db.yaml": database]),
    DangerCase(
      "a target namespace", object(flux, "apps", "spec: { prune: true, targetNamespace: one }\n"),
      object(flux, "apps", "spec: { prune: true, targetNamespace: two }\n"),
      "identity a.yaml:4 Kustomization/apps spec.targetNamespace one -> two"),
    DangerCase(
      "a file that is no YAML", "kind: [\n", object(statefulSet, "db")),
    DangerCase(
      "a template of a chart",
      ["c/Chart.yaml": "name: c\n", "c/templates/a.yaml": database],
      ["c/Chart.yaml": "name: c\n", "c/templates/a.yaml": object(statefulSet, "main")]),
  ]
}
