/// The template that every history starts from.
extension ModelRepository {
  /// A small template, before the first run.
  static func start() -> ModelRepository {
    let facts = ModelInfrastructure()
    var model = ModelRepository(
      values: ModelValues(pairs: [
        .init(standIn: "admin@example.com", value: facts.email),
        .init(standIn: "example.com", value: facts.domain),
        .init(standIn: "my-cluster", value: facts.cluster),
        .init(standIn: "TEMPLATE_REGION", value: facts.region),
      ]))
    for name in ["chat", "wiki", "git"] { model.addApplication(name, in: "manifests/apps") }
    model.addApplication("mail", in: "manifests/infrastructure")
    model.addKustomization(in: "manifests/apps", ["chat", "wiki", "git"])
    model.addKustomization(in: "manifests/infrastructure", ["mail"])
    model.addCluster()
    model.addScript()
    let readMe = model.add("README.md", [(.fixed, "Hosted at https://example.com.")])
    model.frozen[readMe] = ModelValues.none
    return model
  }

  private mutating func addApplication(_ name: String, in folder: String) {
    add("\(folder)/\(name)/release.yaml", Self.release(name))
    add(
      "\(folder)/\(name)/config.yaml", Self.config(name), lineEnd: name == "wiki" ? "\r\n" : "\n")
    addKustomization(in: "\(folder)/\(name)", ["release.yaml", "config.yaml"])
  }

  mutating func addKustomization(in folder: String, _ entries: [String]) {
    let name = folder == Self.cluster ? "it" : folder.split(separator: "/").last ?? ""
    add(
      "\(folder)/kustomization.yaml",
      [
        (.fixed, "apiVersion: kustomize.config.k8s.io/v1beta1"), (.fixed, "kind: Kustomization"),
        (.fixed, "# What \(name) consists of."), (.fixed, "resources:"),
      ] + entries.map { (.entry($0), "  - \($0)") })
  }

  private mutating func addCluster() {
    let folder = "manifests/clusters/my-cluster"
    add(
      "\(folder)/settings.yaml",
      Self.configMap("cluster-settings") + [
        (.plain, "  clusterTier: gold"), (.value, "  clusterName: my-cluster"),
        (.plain, "  clusterZone: first"), (.host, "  clusterUrl: https://console.example.com"),
        (.plain, "  clusterOwner: platform"), (.plain, "  clusterPager: quiet"),
        (.plain, "  clusterColour: blue"), (.plain, "  clusterShift: early"),
        (.value, "  clusterRegion: TEMPLATE_REGION"),
      ])
    let notes = add(
      "\(folder)/notes.yaml",
      Self.configMap("notes") + [
        (.plain, "  noteAuthor: nobody"), (.value, "  noteHost: notes.example.com"),
        (.plain, "  noteColour: green"), (.plain, "  noteSize: small"),
        (.plain, "  noteShape: round"), (.value, "  noteCluster: my-cluster"),
      ])
    frozen[notes] = ModelValues.none
    excluded = ["\(folder)/notes.yaml"]
    add("manifests/current", [(.value, "clusters/my-cluster")], lineEnd: "", mode: "120000")
  }

  private mutating func addScript() {
    add(
      "scripts/hooks.sh",
      [
        (.fixed, "#!/bin/sh"), (.plain, "HOOK_RETRIES=3"),
        (.value, "HOOK_URL=https://hooks.example.com"), (.plain, "HOOK_WAIT=5"),
        (.plain, "HOOK_LEVEL=info"), (.plain, "HOOK_LIMIT=20"), (.plain, "HOOK_COLOUR=red"),
        (.value, "HOOK_CLUSTER=my-cluster"), (.fixed, "exec curl \"$HOOK_URL\""),
      ], mode: "100755")
  }

  private static func configMap(_ name: String) -> [(role: ModelLine.Role, text: String)] {
    [
      (.fixed, "apiVersion: v1"), (.fixed, "kind: ConfigMap"), (.fixed, "metadata:"),
      (.fixed, "  name: \(name)"), (.fixed, "data:"),
    ]
  }

  private static func config(_ name: String) -> [(role: ModelLine.Role, text: String)] {
    configMap("\(name)-config") + [
      (.plain, "  \(name)Mood: calm"), (.value, "  \(name)Contact: admin@example.com"),
      (.plain, "  \(name)Locale: en"), (.plain, "  \(name)Theme: dark"),
      (.plain, "  \(name)Plan: basic"), (.plain, "  \(name)Footer: none"),
      (.plain, "  \(name)Cookies: few"), (.plain, "  \(name)Banner: off-line"),
      (.host, "  \(name)Home: https://home-\(name).example.com"),
      (.host, "  \(name)Feed: https://feed-\(name).example.com"),
      (.plain, "  \(name)Search: fast"), (.plain, "  \(name)Index: nightly"),
    ]
  }

  private static func release(_ name: String) -> [(role: ModelLine.Role, text: String)] {
    [
      (.fixed, "apiVersion: helm.toolkit.fluxcd.io/v2"), (.fixed, "kind: HelmRelease"),
      (.fixed, "metadata:"), (.fixed, "  name: \(name)"), (.fixed, "  namespace: \(name)"),
      (.fixed, "spec:"), (.plain, "  interval: 30m"), (.fixed, "  chart:"), (.fixed, "    spec:"),
      (.fixed, "      chart: \(name)"), (.version, "      version: 4.2.1"),
      (.fixed, "      sourceRef:"), (.fixed, "        kind: HelmRepository"),
      (.fixed, "        name: \(name)-charts"), (.fixed, "  values:"),
      (.plain, "    \(name)Mode: cluster"), (.plain, "    replicaCount: 2"),
      (.host, "    host: \(name).example.com"),
      (.host, "    \(name)Url: https://\(name).example.com"),
      (.plain, "    \(name)Level: info"), (.plain, "    \(name)Cache: 64"),
      (.plain, "    \(name)Workers: 4"), (.plain, "    \(name)Retries: 3"),
      (.plain, "    \(name)Timeout: 35"), (.plain, "    \(name)Backlog: 128"),
      (.plain, "    \(name)Window: night"), (.fixed, "    image:"),
      (.value, "      repository: registry.local/\(name)"), (.version, "      tag: 9.1.0"),
      (.value, "    contact: admin@example.com"), (.plain, "    \(name)Colour: grey"),
      (.value, "    cluster: my-cluster"), (.plain, "    \(name)Queue: 12"),
      (.plain, "    \(name)Buffer: 8"), (.value, "    region: TEMPLATE_REGION"),
      (.plain, "    \(name)Backup: daily"), (.plain, "    \(name)Keep: 14"),
    ]
  }
}
