import Findings
import Flux
import YAML

/// A ConfigMap or Secret of `valuesFrom` that is not there, or lacks the key.
enum ValuesFromRule: CheckRule {
  static func findings(in tree: CheckedTree) -> [Finding] {
    tree.clusters.flatMap { cluster in
      cluster.objects.filter { !$0.isRemote && $0.isOf("helm.toolkit.fluxcd.io", "HelmRelease") }
        .flatMap { release in
          (release.value["spec", "valuesFrom"]?.elements ?? []).enumerated().compactMap {
            finding($1, $0, release, cluster, tree)
          }
        }
    }
  }

  private static func finding(
    _ entry: Value, _ index: Int, _ release: CheckedObject, _ cluster: CheckedCluster,
    _ tree: CheckedTree
  ) -> Finding? {
    guard entry["optional"] != .bool(true), let named = release.mention(entry) else { return nil }
    // It is always in the namespace of the release.
    let mention = CheckedObject.Mention(
      kind: named.kind, namespace: release.namespace, name: named.name)
    guard ["ConfigMap", "Secret"].contains(mention.kind), !mention.isOpen,
      !tree.configuration.isOwnName(mention.name)
    else { return nil }
    let path: [PathStep] = ["spec", "valuesFrom", .index(index)]
    guard let object = cluster.object(mention) else {
      if cluster.slip(mention) == nil, cluster.makes(mention) { return nil }
      return missing(mention, release, at: path + ["name"], cluster, tree)
    }
    let key = entry["valuesKey"]?.plainText ?? "values.yaml"
    let keys = ["data", "stringData"].flatMap { (object.value[$0]?.members ?? []).map(\.key) }
    guard !key.contains("$"), !keys.contains(key) else { return nil }
    let few = keys.sorted().prefix(3).joined(separator: ", ") + (keys.count > 3 ? ", …" : "")
    return tree.finding(
      .configmapKey, .error, release, at: path + ["valuesKey"],
      "the \(mention.kind) \(mention.name) has no key \(key)",
      remedy: tree.remedy(
        for: key, among: keys, otherwise: keys.isEmpty ? "add the key" : "it has \(few)"))
  }

  private static func missing(
    _ mention: CheckedObject.Mention, _ release: CheckedObject, at path: [PathStep],
    _ cluster: CheckedCluster, _ tree: CheckedTree
  ) -> Finding {
    let meant = cluster.slip(mention)
    return tree.finding(
      .valuesFromMissing, meant == nil ? .note : .error, release, at: path,
      "the \(mention.text) is not in what \(cluster.name) applies",
      remedy: meant.map { "did you mean \($0)?" }
        ?? "make sure that it is there before Helm needs it")
  }
}
