import Findings
import Flux
import YAML

/// A `dependsOn` of something that is nowhere, and of what waits for itself.
enum DependencyRule: CheckRule {
  /// One of several objects of a kind, by which others wait for it.
  private struct Waiting {
    let key: String
    let object: CheckedObject
    let needed: [CheckedObject.Mention]
  }

  static func findings(in tree: CheckedTree) -> [Finding] {
    tree.clusters.flatMap { cluster in
      let groups = [
        (FluxKustomization.group, "Kustomization"), ("helm.toolkit.fluxcd.io", "HelmRelease"),
      ]
      return groups.flatMap { group, kind in
        let waiting = waiting(of: group, kind, cluster)
        return waiting.flatMap { missing($0, cluster, tree) } + cycles(waiting, tree)
      }
    }
  }

  private static func waiting(
    of group: String, _ kind: String, _ cluster: CheckedCluster
  ) -> [Waiting] {
    cluster.objects.filter { !$0.isRemote && $0.isOf(group, kind) }.map { object in
      let needed = (object.value["spec", "dependsOn"]?.elements ?? []).compactMap {
        // The kind is always that of the object itself.
        object.mention($0).map {
          CheckedObject.Mention(kind: kind, namespace: $0.namespace, name: $0.name)
        }
      }
      return Waiting(
        key: "\(kind)/\(object.namespace)/\(object.name)", object: object, needed: needed)
    }
  }

  private static func missing(
    _ waiting: Waiting, _ cluster: CheckedCluster, _ tree: CheckedTree
  ) -> [Finding] {
    waiting.needed.enumerated().compactMap { index, needed in
      guard !needed.isOpen, cluster.object(needed) == nil, !isRoot(needed, cluster),
        let severity = cluster.severity(meant: cluster.slip(needed))
      else { return nil }
      let known = cluster.names(needed.kind, in: needed.namespace)
      let elsewhere = cluster.objects.first {
        !$0.isRemote && $0.kind == needed.kind && $0.name == needed.name
      }
      return tree.finding(
        .dependencyMissing, severity, waiting.object,
        at: ["spec", "dependsOn", .index(index), "name"],
        "the \(needed.text), which this waits for, is not in what \(cluster.name) applies",
        remedy: elsewhere.map { "write namespace: \($0.namespace)" }
          ?? tree.remedy(
            for: needed.name, among: known, otherwise: "correct the name, or remove the entry"))
    }
  }

  /// Whether this is a Kustomization that whoever made the cluster applies.
  private static func isRoot(_ needed: CheckedObject.Mention, _ cluster: CheckedCluster) -> Bool {
    needed.kind == "Kustomization"
      && cluster.kustomizations.contains {
        $0.spec.identifier == "\(needed.namespace)/\(needed.name)"
      }
  }

  /// One finding for each cycle, at the first of its members.
  private static func cycles(_ waiting: [Waiting], _ tree: CheckedTree) -> [Finding] {
    let byKey = Dictionary(waiting.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    var search = CycleSearch(next: byKey.mapValues { $0.needed.map(\.key) })
    return search.cycles().compactMap { cycle in
      guard let first = cycle.first, let member = byKey[first] else { return nil }
      let next = cycle.count > 1 ? cycle[1] : first
      let index = member.needed.firstIndex { $0.key == next } ?? 0
      let names = (cycle + [first]).map { key in byKey[key]?.object.name ?? key }
      return tree.finding(
        .dependencyCycle, .error, member.object, at: ["spec", "dependsOn", .index(index), "name"],
        "each waits for the next, and none is ever applied: \(names.joined(separator: " → "))",
        remedy: "remove one of these entries of dependsOn")
    }
  }
}

/// Finds the cycles in what waits for what, each once.
struct CycleSearch {
  let next: [String: [String]]
  private var done: Set<String> = []
  private var path: [String] = []
  private var found: [[String]] = []

  init(next: [String: [String]]) {
    self.next = next
  }

  /// The cycles, each from its first member in the order of names.
  mutating func cycles() -> [[String]] {
    for key in next.keys.sorted() { visit(key) }
    return found
  }

  private mutating func visit(_ key: String) {
    if let start = path.firstIndex(of: key) {
      found.append(Self.fromFirst(Array(path[start...])))
      return
    }
    guard next[key] != nil, !done.contains(key) else { return }
    path.append(key)
    for other in next[key] ?? [] { visit(other) }
    path.removeLast()
    done.insert(key)
  }

  private static func fromFirst(_ cycle: [String]) -> [String] {
    guard let first = cycle.min(), let index = cycle.firstIndex(of: first) else { return cycle }
    return Array(cycle[index...] + cycle[..<index])
  }
}
