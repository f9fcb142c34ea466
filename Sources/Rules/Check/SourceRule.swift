import Findings
import Flux
import Kustomize
import YAML

/// A source that nothing in the cluster applies, and a chart without one.
enum SourceRule: CheckRule {
  static func findings(in tree: CheckedTree) -> [Finding] {
    tree.clusters.flatMap { cluster in
      cluster.objects.filter { !$0.isRemote }.flatMap { findings($0, cluster, tree) }
    }
  }

  private static func findings(
    _ object: CheckedObject, _ cluster: CheckedCluster, _ tree: CheckedTree
  ) -> [Finding] {
    var findings = references(of: object).compactMap {
      finding(object, at: $0, cluster, tree)
    }
    if let missing = chartWithoutSource(object, tree) { findings.append(missing) }
    return findings
  }

  /// Where an object names a source.
  private static func references(of object: CheckedObject) -> [[PathStep]] {
    switch (object.applied.identity.group, object.kind) {
    case (FluxKustomization.group, "Kustomization"),
      ("source.toolkit.fluxcd.io", "HelmChart"),
      ("image.toolkit.fluxcd.io", "ImageUpdateAutomation"):
      [["spec", "sourceRef"]]
    case ("helm.toolkit.fluxcd.io", "HelmRelease"):
      [["spec", "chart", "spec", "sourceRef"], ["spec", "chartRef"]]
    default: []
    }
  }

  private static func finding(
    _ object: CheckedObject, at path: [PathStep], _ cluster: CheckedCluster, _ tree: CheckedTree
  ) -> Finding? {
    guard let source = object.mention(object.value[at: path], kind: "GitRepository"),
      !source.isOpen, !isThere(source, cluster),
      let severity = cluster.severity(meant: cluster.slip(source))
    else { return nil }
    let known = cluster.names(source.kind, in: source.namespace)
    return tree.finding(
      .sourceMissing, severity, object, at: path + ["name"],
      "the source \(source.text) is not in what \(cluster.name) applies",
      remedy: otherNamespace(source, cluster).map { "write namespace: \($0)" }
        ?? tree.remedy(for: source.name, among: known, otherwise: "add it, or correct the name"))
  }

  private static func isThere(_ source: CheckedObject.Mention, _ cluster: CheckedCluster) -> Bool {
    if cluster.object(source) != nil || cluster.rootSources.contains(source.key) { return true }
    switch source.kind {
    case "GitRepository", "OCIRepository", "Bucket":
      return cluster.isBeforeBootstrap && cluster.slip(source) == nil
    case "ExternalArtifact": return cluster.objects.contains { makes($0, source) }
    case "HelmRepository", "HelmChart": return false
    // A kind of somebody else's.
    default: return true
    }
  }

  /// Whether an object is an ArtifactGenerator that makes an artifact.
  private static func makes(_ object: CheckedObject, _ source: CheckedObject.Mention) -> Bool {
    guard object.kind == "ArtifactGenerator", object.namespace == source.namespace else {
      return false
    }
    guard case .list(let artifacts) = object.value["spec", "artifacts"] else { return true }
    return object.value["spec", "pathPattern"] != nil
      || artifacts.contains { $0["name"]?.plainText == source.name }
  }

  /// The namespace of a source of that kind and name, where there is one elsewhere.
  private static func otherNamespace(
    _ source: CheckedObject.Mention, _ cluster: CheckedCluster
  ) -> String? {
    cluster.objects.first { !$0.isRemote && $0.kind == source.kind && $0.name == source.name }?
      .namespace
  }

  private static func chartWithoutSource(
    _ object: CheckedObject, _ tree: CheckedTree
  ) -> Finding? {
    guard object.isOf("helm.toolkit.fluxcd.io", "HelmRelease"),
      case .map(let chart) = object.value["spec", "chart", "spec"],
      object.value["spec", "chartRef"] == nil, chart["sourceRef"] == nil
    else { return nil }
    return tree.finding(
      .sourceMissing, .error, object, at: ["spec", "chart", "spec", "chart"],
      "the chart of the HelmRelease \(object.name) has no sourceRef",
      remedy: "add sourceRef with the kind and the name of the HelmRepository")
  }
}

extension Value {
  /// The value at a path.
  subscript(at path: [PathStep]) -> Value? {
    var value = self
    for step in path {
      switch step {
      case .key(let key):
        guard let next = value[key] else { return nil }
        value = next
      case .index(let index):
        guard case .list(let list) = value, list.indices.contains(index) else { return nil }
        value = list[index]
      }
    }
    return value
  }

  /// The elements of a list; none for others.
  var elements: [Value] { if case .list(let elements) = self { elements } else { [] } }
}
