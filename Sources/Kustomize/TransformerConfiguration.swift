public import YAML

/// The resources of a type and the fields of others that hold their names.
///
/// Source: `api/internal/plugins/builtinconfig/namebackreferences.go` of kustomize 5.8.
public struct NameBackReferences: Hashable, Sendable {
  /// The type that is referred to; empty parts fit everything.
  public var target: ResourceType
  /// The fields that refer to it.
  public var referrers: [FieldSpec]

  public init(_ target: ResourceType, _ referrers: [FieldSpec]) {
    self.target = target
    self.referrers = referrers
  }
}

/// The fields that kustomize's transformers work on.
///
/// Transformers take exactly these: `standard`, with what `configurations` and `crds` of a
/// kustomization and of those below it add. Source: `api/internal/plugins/builtinconfig` of
/// kustomize 5.8.
public struct TransformerConfiguration: Hashable, Sendable {
  public var namePrefix: [FieldSpec] = []
  public var nameSuffix: [FieldSpec] = []
  public var namespace: [FieldSpec] = []
  public var commonLabels: [FieldSpec] = []
  /// The fields for all items of `labels`, besides those of the item; none are built in.
  public var labels: [FieldSpec] = []
  public var templateLabels: [FieldSpec] = []
  public var commonAnnotations: [FieldSpec] = []
  public var nameReference: [NameBackReferences] = []
  /// The fields in which `vars` are replaced.
  public var varReference: [FieldSpec] = []
  public var images: [FieldSpec] = []
  public var replicas: [FieldSpec] = []

  /// No fields at all.
  public init() {}

  static let lists: [(name: String, list: any (WritableKeyPath<Self, [FieldSpec]> & Sendable))] = [
    ("namePrefix", \.namePrefix), ("nameSuffix", \.nameSuffix), ("namespace", \.namespace),
    ("commonLabels", \.commonLabels), ("labels", \.labels), ("templateLabels", \.templateLabels),
    ("commonAnnotations", \.commonAnnotations), ("varReference", \.varReference),
    ("images", \.images), ("replicas", \.replicas),
  ]
}

extension TransformerConfiguration {
  /// The configuration that a file of `configurations` holds.
  ///
  /// - Parameters:
  ///   - value: the first document of the file; kustomize ignores further ones.
  ///   - context: what the value is, for messages; empty for the file itself.
  /// - Throws: `BuildError` for unknown fields and wrong types.
  public init(_ value: Value, _ context: String = "") throws(BuildError) {
    let names = Self.lists.map(\.name) + ["nameReference"]
    let reader = try FieldReader(value, names, context, .exact)
    for (name, list) in Self.lists {
      self[keyPath: list] = try reader.list(name, Self.fieldSpec)
    }
    nameReference = try reader.list("nameReference", Self.backReferences)
    sort()
  }

  private static func fieldSpec(
    _ value: Value, _ context: String
  ) throws(BuildError) -> FieldSpec {
    let reader = try FieldReader(
      value, ["group", "version", "kind", "path", "create"], context, .exact)
    return FieldSpec(
      try path(reader, context), try type(reader),
      isCreated: try reader.flag("create") ?? false)
  }

  private static func backReferences(
    _ value: Value, _ context: String
  ) throws(BuildError) -> NameBackReferences {
    let reader = try FieldReader(
      value, ["group", "version", "kind", "fieldSpecs"], context, .exact)
    return NameBackReferences(try type(reader), try reader.list("fieldSpecs", fieldSpec))
  }

  private static func type(_ reader: FieldReader) throws(BuildError) -> ResourceType {
    ResourceType(
      group: try reader.text("group"), version: try reader.text("version"),
      kind: try reader.text("kind"))
  }

  /// The path; the reader of these files turns a number or a boolean there into a text.
  private static func path(
    _ reader: FieldReader, _ context: String
  ) throws(BuildError) -> String {
    guard let value = reader.value("path") else { return "" }
    if case .double(let number) = value, let whole = Int(exactly: number) { return String(whole) }
    guard let text = value.plainText else { throw BuildError("\(context).path must be a text") }
    return text
  }
}

extension TransformerConfiguration {
  /// Adds the fields of another configuration that are not there yet, and sorts all.
  ///
  /// - Throws: `BuildError` where a field is there that differs in whether it is created.
  public mutating func merge(_ other: TransformerConfiguration) throws(BuildError) {
    let empty = TransformerConfiguration()
    // Most kustomizations add nothing, and the built-in fields do not conflict with themselves.
    if self == empty || self == .standard {
      if other == empty { return }
      if other == .standard {
        self = .standard
        return
      }
    }
    for (name, list) in Self.lists {
      try Self.naming(name) { () throws(BuildError) in
        try FieldSpec.merge(other[keyPath: list], into: &self[keyPath: list])
      }
    }
    try Self.naming("nameReference") { () throws(BuildError) in
      for references in other.nameReference { try merge(references) }
    }
    sort()
  }

  private static func naming(
    _ name: String, _ body: () throws(BuildError) -> Void
  ) throws(BuildError) {
    do {
      try body()
    } catch {
      var error = error
      error.message = "failed to merge \(name): \(error.message)"
      error.remedy = "give \"create\" the value that the field has elsewhere"
      throw error
    }
  }

  /// Adds fields that refer to a type.
  ///
  /// - Throws: `BuildError` where a field is there that differs in whether it is created.
  mutating func merge(_ references: NameBackReferences) throws(BuildError) {
    var isKnown = false
    for index in nameReference.indices where nameReference[index].target == references.target {
      try FieldSpec.merge(references.referrers, into: &nameReference[index].referrers)
      isKnown = true
    }
    if !isKnown { nameReference.append(references) }
  }

  /// Sorts by type; what has one type keeps its order.
  mutating func sort() {
    for (_, list) in Self.lists { Self.sort(&self[keyPath: list]) { $0.type } }
    Self.sort(&nameReference) { $0.target }
  }

  private static func sort<Element>(_ list: inout [Element], _ type: (Element) -> ResourceType) {
    guard list.count > 1 else { return }
    let keyed = list.enumerated().map { (key: type($1).sortKey, index: $0, element: $1) }
    list = keyed.sorted { ($0.key.0, $0.key.1, $0.index) < ($1.key.0, $1.key.1, $1.index) }
      .map(\.element)
  }
}

extension ResourceType {
  /// Kinds that come first, in this order.
  ///
  /// Source: `orderFirst` and `orderLast` of `kyaml/resid/gvk.go`.
  private static let first = [
    "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount",
    "PodSecurityPolicy", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap",
    "Secret", "Endpoints", "Service", "LimitRange", "PriorityClass", "PersistentVolume",
    "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
  ]
  private static let last = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]
  private static let ranks: [String: Int] = {
    let ranks =
      first.enumerated().map { ($1, $0 - first.count) }
      + last.enumerated().map { ($1, $0 + 1) }
    return Dictionary(ranks, uniquingKeysWith: { first, _ in first })
  }()

  /// What kustomize orders types by.
  fileprivate var sortKey: (Int, String) {
    let parts = [
      group.isEmpty ? "~G" : group, version.isEmpty ? "~V" : version, kind.isEmpty ? "~K" : kind,
    ]
    return (Self.ranks[kind] ?? 0, parts.joined(separator: "_"))
  }
}
