internal import YAML

/// In which order the result of a build stands: `sortOptions` of a kustomization.
///
/// Source: `api/types/sortoptions.go`, `SortOrderTransformer` of kustomize 5.8.
public struct SortOptions: Hashable, Sendable {
  /// `fifo`, `legacy`, or something that `check` refuses.
  public var order: String
  /// The kinds that stand first and last; nil for kustomize's own.
  public var legacy: LegacyOrder?

  /// The kinds that stand first and last in the legacy order.
  public struct LegacyOrder: Hashable, Sendable {
    public var first: [String]
    public var last: [String]
  }

  public init(order: String, legacy: LegacyOrder? = nil) {
    self.order = order
    self.legacy = legacy
  }

  /// - Throws: `BuildError` for unknown fields and wrong types.
  init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let fields = try FieldReader(value, ["order", "legacySortOptions"], context, strictness)
    order = try fields.text("order")
    legacy = try fields.object("legacySortOptions") { value, context throws(BuildError) in
      let fields = try FieldReader(value, ["orderFirst", "orderLast"], context, strictness)
      return LegacyOrder(
        first: try fields.texts("orderFirst"), last: try fields.texts("orderLast"))
    }
  }

  /// - Throws: `BuildError` for an unknown order, and for options that do not belong to it.
  func check() throws(BuildError) {
    guard order == "fifo" || order == "legacy" else {
      throw BuildError(
        "the field 'sortOptions.order' must be one of [fifo, legacy]",
        remedy: "write order: fifo or order: legacy")
    }
    guard order == "legacy" || legacy == nil else {
      throw BuildError(
        "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo',"
          + " not 'legacy'", remedy: "remove legacySortOptions, or write order: legacy")
    }
  }
}

extension SortOptions.LegacyOrder {
  /// kustomize's own order.
  public static let standard = SortOptions.LegacyOrder(
    first: [
      "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount",
      "PodSecurityPolicy", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap",
      "Secret", "Endpoints", "Service", "LimitRange", "PriorityClass", "PersistentVolume",
      "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
    ],
    last: ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"])

  /// Below zero for kinds that stand first, above for those that stand last; others are not there.
  fileprivate var ranks: [String: Int] {
    var ranks: [String: Int] = [:]
    for (index, kind) in first.enumerated() { ranks[kind] = index - first.count }
    for (index, kind) in last.enumerated() { ranks[kind] = index + 1 }
    return ranks
  }
}

extension ResourceList {
  /// These resources in the order of `sortOptions`; as they are where a kustomization has none.
  ///
  /// - Throws: `BuildError` for options that kustomize refuses.
  public func sorted(by options: SortOptions?) throws(BuildError) -> ResourceList {
    guard let options else { return self }
    try options.check()
    guard options.order == "legacy" else { return self }
    let ranks = (options.legacy ?? .standard).ranks
    let keys = resources.map { LegacySortKey($0.id, ranks) }
    let order = resources.indices.sorted { left, right in
      if keys[left] < keys[right] { return true }
      return keys[left] == keys[right] && left < right
    }
    return ResourceList(order.map { resources[$0] })
  }
}

/// What the legacy order compares.
private struct LegacySortKey: Comparable {
  private let rank: Int
  private let isNamespace: Bool
  private let hasGroup: Bool
  private let type: String
  private let id: String

  init(_ id: ResourceID, _ ranks: [String: Int]) {
    func or(_ text: String, _ missing: String) -> String { text.isEmpty ? missing : text }
    rank = ranks[id.type.kind] ?? 0
    isNamespace = id.type.kind == "Namespace"
    hasGroup = !id.type.group.isEmpty
    type = [or(id.type.group, "~G"), or(id.type.version, "~V"), or(id.type.kind, "~K")]
      .joined(separator: "_")
    self.id = [id.type.description, or(id.namespace, "~X"), or(id.name, "~N")]
      .joined(separator: "|")
  }

  static func < (left: LegacySortKey, right: LegacySortKey) -> Bool {
    if left.rank != right.rank { return left.rank < right.rank }
    guard left.type != right.type else {
      return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
    }
    // The core Namespace stands before those of other groups.
    if left.isNamespace, right.isNamespace, !left.hasGroup || !right.hasGroup {
      return right.type.utf8.lexicographicallyPrecedes(left.type.utf8)
    }
    return left.type.utf8.lexicographicallyPrecedes(right.type.utf8)
  }
}
