extension DangerCase {
  private static let list = "resources: [db.yaml]\n"
  private static let database = object(statefulSet, "db")

  static let removal: [DangerCase] = [
    DangerCase(
      "a file with a StatefulSet goes", ["a.yaml": database], [:],
      "removal a.yaml:1 StatefulSet/db nil nil -> nil"),
    DangerCase(
      "a claim goes from a file", object(configMap, "c") + "---\n" + object(claim, "p"),
      object(configMap, "c"), "removal a.yaml:5 PersistentVolumeClaim/p nil nil -> nil"),
    DangerCase(
      "a HelmRelease goes", ["a.yaml": object(release, "r")], [:],
      "removal a.yaml:1 HelmRelease/r nil nil -> nil"),
    DangerCase(
      "a database goes", ["a.yaml": object("postgresql.cnpg.io/v1 Cluster", "pg")], [:],
      "removal a.yaml:1 Cluster/pg nil nil -> nil"),
    DangerCase(
      "a Namespace goes", ["a.yaml": object("v1 Namespace", "n")], [:],
      "removal a.yaml:1 Namespace/n nil nil -> nil"),
    DangerCase(
      "a resource definition goes",
      ["a.yaml": object("apiextensions.k8s.io/v1 CustomResourceDefinition", "x.example.com")], [:],
      "removal a.yaml:1 CustomResourceDefinition/x.example.com nil nil -> nil"),
    DangerCase(
      "objects without data go",
      ["a.yaml": object(configMap, "c") + "---\n" + object("apps/v1 Deployment", "d")], [:]),
    DangerCase(
      "a Cluster of another API goes", ["a.yaml": object("cluster.x-k8s.io/v1beta1 Cluster", "c")],
      [:]),
    DangerCase(
      "an object moves to another file", ["a.yaml": database, "b.yaml": object(configMap, "c")],
      ["b.yaml": object(configMap, "c") + "---\n" + database]),
    DangerCase(
      "an object that stays in the cluster",
      [
        "a.yaml":
          "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: p\n  annotations:\n"
          + "    kustomize.toolkit.fluxcd.io/prune: Disabled\n"
      ], [:]),
    DangerCase(
      "a file that is no longer listed", ["k/kustomization.yaml": list, "k/db.yaml": database],
      ["k/kustomization.yaml": "resources: []\n", "k/db.yaml": database],
      "removal k/db.yaml:1 StatefulSet/db nil nil -> nil"),
    DangerCase(
      "a file that was not listed",
      ["k/kustomization.yaml": "resources: []\n", "k/db.yaml": database],
      ["k/kustomization.yaml": "resources: []\n"]),
    DangerCase(
      "one of two overlays goes",
      [
        "k/kustomization.yaml": list, "k/db.yaml": database,
        "o/kustomization.yaml": "resources: [../k]\nnamespace: one\n",
        "p/kustomization.yaml": "resources: [../k]\nnamespace: two\n",
      ],
      [
        "k/kustomization.yaml": list, "k/db.yaml": database,
        "o/kustomization.yaml": "resources: [../k]\nnamespace: one\n",
      ], "removal k/db.yaml:1 StatefulSet/db nil nil -> nil"),
    DangerCase(
      "a patch goes",
      [
        "k/kustomization.yaml": list + "patches: [{ path: patch.yaml }]\n", "k/db.yaml": database,
        "k/patch.yaml": database,
      ], ["k/kustomization.yaml": list, "k/db.yaml": database]),
    DangerCase(
      "a folder is renamed with its kustomization",
      ["k/kustomization.yaml": list, "k/db.yaml": database],
      ["m/kustomization.yaml": list, "m/db.yaml": database],
      renamed: ["k/kustomization.yaml": "m/kustomization.yaml", "k/db.yaml": "m/db.yaml"]),
    DangerCase(
      "a Flux Kustomization that prunes goes",
      ["a.yaml": object(flux, "apps", "spec: { prune: true }\n")], [:],
      "removal a.yaml:1 Kustomization/apps nil nil -> nil"),
    DangerCase(
      "a Flux Kustomization that does not prune goes",
      ["a.yaml": object(flux, "apps", "spec: { prune: false }\n")], [:]),
    DangerCase(
      "a Flux Kustomization that leaves its objects goes",
      ["a.yaml": object(flux, "apps", "spec: { prune: true, deletionPolicy: Orphan }\n")], [:]),
  ]
}
