extension ResourceList {
  /// Puts the present names of resources where others refer to them by earlier ones, and notes who
  /// refers to whom in `referrers`.
  ///
  /// Where several resources fit, that with the prefixes and suffixes of the referrer is meant; a
  /// reference stays as it is where none has them. Source:
  /// `api/internal/accumulator/namereferencetransformer.go` and `api/filters/nameref` of kustomize
  /// 5.8, which goes through the resources in any order and so may see some that are changed
  /// already; here all are compared as they are before.
  /// - Throws: `BuildError` where several resources of different names fit, and where a field or
  ///   what leads to it has another shape than a reference.
  public mutating func fixNameReferences(
    _ configuration: TransformerConfiguration
  ) throws(BuildError) {
    var fixing = NameReferenceFixing(configuration, RenamedResources(resources))
    for index in resources.indices {
      let fields = fixing.fields(of: resources[index].originalID.type)
      guard !fields.isEmpty else { continue }
      let referrer = try Referrer(resources[index])
      try fixing.fix(&resources[index].node, fields, referrer)
    }
    for (index, referrer) in fixing.referrals { resources[index].referrers.append(referrer) }
  }
}

/// A field that may hold the name of a resource of a type.
private struct NameField {
  let path: NodePath
  let target: ResourceType
  /// Whether kind and group of the target stand beside the name.
  let isRoleReference: Bool

  init(_ spec: FieldSpec, _ target: ResourceType) {
    path = NodePath(spec.path)
    self.target = target
    isRoleReference = spec.path.hasSuffix("roleRef/name")
  }
}

/// Fixes the references of one resource after another.
private struct NameReferenceFixing {
  private let references: [NameBackReferences]
  private let renamed: RenamedResources
  private var fieldsByType: [ResourceType: [NameField]] = [:]
  /// The indices of resources with what refers to them.
  private(set) var referrals: [(index: Int, referrer: ResourceID)] = []

  init(_ configuration: TransformerConfiguration, _ renamed: RenamedResources) {
    references = configuration.nameReference
    self.renamed = renamed
  }

  /// The fields of a type, in the order in which they are fixed.
  mutating func fields(of type: ResourceType) -> [NameField] {
    if let fields = fieldsByType[type] { return fields }
    let fields = references.flatMap { reference in
      reference.referrers.filter { type.isSelected(by: $0.type) }
        .map { NameField($0, reference.target) }
    }
    fieldsByType[type] = fields
    return fields
  }

  mutating func fix(
    _ node: inout ManifestNode, _ fields: [NameField], _ referrer: Referrer
  ) throws(BuildError) {
    for field in fields where node.mayReach(field.path.steps[...]) {
      let role = field.isRoleReference ? node.roleReference : nil
      let sought = SoughtResource(target: field.target, role: role, referrer: referrer)
      do {
        try node.visit(field.path.steps[...]) { node throws(BuildError) in
          try set(&node, sought)
        }
      } catch {
        var error = error
        error.message =
          "updating name reference in '\(field.path.text)' of \(referrer.id): \(error.message)"
        throw error
      }
    }
  }

  private mutating func set(
    _ node: inout ManifestNode, _ sought: SoughtResource, inList: Bool = false
  ) throws(BuildError) {
    guard !node.isNull else { return }
    switch node.content {
    case .scalar(let name): try setName(&node, name, sought)
    case .map: try setNameAndNamespace(&node, sought)
    case .list:
      guard !inList else { throw BuildError("a reference must be a text or a map") }
      try node.forEachElement { element throws(BuildError) in
        try set(&element, sought, inList: true)
      }
    }
  }

  private mutating func setName(
    _ node: inout ManifestNode, _ name: String, _ sought: SoughtResource
  ) throws(BuildError) {
    let found = renamed.indices(name, for: sought.referrer)
    guard let index = try renamed.select(found, sought, isWhole: false) else { return }
    referrals.append((index, sought.referrer.id))
    let resource = renamed.resources[index]
    guard resource.id.name != name else { return }
    try node.setScalar(resource.id.name, tag: .none)
  }

  /// Fixes a map with `name` and `namespace`.
  private mutating func setNameAndNamespace(
    _ node: inout ManifestNode, _ sought: SoughtResource
  ) throws(BuildError) {
    guard let field = node["name"] else {
      throw BuildError(
        "the path leads to a map that has no name",
        remedy: "name the field that holds the name in the configuration")
    }
    let name = field.text ?? ""
    var found = renamed.indices(name, for: sought.referrer)
    if let namespace = node["namespace"] {
      found = renamed.indices(found, namespace: namespace.text ?? "", for: sought.referrer)
    }
    guard let index = try renamed.select(found, sought, isWhole: true) else { return }
    referrals.append((index, sought.referrer.id))
    let id = renamed.resources[index].id
    guard id.name != name || !id.namespace.isEmpty else { return }
    try node.setMember("name", id.name)
    if !id.namespace.isEmpty { try node.setMember("namespace", id.namespace) }
  }
}

extension ManifestNode {
  /// Kind and group that `roleRef` of a binding names; nil where one is missing.
  fileprivate var roleReference: ResourceType? {
    guard let role = self["roleRef"], !role.isNull, let group = role["apiGroup"],
      let kind = role["kind"]
    else { return nil }
    return ResourceType(group: group.text ?? "", kind: kind.text ?? "")
  }

  /// Sets a member of a map, as kyaml does: the type of a text that is there follows from its
  /// quotes; a new one gets quotes where it needs them.
  fileprivate mutating func setMember(_ key: String, _ text: String) throws(BuildError) {
    guard self[key] != nil else {
      let new = ManifestNode.untyped(text)
      self[key] = new.type == .string || new.type == .timestamp ? new : .string(text)
      return
    }
    try withMember(key) { member throws(BuildError) in try member.setScalar(text, tag: .none) }
  }
}
