extension DangerCase {
  private static func kustomization(
    _ path: String, prune: Bool = true, of source: String = "flux-system"
  ) -> String {
    object(
      flux, "apps",
      "spec:\n  prune: \(prune)\n  path: \(path)\n  sourceRef: { kind: GitRepository, name: \(source) }\n"
    )
  }

  private static func source(_ url: String) -> String {
    object("source.toolkit.fluxcd.io/v1 GitRepository", "g", "spec:\n  url: \(url)\n")
  }

  private static let database = object(statefulSet, "db")

  static let fluxPaths: [DangerCase] = [
    DangerCase(
      "a path to other objects",
      ["c/f.yaml": kustomization("./a"), "a/x.yaml": database, "b/y.yaml": ""],
      ["c/f.yaml": kustomization("./b"), "a/x.yaml": database, "b/y.yaml": ""],
      "flux c/f.yaml:6 Kustomization/apps spec.path ./a -> ./b"),
    DangerCase(
      "a path that follows a renamed folder",
      ["c/f.yaml": kustomization("./a"), "a/x.yaml": database],
      ["c/f.yaml": kustomization("./b"), "b/x.yaml": database], renamed: ["a/x.yaml": "b/x.yaml"]),
    DangerCase(
      "a path to other objects, of which none is deleted",
      ["c/f.yaml": kustomization("./a", prune: false), "a/x.yaml": database, "b/y.yaml": ""],
      ["c/f.yaml": kustomization("./b", prune: false), "a/x.yaml": database, "b/y.yaml": ""]),
    DangerCase(
      "a path in another repository", ["c/f.yaml": kustomization("./there", of: "other")],
      ["c/f.yaml": kustomization("./elsewhere", of: "other")],
      "flux c/f.yaml:6 Kustomization/apps spec.path ./there -> ./elsewhere"),
    DangerCase(
      "the folder of a cluster is renamed", ["c/one/sync.yaml": kustomization("./c/one")],
      ["c/two/sync.yaml": kustomization("./c/two")],
      renamed: ["c/one/sync.yaml": "c/two/sync.yaml"],
      "flux c/two/sync.yaml:6 Kustomization/apps spec.path ./c/one -> ./c/two"),
    DangerCase(
      "another spelling of a path", ["c/f.yaml": kustomization("./a"), "a/x.yaml": database],
      ["c/f.yaml": kustomization("a/"), "a/x.yaml": database]),
    DangerCase(
      "pruning is switched on",
      ["c/f.yaml": kustomization("./a", prune: false), "a/x.yaml": database],
      ["c/f.yaml": kustomization("./a"), "a/x.yaml": database],
      "flux c/f.yaml:5 Kustomization/apps spec.prune false -> true"),
    DangerCase(
      "pruning is switched off", ["c/f.yaml": kustomization("./a"), "a/x.yaml": database],
      ["c/f.yaml": kustomization("./a", prune: false), "a/x.yaml": database]),
    DangerCase(
      "the source is at another address", source("https://example.com/a"),
      source("https://example.com/b")),
    DangerCase(
      "the source is read more often", source("https://example.com/a"),
      source("https://example.com/a") + "  interval: 1m\n"),
  ]

  static let releases: [DangerCase] = [
    DangerCase(
      "another release name", object(release, "r", "spec: { releaseName: a }\n"),
      object(release, "r", "spec: { releaseName: b }\n"),
      "release a.yaml:4 HelmRelease/r spec.releaseName a -> b"),
    DangerCase(
      "the release name that it has anyway", object(release, "r", "spec: { interval: 1m }\n"),
      object(release, "r", "spec: { releaseName: r }\n")),
    DangerCase(
      "another target namespace", object(release, "r", in: "n", "spec: { releaseName: a }\n"),
      object(release, "r", in: "n", "spec: { releaseName: a, targetNamespace: m }\n"),
      "release a.yaml:4 HelmRelease/r spec.targetNamespace n -> m"),
    DangerCase(
      "another storage namespace", object(release, "r", "spec: { storageNamespace: a }\n"),
      object(release, "r", "spec: { storageNamespace: b }\n"),
      "release a.yaml:4 HelmRelease/r spec.storageNamespace a -> b"),
    DangerCase(
      "another chart", object(release, "r", "spec: { chart: { spec: { chart: a } } }\n"),
      object(release, "r", "spec: { chart: { spec: { chart: b } } }\n"),
      "release a.yaml:4 HelmRelease/r spec.chart.spec.chart a -> b"),
    DangerCase(
      "another version of a chart",
      object(release, "r", "spec: { chart: { spec: { version: 1.x } } }\n"),
      object(release, "r", "spec: { chart: { spec: { version: 2.x } } }\n")),
    DangerCase(
      "another owner of records in values",
      object(release, "r", "spec:\n  values:\n    txtOwnerId: a\n"),
      object(release, "r", "spec:\n  values:\n    txtOwnerId: b\n"),
      "record-owner a.yaml:6 HelmRelease/r spec.values.txtOwnerId a -> b"),
    DangerCase(
      "an owner of records where there was none",
      object(release, "r", "spec: { values: { a: 1 } }\n"),
      object(release, "r", "spec: { values: { txtOwnerId: b } }\n"),
      "record-owner a.yaml:4 HelmRelease/r spec.values.txtOwnerId default -> b"),
    DangerCase(
      "another owner of records in arguments", pod("--txt-owner-id=a"), pod("--txt-owner-id=b"),
      "record-owner a.yaml:9 Deployment/d spec.template.spec.containers[0].args[1] a -> b"),
    DangerCase(
      "other arguments", pod("--txt-owner-id=a, --registry=txt"), pod("--txt-owner-id=a")),
  ]

  private static func pod(_ arguments: String) -> String {
    object(
      "apps/v1 Deployment", "d",
      "spec:\n  template:\n    spec:\n      containers:\n        - name: c\n"
        + "          args: [--source=service, \(arguments)]\n")
  }
}
