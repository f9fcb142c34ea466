import Flux

/// Which objects before and after a change are the same.
struct ObjectMatching {
  /// An object before and after.
  struct Pair {
    let before: PlacedObject
    let after: PlacedObject
  }

  /// What the cluster knows by the same key, in whatever file.
  private(set) var kept: [Pair] = []
  /// What stands in the place of an object of the same kind, and is called otherwise.
  private(set) var renamed: [Pair] = []
  /// What has gone.
  private(set) var removed: [PlacedObject] = []

  private let pathsAfter: [String: String]

  /// - Parameters:
  ///   - before: the objects before the change.
  ///   - after: the objects after it.
  ///   - pathsAfter: the new paths of files that were renamed, by the old ones.
  init(_ before: [PlacedObject], _ after: [PlacedObject], pathsAfter: [String: String]) {
    self.pathsAfter = pathsAfter
    let leftAfter = matchKeys(before, after)
    matchPlaces(leftAfter)
  }

  /// Several clusters may hold one key: each object takes the nearest one.
  private mutating func matchKeys(
    _ before: [PlacedObject], _ after: [PlacedObject]
  ) -> [PlacedObject] {
    var left = Dictionary(grouping: after, by: \.key)
    var open = before
    let rules: [(place: Bool, overlay: Bool)] = [
      (true, true), (true, false), (false, true), (false, false),
    ]
    for rule in rules {
      open = open.filter { object in
        guard
          let index = left[object.key]?.firstIndex(where: {
            (!rule.place || isSamePlace(object, $0)) && (!rule.overlay || isSameOverlay(object, $0))
          }),
          let partner = left[object.key]?.remove(at: index)
        else { return true }
        kept.append(Pair(before: object, after: partner))
        return false
      }
    }
    removed = open
    return after.filter { object in
      let index = left[object.key]?.firstIndex {
        $0.object.file == object.object.file && $0.object.index == object.object.index
          && $0.outermost == object.outermost
      }
      return index.flatMap { left[object.key]?.remove(at: $0) } != nil
    }
  }

  /// What is left of one kind in one file was renamed, where it can be told which is which.
  private mutating func matchPlaces(_ after: [PlacedObject]) {
    let new = Dictionary(grouping: after) { Place(file: $0.object.file, key: $0.key) }
    let old = Dictionary(grouping: removed) { Place(file: newPath($0), key: $0.key) }
    removed = []
    for (place, objects) in old.sorted(by: { $0.key < $1.key }) {
      let others = new[place] ?? []
      for (index, object) in objects.enumerated() {
        let partner =
          others.count == objects.count
          ? others[index] : others.first { $0.object.index == object.object.index }
        if let partner {
          renamed.append(Pair(before: object, after: partner))
        } else {
          removed.append(object)
        }
      }
    }
  }

  private func newPath(_ object: PlacedObject) -> String {
    pathsAfter[object.object.file] ?? object.object.file
  }

  private func isSamePlace(_ before: PlacedObject, _ after: PlacedObject) -> Bool {
    newPath(before) == after.object.file
  }

  private func isSameOverlay(_ before: PlacedObject, _ after: PlacedObject) -> Bool {
    before.outermost.map { pathsAfter[$0] ?? $0 } == after.outermost
  }

  /// A file and a kind.
  private struct Place: Hashable, Comparable {
    let file: String
    let group: String
    let kind: String

    init(file: String, key: ObjectKey) {
      self.file = file
      group = key.group
      kind = key.kind
    }

    static func < (left: Place, right: Place) -> Bool {
      (left.file, left.group, left.kind) < (right.file, right.group, right.kind)
    }
  }
}

/// By what a cluster, and Flux's inventory, tells objects apart: the version is no part of it.
struct ObjectKey: Hashable, Sendable {
  let group: String
  let kind: String
  var namespace: String?
  var name: String

  /// The key that an object's own text gives it.
  init(_ identity: ResourceIdentity) {
    group = identity.group
    kind = identity.kind
    name = identity.name
    namespace = identity.namespace
    if isClusterScoped { namespace = nil }
  }

  /// `Kind/name`.
  var text: String { "\(kind)/\(name)" }

  /// Whether this is an object of that API group and kind.
  func isKind(_ group: String, _ kind: String) -> Bool { self.group == group && self.kind == kind }

  /// Whether objects of the kind have no namespace; of kinds that are not known, they have one.
  var isClusterScoped: Bool {
    Self.clusterScoped.contains(kind) || (group == "cert-manager.io" && kind == "ClusterIssuer")
  }

  /// The kinds without a namespace that Kubernetes brings.
  ///
  /// Source: `kubectl api-resources --namespaced=false` of Kubernetes 1.31.
  private static let clusterScoped: Set<String> = [
    "APIService", "CSIDriver", "CSINode", "ClusterRole", "ClusterRoleBinding",
    "CustomResourceDefinition", "FlowSchema", "IngressClass", "MutatingWebhookConfiguration",
    "Namespace", "Node", "PersistentVolume", "PriorityClass", "PriorityLevelConfiguration",
    "RuntimeClass", "StorageClass", "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration", "VolumeAttachment",
  ]

  /// The key behind a kustomization that sets a namespace, a prefix or a suffix.
  ///
  /// Source: kustomize's `PrefixTransformer` (the kinds it skips) and `namespace.go` of its
  /// `builtinpluginconsts` (a namespace is also the name of a Namespace).
  func transformed(by layer: KustomizeLayer) -> ObjectKey {
    var key = self
    if !["Namespace", "CustomResourceDefinition", "APIService"].contains(kind) {
      key.name = (layer.text("namePrefix") ?? "") + name + (layer.text("nameSuffix") ?? "")
    }
    guard let namespace = layer.text("namespace") else { return key }
    if isKind("", "Namespace") { key.name = namespace }
    if !isClusterScoped { key.namespace = namespace }
    return key
  }
}
