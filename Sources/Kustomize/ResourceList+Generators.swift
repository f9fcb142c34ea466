extension ResourceList {
  /// Takes in what generators make: new resources, and those that replace one or merge with it.
  ///
  /// Give it the resources of all generators of a kustomization at once, since it looks through
  /// the list each time. Source: `AbsorbAll` in `api/resmap/reswrangler.go`.
  /// - Throws: `BuildError` where one is to be created that is there, or to be merged or replaced
  ///   and is not.
  public mutating func absorb(_ new: [Resource]) throws(BuildError) {
    guard !new.isEmpty else { return }
    var known = Identities()
    let names = Set(new.map(\.name))
    for (index, resource) in resources.enumerated() where !resource.node.isNullOrEmpty {
      // Without this, all identities of all resources would be made.
      let isNamed =
        names.contains(resource.name) || resource.previous.contains { names.contains($0.name) }
      if isNamed { known.add(resource, at: index) }
    }
    for resource in new { try absorb(resource, &known) }
  }

  private mutating func absorb(
    _ resource: Resource, _ known: inout Identities
  ) throws(BuildError) {
    let id = resource.id
    let changes = resource.behavior == .merge || resource.behavior == .replace
    let indices = known.indices[id.key] ?? []
    guard indices.count < 2 else {
      throw BuildError("several resources could accept the merge of \(id)")
    }
    guard let index = indices.first else {
      guard !changes else {
        throw BuildError(
          "\(id) does not exist; cannot merge or replace it",
          remedy: "set behavior to create, or leave it out")
      }
      known.add(resource, at: resources.count)
      resources.append(resource)
      return
    }
    guard changes else {
      throw BuildError(
        "\(id) exists already", remedy: "set behavior to merge or replace, or change the name")
    }
    let merged = try resource.changing(resources[index])
    guard merged.id.isSame(as: resources[index].id) else {
      throw BuildError("cannot find resource with id \(merged.id) to replace")
    }
    resources[index] = merged
  }

  /// The indices of resources by their present and earlier identities.
  private struct Identities {
    var indices: [ResourceID: [Int]] = [:]

    mutating func add(_ resource: Resource, at index: Int) {
      for key in Set((resource.previousIDs + [resource.id]).map(\.key)) {
        indices[key, default: []].append(index)
      }
    }
  }
}

extension Resource {
  /// This resource in the place of an old one, by its behavior.
  fileprivate func changing(_ old: Resource) throws(BuildError) -> Resource {
    var merged = self
    merged.takeMetadata(of: old)
    guard behavior == .merge else { return try merged.checked() }
    for field in ["data", "binaryData"] {
      let members = ManifestNode.merged(old.node[field], node[field], nullText: "")
      merged.node[field] = members.isEmpty ? nil : .newMap(members, node[field], old.node[field])
    }
    // Where the old one came from stays.
    let key = "config.kubernetes.io/origin"
    if let origin = old.node.node("metadata", "annotations", key) {
      merged.node["metadata"]?["annotations"]?[key] = origin
    }
    return try merged.checked()
  }

  /// Takes over everything but the content: what is written in both is of this resource, but the
  /// notes of the build are of the old one.
  ///
  /// Source: `CopyMergeMetaDataFieldsFrom` in `api/resource/resource.go`.
  private mutating func takeMetadata(of old: Resource) {
    for field in ["labels", "annotations"] {
      let own = node.node("metadata", field)
      let other = old.node.node("metadata", field)
      let members = ManifestNode.merged(other, own)
      node["metadata"]?[field] = members.isEmpty ? nil : .newMap(members, own, other)
    }
    setName(old.name)
    setNamespace(old.namespace)
    previous = old.previous
    prefixes = old.prefixes
    suffixes = old.suffixes
    referrers = old.referrers
    variableNames = old.variableNames
    behavior = old.behavior
    needsHash = needsHash && old.needsHash
    mayChangeName = old.mayChangeName
    mayChangeKind = old.mayChangeKind
  }

  /// This resource, unless it has a key or text that kyaml cannot print.
  private func checked() throws(BuildError) -> Resource {
    let metadata = node["metadata"]
    let maps = [metadata?["labels"], metadata?["annotations"], node["data"], node["binaryData"]]
    for member in maps.lazy.compactMap({ $0?.members }).joined() {
      _ = try ManifestNode.newKey(member.key.text ?? "")
    }
    for member in node["data"]?.members ?? [] { try member.value.text?.requireGoBlock() }
    return self
  }
}

extension ManifestNode {
  /// The members of both maps as strings, by their keys; those of the second win.
  ///
  /// Null is the text that it stands as, or `nullText`. Source: `getMapFromMeta`, `GetDataMap`,
  /// `setMapInMetadata` of kyaml.
  fileprivate static func merged(
    _ first: ManifestNode?, _ second: ManifestNode?, nullText: String? = nil
  ) -> [Member] {
    var members: [String: Member] = [:]
    for member in (first?.members ?? []) + (second?.members ?? []) {
      guard let key = member.key.text else { continue }
      let text = (member.value.isNull ? nullText : nil) ?? member.value.text ?? ""
      members[key] = Member(
        key: ManifestNode(.scalar(key), tag: .none, place: member.key.place),
        value: .string(text, place: member.value.place))
    }
    return members.sortedByBytes.map(\.value)
  }

  fileprivate static func newMap(
    _ members: [Member], _ own: ManifestNode?, _ other: ManifestNode?
  ) -> ManifestNode {
    ManifestNode(.map(members), tag: .map, place: own?.place ?? other?.place ?? .none)
  }
}
