import TestSupport

/// Repositories with what `flux bootstrap` writes, for tests of `preview`.
enum PreviewSample {
  /// A Kustomization of `flux-system`, with more lines of its `spec`.
  static func kustomization(_ name: String, _ path: String, _ more: String = "") -> String {
    """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: { name: \(name), namespace: flux-system }
    spec:
      interval: 10m
      path: \(path)
      prune: true
      sourceRef: { kind: GitRepository, name: flux-system }
    \(more.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
    """ + "\n"
  }

  /// A ConfigMap of `default` with one value.
  static func configMap(_ name: String, _ value: String) -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: \"\(name)\", namespace: default }\n"
      + "data: { value: \"\(value)\" }\n"
  }

  /// What `flux bootstrap` leaves for a cluster.
  static func bootstrap(_ cluster: String) -> [String: String] {
    let folder = "clusters/\(cluster)"
    return ["\(folder)/gotk-sync.yaml": kustomization("flux-system", "./\(folder)")]
  }

  /// Two clusters with one folder, whose parents provide the variables, one more that fails, and one that is
  /// suspended; no configuration of the bot's.
  static let files = bootstrap("a").merging(bootstrap("b")) { $1 }.merging([
    "clusters/a/web.yaml": kustomization(
      "web", "./apps/web", "postBuild: { substitute: { COLOR: blue } }"),
    "clusters/b/web.yaml": kustomization(
      "web", "./apps/web", "postBuild: { substitute: { COLOR: red } }"),
    "clusters/b/broken.yaml": kustomization("broken", "./apps/broken"),
    "clusters/b/elsewhere.yaml": kustomization("elsewhere", "./deploy")
      .replacing("name: flux-system }", with: "name: vendor }"),
    "clusters/b/still.yaml": kustomization("still", "./apps/still", "suspend: true"),
    "apps/web/map.yaml": configMap("web", "${COLOR}"),
    "apps/still/map.yaml": configMap("still", "here"),
    "apps/broken/kustomization.yaml": "resources:\n  - missing.yaml\n",
    "unused/ks.yaml": kustomization("unused", "./apps/unused"),
    "apps/unused/map.yaml": configMap("unused", "x"),
  ]) { $1 }

  /// A clone of a repository with those files, and with others in their place.
  static func copy(_ changed: [String: String] = [:]) async throws -> WorkingCopy {
    try await Remote.holding(files.merging(changed) { $1 }).workingCopy()
  }
}
