/// How `setNamespace` works; the defaults are those of `namespace` in a kustomization.
public struct NamespaceOptions: Hashable, Sendable {
  /// Which subjects of role bindings get the namespace.
  public enum Subjects: String, Hashable, Sendable {
    /// Those with the name `default`.
    case defaultOnly
    /// Those of the kind `ServiceAccount`.
    case allServiceAccounts
    case none
  }

  /// Whether a namespace that is there stays.
  public var isUnsetOnly: Bool
  public var subjects: Subjects

  public init(isUnsetOnly: Bool = false, subjects: Subjects = .defaultOnly) {
    self.isUnsetOnly = isUnsetOnly
    self.subjects = subjects
  }
}

extension ResourceList {
  /// Puts all resources that may have one into a namespace: `namespace`.
  ///
  /// Source: `api/internal/builtins/NamespaceTransformer.go` and `api/filters/namespace` of
  /// kustomize 5.8.
  /// - Parameters:
  ///   - namespace: its name; empty changes nothing.
  ///   - specs: further fields, `namespace` of the configuration.
  ///   - options: those of a NamespaceTransformer in a file.
  /// - Throws: `BuildError` where a field is a list or a map, and where two resources become one.
  public mutating func setNamespace(
    _ namespace: String, _ specs: [FieldSpec], options: NamespaceOptions = NamespaceOptions()
  ) throws(BuildError) {
    guard !namespace.isEmpty else { return }
    let setting = NamespaceSetting(namespace: namespace, options: options)
    for index in resources.indices where !resources[index].node.isNullOrEmpty {
      resources[index].storePreviousID()
      try setting.apply(to: &resources[index], specs)
    }
    // kustomize looks after each resource. Setting twice changes nothing, so a conflict on the way
    // is one at the end, too.
    var ids: Set<ResourceID> = []
    for resource in resources where !ids.insert(resource.id.key).inserted {
      throw BuildError(
        "namespace \(namespace) makes two resources the same: \(resource.id)",
        remedy: "rename one of them or leave it out")
    }
  }
}

private struct NamespaceSetting {
  let namespace: String
  let options: NamespaceOptions

  func apply(to resource: inout Resource, _ specs: [FieldSpec]) throws(BuildError) {
    let id = resource.id
    let isBinding = Self.isBinding(id.type.kind)
    let isCore = resource.apiVersion == "v1"
    let specs = specs.filter { spec in
      spec.path != "metadata/namespace" && (isCore || spec.path != "metadata/name")
        && !(isBinding && Self.isBinding(spec.type.kind) && spec.path == "subjects/namespace")
    }
    if !id.isClusterScoped {
      try setField(Self.ownField, in: &resource.node)
    }
    if isBinding { try setSubjects(of: &resource.node) }
    try setField(specs, in: &resource.node)
  }

  private static let ownField = [FieldSpec("metadata/namespace", isCreated: true)]

  private static func isBinding(_ kind: String) -> Bool {
    kind == "RoleBinding" || kind == "ClusterRoleBinding"
  }

  private func setField(
    _ specs: [FieldSpec], in node: inout ManifestNode
  ) throws(BuildError) {
    try node.visit(specs, creating: .untyped("")) { node throws(BuildError) in try set(&node) }
  }

  private func set(_ node: inout ManifestNode) throws(BuildError) {
    if options.isUnsetOnly, !node.isNull, let text = node.text, !text.isEmpty { return }
    try node.setScalar(namespace, tag: .string)
  }

  private func setSubjects(of node: inout ManifestNode) throws(BuildError) {
    guard options.subjects != .none, let subjects = node["subjects"], !subjects.isNull else {
      return
    }
    guard subjects.isList else {
      throw BuildError("subjects of a role binding must be a list", line: subjects.lineNumber)
    }
    try node.withMember("subjects") { subjects throws(BuildError) in
      try subjects.forEachElement { subject throws(BuildError) in try setSubject(&subject) }
    }
  }

  private func setSubject(_ subject: inout ManifestNode) throws(BuildError) {
    guard !subject.isNull else { return }
    guard subject.isMap else {
      throw BuildError("a subject of a role binding must be a map", line: subject.lineNumber)
    }
    let isAll = options.subjects == .allServiceAccounts
    guard let field = subject[isAll ? "kind" : "name"], !field.isNull else { return }
    guard let text = field.text else {
      throw BuildError("kind and name of a subject must be texts", line: field.lineNumber)
    }
    guard text == (isAll ? "ServiceAccount" : "default") else { return }
    if subject["namespace"] == nil { subject["namespace"] = .untyped("") }
    try subject.withMember("namespace") { field throws(BuildError) in try set(&field) }
  }
}
