import FluxTestSupport
import Rules
import Testing

/// What Flux does with an object decides whether a change of it is dangerous.
@Suite struct AppliedDangerTests {
  @Test(
    "what builds or substitutes an object is looked through, and what nothing applies is left alone",
    arguments: Self.built + Self.variables + Self.effects + Self.remote + Self.instances)
  func table(_ example: DangerCase) {
    #expect(example.found.map(DangerousChangesTests.text) == example.expected)
  }

  /// A cluster with one Kustomization `apps` of the folder `apps`.
  private static func cluster(
    _ files: [String: String], spec: String = "", prune: Bool = true
  ) -> [String: String] {
    files.merging([
      "c/apps.yaml": kustomization("apps", "./apps", prune: prune, spec)
    ]) { own, _ in own }
  }

  private static func kustomization(
    _ name: String, _ path: String, prune: Bool = true, _ spec: String = ""
  ) -> String {
    DangerCase.object(
      DangerCase.flux, name, in: "flux-system",
      """
      spec:
        path: \(path)
        prune: \(prune)
        sourceRef: { kind: GitRepository, name: flux-system }
      \(spec)
      """)
  }

  private static func set(_ name: String, _ annotations: String = "") -> String {
    "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: \(name)\n"
      + "  annotations: {\(annotations)}\nspec: { serviceName: web }\n"
  }

  private static func flux(_ name: String, _ value: String) -> String {
    "kustomize.toolkit.fluxcd.io/\(name): \(value)"
  }

  /// One file in `apps` before and after.
  private static func one(
    _ name: String, _ before: String?, _ after: String?, spec: String = "", prune: Bool = true,
    _ expected: String...
  ) -> DangerCase {
    func files(_ text: String?) -> [String: String] {
      var files = ["apps/kept.yaml": DangerCase.object(DangerCase.configMap, "kept")]
      files["apps/a.yaml"] = text
      return cluster(files, spec: spec, prune: prune)
    }
    return DangerCase(name, files(before), files(after), expected: expected)
  }

  /// A StatefulSet whose name another file decides.
  private static func through(
    _ name: String, _ files: (String) -> [String: String], _ expected: String...
  ) -> DangerCase {
    DangerCase(name, cluster(files("one")), cluster(files("two")), expected: expected)
  }

  private static let list = "resources: [a.yaml]\n"
  private static let component =
    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"

  private static let built: [DangerCase] = [
    through(
      "a component with a prefix",
      {
        [
          "apps/kustomization.yaml": list + "components: [../part]\n", "apps/a.yaml": set("web"),
          "part/kustomization.yaml": component + "namePrefix: \($0)-\n",
        ]
      }, "identity part/kustomization.yaml:3 StatefulSet/one-web namePrefix one- -> two-"),
    through(
      "a component with labels",
      {
        [
          "apps/kustomization.yaml": list + "components: [../part]\n", "apps/a.yaml": set("web"),
          "part/kustomization.yaml": component
            + "labels: [{ includeSelectors: true, pairs: { a: \($0) } }]\n",
        ]
      }, "immutable part/kustomization.yaml:3 StatefulSet/web labels.a one -> two"),
    through(
      "a JSON patch of the name in a kustomization",
      {
        [
          "apps/a.yaml": set("web"),
          "apps/kustomization.yaml": list + "patches:\n  - target: { kind: StatefulSet }\n"
            + "    patch: '[{\"op\":\"replace\",\"path\":\"/metadata/name\",\"value\":\"\($0)\"}]'\n",
        ]
      }, "identity apps/a.yaml:1 StatefulSet/one metadata.name one -> two"),
    through(
      "a replacement that takes the name from a ConfigMap",
      {
        [
          "apps/a.yaml": set("web"),
          "apps/map.yaml": DangerCase.object(DangerCase.configMap, "m", "data: { name: \($0) }\n"),
          "apps/kustomization.yaml": "resources: [a.yaml, map.yaml]\nreplacements:\n"
            + "  - source: { kind: ConfigMap, name: m, fieldPath: data.name }\n    targets:\n"
            + "      - select: { kind: StatefulSet }\n        fieldPaths: [metadata.name]\n",
        ]
      }, "identity apps/a.yaml:4 StatefulSet/one metadata.name one -> two"),
    through(
      "a replacement that takes the name from an object of another kind",
      {
        [
          "apps/a.yaml": set("web"),
          "apps/map.yaml": DangerCase.object("v1 Service", "m", "spec: { externalName: \($0) }\n"),
          "apps/kustomization.yaml": "resources: [a.yaml, map.yaml]\nreplacements:\n"
            + "  - source: { kind: Service, name: m, fieldPath: spec.externalName }\n"
            + "    targets:\n"
            + "      - select: { kind: StatefulSet }\n        fieldPaths: [metadata.name]\n",
        ]
      }, "identity apps/a.yaml:4 StatefulSet/one metadata.name one -> two"),
    through(
      "another label that a patch chooses objects by",
      {
        [
          "apps/a.yaml": "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: web\n"
            + "  labels: { a: \($0) }\n",
          "apps/kustomization.yaml": list + "patches:\n  - target: { labelSelector: a=two }\n"
            + "    patch: '[{\"op\":\"add\",\"path\":\"/spec\",\"value\":{\"serviceName\":\"x\"}}]'\n",
        ]
      }, "immutable apps/a.yaml:1 StatefulSet/web spec.serviceName nil -> x"),
    through(
      "a generated ConfigMap with another hash",
      {
        [
          "apps/kustomization.yaml": "configMapGenerator: [{ name: m, literals: [a=\($0)] }]\n"
        ]
      }),
    through(
      "a prefix for what nothing applies",
      {
        [
          "docs/kustomization.yaml": list + "namePrefix: \($0)-\n", "docs/a.yaml": set("web"),
          "apps/m.yaml": DangerCase.object(DangerCase.configMap, "m"),
        ]
      }),
    DangerCase(
      "patches in the Kustomization",
      cluster(["apps/a.yaml": set("web")], spec: renaming("one")),
      cluster(["apps/a.yaml": set("web")], spec: renaming("two")),
      "identity apps/a.yaml:1 StatefulSet/one metadata.name one -> two"),
    DangerCase(
      "a folder that cannot be built, in which an object goes",
      cluster([
        "apps/kustomization.yaml": "resources: [a.yaml, 'https://example.com/b.yaml']\n",
        "apps/a.yaml": set("web") + "---\n" + DangerCase.object(DangerCase.configMap, "m"),
      ]),
      cluster([
        "apps/kustomization.yaml": "resources: [a.yaml, 'https://example.com/b.yaml']\n",
        "apps/a.yaml": DangerCase.object(DangerCase.configMap, "m"),
      ]), "removal apps/a.yaml:1 StatefulSet/web nil nil -> nil"),
  ]

  private static func renaming(_ name: String) -> String {
    "  patches:\n    - target: { kind: StatefulSet }\n"
      + "      patch: '[{\"op\":\"replace\",\"path\":\"/metadata/name\",\"value\":\"\(name)\"}]'\n"
  }

  private static func values(_ data: String) -> String {
    DangerCase.object(
      DangerCase.configMap, "values", in: "flux-system", "data: { \(data) }\n")
  }

  private static let reading =
    "  postBuild: { substituteFrom: [{ kind: ConfigMap, name: values }] }\n"

  private static func substituted(
    _ name: String, _ object: String, _ before: String, _ after: String, _ expected: String...
  ) -> DangerCase {
    func files(_ data: String) -> [String: String] {
      cluster(["c/values.yaml": values(data), "apps/a.yaml": object], spec: reading)
    }
    return DangerCase(name, files(before), files(after), expected: expected)
  }

  private static let variables: [DangerCase] = [
    substituted(
      "a name from a ConfigMap", set("${n}-web"), "n: one", "n: two",
      "identity apps/a.yaml:4 StatefulSet/one-web metadata.name one-web -> two-web"),
    substituted(
      "a class of a claim from a ConfigMap",
      DangerCase.object(DangerCase.claim, "p", "spec: { storageClassName: '${n}' }\n"), "n: one",
      "n: two",
      "immutable apps/a.yaml:4 PersistentVolumeClaim/p spec.storageClassName one -> two"),
    substituted(
      "another variable of the same ConfigMap", set("${n}-web"), "n: one, m: one",
      "n: one, m: two"),
    substituted(
      "a variable whose value moves into the file that it is in", set("one-web"), "n: one",
      "n: two"),
    DangerCase(
      "a variable of the Kustomization",
      cluster(["apps/a.yaml": set("${n}")], spec: "  postBuild: { substitute: { n: one } }\n"),
      cluster(["apps/a.yaml": set("${n}")], spec: "  postBuild: { substitute: { n: two } }\n"),
      "identity apps/a.yaml:4 StatefulSet/one metadata.name one -> two"),
  ]

  private static let effects: [DangerCase] = [
    one("an object goes", set("web"), nil, "removal apps/a.yaml:1 StatefulSet/web nil nil -> nil"),
    one("an object of a suspended Kustomization goes", set("web"), nil, spec: "  suspend: true\n"),
    one(
      "a suspended Kustomization does not write a name", set("one"), set("two"),
      spec: "  suspend: true\n"),
    one(
      "a suspended Kustomization does not write a field",
      DangerCase.object(DangerCase.claim, "p", "spec: { storageClassName: a }\n"),
      DangerCase.object(DangerCase.claim, "p", "spec: { storageClassName: b }\n"),
      spec: "  suspend: true\n"),
    one("an object of one that does not prune goes", set("web"), nil, prune: false),
    one("an object of one that does not prune is renamed", set("one"), set("two"), prune: false),
    one(
      "one that does not prune still writes fields",
      DangerCase.object(DangerCase.claim, "p", "spec: { storageClassName: a }\n"),
      DangerCase.object(DangerCase.claim, "p", "spec: { storageClassName: b }\n"), prune: false,
      "immutable apps/a.yaml:4 PersistentVolumeClaim/p spec.storageClassName a -> b"),
    one(
      "an object that is not pruned is renamed", set("one", flux("prune", "disabled")), set("two")),
    one(
      "an object that is no longer reconciled goes", set("web", flux("reconcile", "disabled")), nil),
    one("an object that Flux ignores goes", set("web", flux("ssa", "Ignore")), nil),
    one(
      "an object that is only created goes", set("web", flux("ssa", "IfNotPresent")), nil,
      "removal apps/a.yaml:1 StatefulSet/web nil nil -> nil"),
    field("an object that is no longer reconciled", flux("reconcile", "disabled")),
    field("an object that Flux ignores", flux("ssa", "Ignore")),
    field("an object that is only created", flux("ssa", "IfNotPresent")),
    field(
      "an object that is merged", flux("ssa", "Merge"),
      "immutable apps/a.yaml:6 StatefulSet/web spec.serviceName a -> b"),
    one(
      "a workload that the Kustomization creates anew",
      DangerCase.object(
        "apps/v1 Deployment", "d", "spec: { selector: { matchLabels: { a: b } } }\n"),
      DangerCase.object(
        "apps/v1 Deployment", "d", "spec: { selector: { matchLabels: { a: c } } }\n"),
      spec: "  force: true\n"),
    one(
      "a release that is suspended gets another name",
      DangerCase.object(DangerCase.release, "r", "spec: { suspend: true, releaseName: a }\n"),
      DangerCase.object(DangerCase.release, "r", "spec: { suspend: true, releaseName: b }\n")),
    DangerCase(
      "a Kustomization goes that leaves its objects",
      cluster(
        ["apps/a.yaml": set("web"), "c/m.yaml": values("a: b")],
        spec: "  deletionPolicy: Orphan\n"),
      ["c/m.yaml": values("a: b"), "c/k.yaml": kustomization("m", "./c")]),
    DangerCase(
      "a Kustomization goes with its objects, which is said once",
      cluster([
        "apps/a.yaml": set("web"), "b/b.yaml": set("b"), "c/b.yaml": kustomization("b", "./b"),
      ]
      ),
      ["b/b.yaml": set("b"), "c/b.yaml": kustomization("b", "./b")],
      "removal c/apps.yaml:1 Kustomization/apps nil nil -> nil"),
    DangerCase(
      "an object goes to another Kustomization",
      cluster([
        "apps/a.yaml": set("web"), "b/b.yaml": set("b"), "c/b.yaml": kustomization("b", "./b"),
      ]
      ),
      cluster([
        "apps/m.yaml": DangerCase.object(DangerCase.configMap, "m"),
        "b/b.yaml": set("b") + "---\n" + set("web"), "c/b.yaml": kustomization("b", "./b"),
      ])),
  ]

  private static func field(
    _ name: String, _ annotation: String, _ expected: String...
  ) -> DangerCase {
    func files(_ service: String) -> [String: String] {
      cluster([
        "apps/a.yaml": set("web", annotation).replacing(
          "serviceName: web", with: "serviceName: \(service)")
      ])
    }
    return DangerCase(name + " gets another field", files("a"), files("b"), expected: expected)
  }

  private static func kubeConfig(_ name: String) -> String {
    "  kubeConfig: { secretRef: { name: \(name) } }\n"
  }

  private static let remote: [DangerCase] = [
    one(
      "an object of another cluster goes", set("web"), nil, spec: kubeConfig("x"),
      "removal apps/a.yaml:1 StatefulSet/web nil nil -> nil"),
    DangerCase(
      "an object goes from this cluster, and another cluster has one of its name",
      cluster([
        "apps/a.yaml": set("web"), "b/b.yaml": set("web"),
        "c/b.yaml": kustomization("b", "./b", kubeConfig("x")),
      ]),
      cluster([
        "apps/m.yaml": DangerCase.object(DangerCase.configMap, "m"), "b/b.yaml": set("web"),
        "c/b.yaml": kustomization("b", "./b", kubeConfig("x")),
      ]), "removal apps/a.yaml:1 StatefulSet/web nil nil -> nil"),
    DangerCase(
      "a Kustomization goes on in another cluster",
      cluster(["apps/a.yaml": set("web")], spec: kubeConfig("x")),
      cluster(["apps/a.yaml": set("web")], spec: kubeConfig("y"))),
  ]

  private static func instance(_ path: String) -> String {
    DangerCase.object(
      "fluxcd.controlplane.io/v1 FluxInstance", "flux", in: "flux-system",
      "spec:\n  sync:\n    kind: GitRepository\n    url: https://example.com/a\n"
        + "    path: \(path)\n")
  }

  private static func release(_ path: String) -> String {
    DangerCase.object(
      DangerCase.release, "flux", in: "flux-system",
      "spec:\n  chart: { spec: { chart: flux-instance } }\n  values:\n    instance:\n      sync:\n"
        + "        kind: GitRepository\n        path: \(path)\n")
  }

  private static func roots(_ file: String, _ text: String) -> [String: String] {
    [
      file: text, "one/a.yaml": set("web"),
      "two/m.yaml": DangerCase.object(DangerCase.configMap, "m"),
    ]
  }

  private static let instances: [DangerCase] = [
    DangerCase(
      "a FluxInstance reads another path", roots("flux.yaml", instance("one")),
      roots("flux.yaml", instance("two")),
      "flux flux.yaml:8 FluxInstance/flux spec.sync.path one -> two"),
    DangerCase(
      "the release of a FluxInstance reads another path", roots("flux.yaml", release("one")),
      roots("flux.yaml", release("two")),
      "flux flux.yaml:10 HelmRelease/flux spec.values.instance.sync.path one -> two"),
    DangerCase(
      "the folder of a FluxInstance is renamed",
      ["one/flux.yaml": instance("one"), "one/a.yaml": set("web")],
      ["two/flux.yaml": instance("two"), "two/a.yaml": set("web")],
      renamed: ["one/flux.yaml": "two/flux.yaml", "one/a.yaml": "two/a.yaml"],
      "flux two/flux.yaml:8 FluxInstance/flux spec.sync.path one -> two"),
    DangerCase(
      "an object of a FluxInstance's path goes",
      roots("flux.yaml", instance("one")).merging(["one/b.yaml": set("b")]) { own, _ in own },
      roots("flux.yaml", instance("one")), "removal one/b.yaml:1 StatefulSet/b nil nil -> nil"),
  ]
}
