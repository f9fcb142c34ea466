/// The resources of a build in their order: kustomize's `ResMap`.
///
/// Source: `api/resmap/reswrangler.go`.
public struct ResourceList: Hashable, Sendable {
  public var resources: [Resource]

  public init(_ resources: [Resource] = []) {
    self.resources = resources
  }

  public static func == (left: ResourceList, right: ResourceList) -> Bool {
    left.resources == right.resources
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(resources) }

  /// Adds a resource.
  ///
  /// - Throws: `BuildError` where one of its identity is there.
  public mutating func append(_ resource: Resource) throws(BuildError) {
    try append([resource])
  }

  /// Adds resources.
  ///
  /// - Throws: `BuildError` where one of the same identity is there.
  public mutating func append(_ new: [Resource]) throws(BuildError) {
    var ids = identities
    try append(new, beside: &ids)
  }

  /// What must be unique in this list.
  var identities: Set<ResourceID> { Set(resources.map(\.id.key)) }

  /// The same for one who knows the identities of this list, to which those of the new resources are added.
  mutating func append(
    _ new: [Resource], beside ids: inout Set<ResourceID>
  ) throws(BuildError) {
    for resource in new {
      let id = resource.id
      guard ids.insert(id.key).inserted else {
        throw BuildError("may not add resource with an already registered id: \(id)")
      }
      resources.append(resource)
    }
  }

  /// Refuses earlier identities with commas, on which kustomize panics.
  ///
  /// Source: `PrevIds` in `api/resource/resource.go`.
  func checkHistory() throws(BuildError) {
    for resource in resources where resource.hasUnclearHistory {
      throw BuildError(
        "number of previous names, number of previous namespaces, number of previous kinds not equal",
        line: resource.place.lineNumber,
        remedy: "\(resource.originalID) has a comma in its name, namespace or kind")
    }
  }

  /// The indices of the resources whose present identity matches.
  public func indices(whereID matches: (ResourceID) -> Bool) -> [Int] {
    resources.indices.filter { matches(resources[$0].id) }
  }

  /// The indices of the resources of which one identity, present or earlier, matches.
  public func indices(whereAnyID matches: (ResourceID) -> Bool) -> [Int] {
    resources.indices.filter { index in
      let resource = resources[index]
      return !resource.node.isNullOrEmpty
        && (matches(resource.id) || resource.previousIDs.contains(where: matches))
    }
  }

  /// Drops resources of which nothing is left.
  public mutating func dropEmpty() { resources.removeAll { $0.node.isNullOrEmpty } }
}

extension ResourceID {
  /// What must be unique in a list.
  var key: ResourceID {
    ResourceID(type, name: name, namespace: effectiveNamespace, isClusterScoped: false)
  }
}
