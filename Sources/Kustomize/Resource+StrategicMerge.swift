extension ManifestNode {
  /// This object with a strategic merge patch laid on it.
  ///
  /// - Parameters:
  ///   - patch: what changes.
  ///   - type: the type of the object, whose lists the built-in schema knows; lists of others are
  ///     replaced.
  /// - Returns: nil where the patch deletes the object.
  /// - Throws: `BuildError` for a patch that does not fit and for unknown directives.
  public func mergedStrategically(
    with patch: ManifestNode, as type: ResourceType
  ) throws(BuildError) -> ManifestNode? {
    var node = self
    return try node.merge(strategically: patch, as: type) ? node : nil
  }

  /// Lays a strategic merge patch on this object.
  ///
  /// - Returns: whether the object stays.
  fileprivate mutating func merge(
    strategically patch: ManifestNode, as type: ResourceType
  ) throws(BuildError) -> Bool {
    var base: ManifestNode? = self
    var patch: ManifestNode? = patch
    self = .null
    defer { self = base ?? .null }
    // A patch that replaces the whole object changes nothing: kustomize loses what the merge gives.
    return try StrategicMerge.merge(&base, &patch, KubernetesSchema.definition(of: type))
      != .neither
  }
}

extension Resource {
  /// Lays a strategic merge patch on the resource.
  ///
  /// It keeps its namespace, and its name and kind unless the patch may change them. What a patch
  /// deletes becomes null.
  ///
  /// Source: `ApplySmPatch` in `api/resource/resource.go` of kustomize 5.8.
  ///
  /// - Throws: `BuildError` for a patch that does not fit and for unknown directives.
  public mutating func apply(strategicMerge patch: Resource) throws(BuildError) {
    let (name, namespace, type) = (name, namespace, type)
    if patch.mayChangeName || patch.mayChangeKind { storePreviousID() }
    let isMarked = markBuildAnnotations()
    guard try node.merge(strategically: patch.node, as: type) else {
      node = .null
      return
    }
    if isMarked { takeMark() }
    adoptBuildAnnotations(of: patch)
    guard !node.isNullOrEmpty else { return }
    if !patch.mayChangeKind { setKind(type.kind) }
    if !patch.mayChangeName { setName(name) }
    setNamespace(namespace)
  }

  private static let mark = "internal.config.kubernetes.io/mark"

  /// Puts an annotation where kustomize keeps what it notes about the resource, if it notes
  /// anything: a patch that replaces or removes the annotations removes that too.
  private mutating func markBuildAnnotations() -> Bool {
    let isNoted =
      !(previous.isEmpty && prefixes.isEmpty && suffixes.isEmpty && referrers.isEmpty)
      || behavior != .unspecified || needsHash
    guard isNoted, node["metadata"]?.isMap == true else { return false }
    setAnnotation(Self.mark, "")
    return true
  }

  private mutating func takeMark() {
    if node.node("metadata", "annotations", Self.mark) != nil {
      node["metadata"]?["annotations"]?[Self.mark] = nil
      if node.node("metadata", "annotations")?.isNullOrEmpty == true {
        node["metadata"]?["annotations"] = nil
      }
    } else {
      (previous, prefixes, suffixes, referrers) = ([], [], [], [])
      (behavior, needsHash) = (.unspecified, false)
    }
  }

  /// Takes over what kustomize's own annotations in the file of the patch say.
  private mutating func adoptBuildAnnotations(of patch: Resource) {
    if !patch.previous.isEmpty { previous = patch.previous }
    if !patch.prefixes.isEmpty { prefixes = patch.prefixes }
    if !patch.suffixes.isEmpty { suffixes = patch.suffixes }
    if patch.behavior != .unspecified { behavior = patch.behavior }
    if patch.needsHash { needsHash = true }
  }
}

extension ResourceList {
  /// Lays a strategic merge patch on some of the resources, whatever its name is, and drops those
  /// that it deletes.
  ///
  /// Source: `ApplySmPatch` in `api/resmap/reswrangler.go` of kustomize 5.8.
  ///
  /// - Throws: `BuildError` for a patch that does not fit, for unknown directives, and where two
  ///   resources get one identity.
  public mutating func apply(
    strategicMerge patch: Resource, toResourcesAt indices: [Int]
  ) throws(BuildError) {
    var patch = patch
    let kind = patch.kind
    patch.normalizeMetadata()
    var hasEmpty = false
    for index in indices {
      patch.setAPIVersion(resources[index].type.apiVersion)
      patch.setKind(kind)
      try resources[index].apply(strategicMerge: patch)
      if resources[index].node.isNullOrEmpty { hasEmpty = true }
    }
    if hasEmpty { dropEmpty() }
    // Other patches leave identities as they are.
    guard patch.mayChangeName || patch.mayChangeKind else { return }
    let merged = resources
    resources = []
    try append(merged)
  }
}

extension Resource {
  /// Makes all labels and annotations of a patch strings, even null, and drops an empty namespace.
  ///
  /// Source: `CopyMergeMetaDataFieldsFrom` in `api/resource/resource.go` of kustomize 5.8.
  fileprivate mutating func normalizeMetadata() {
    if let metadata = node["metadata"], !metadata.isMap { return }
    let (name, namespace) = (name, namespace)
    for field in ["labels", "annotations"] {
      let texts = node["metadata"]?[field]?.sortedStrings
      node["metadata"]?[field] = nil
      if let texts { node["metadata"]?[field] = texts }
    }
    setName(name)
    setNamespace(namespace)
  }
}

extension ManifestNode {
  /// A map with the texts of all members as strings; nil where there are none.
  fileprivate var sortedStrings: ManifestNode? {
    guard let members, !members.isEmpty else { return nil }
    var values: [String: ManifestNode] = [:]
    for member in members {
      guard let key = member.key.text else { continue }
      values[key] = .string(member.value.text ?? "", place: member.value.place)
    }
    let sorted = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    // The keys have no type, so that one that reads as a number is one.
    let strings = sorted.map { Member(key: .untyped($0.key), value: $0.value) }
    return ManifestNode(.map(strings), tag: .map, place: place)
  }
}
