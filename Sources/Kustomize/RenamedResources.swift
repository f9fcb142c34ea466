/// A resource that refers to others, as it is before references are fixed.
struct Referrer {
  let id: ResourceID
  let prefixes: [String]
  let suffixes: [String]
  /// Of a role binding: the namespaces of the service accounts that are its subjects.
  let accountNamespaces: Set<String>

  /// - Throws: `BuildError` for subjects of a role binding for which kustomize fails or crashes.
  init(_ resource: Resource) throws(BuildError) {
    id = resource.id
    prefixes = resource.prefixes
    suffixes = resource.suffixes
    let isBinding = resource.kind == "RoleBinding" && !id.isClusterScoped
    accountNamespaces = isBinding ? try Self.accountNamespaces(of: resource) : []
  }

  private static func accountNamespaces(of resource: Resource) throws(BuildError) -> Set<String> {
    var namespaces: Set<String> = []
    for subject in resource.node["subjects"]?.elements ?? [] {
      guard subject.isMap else {
        throw BuildError("a subject of \(resource.id) must be a map", line: subject.lineNumber)
      }
      guard let namespace = subject["namespace"], let kind = subject["kind"] else { continue }
      guard kind.isScalar, kind.type == .string else {
        throw BuildError("kind of a subject of \(resource.id) must be a text")
      }
      guard kind.text == "ServiceAccount" else { continue }
      guard namespace.type == .string, let text = namespace.text else {
        throw BuildError(
          "namespace of a subject of \(resource.id) must be a text",
          line: namespace.lineNumber, remedy: "put it in quotes or remove it")
      }
      namespaces.insert(text)
    }
    return namespaces
  }
}

/// What a reference refers to.
struct SoughtResource {
  let target: ResourceType
  /// Kind and group beside the name; nil where there are none.
  let role: ResourceType?
  let referrer: Referrer
}

/// The resources by the names that they had earlier, so that a reference looks at few of them.
///
/// kustomize looks at all for each reference: those that a resource may refer to, with an earlier
/// name and an earlier type that fit, in its namespace. What has no earlier identity never fits.
/// Source: `SubsetThatCouldBeReferencedByResource` in `api/resmap`, `selectReferral` in
/// `api/filters/nameref`.
struct RenamedResources {
  struct Candidate {
    let id: ResourceID
    let previous: [ResourceID]
    let prefixes: [String]
    let suffixes: [String]
  }

  private struct NameAndNamespace: Hashable {
    let name: String
    let namespace: String
  }

  private struct Move: Hashable {
    let original: String
    let present: String
  }

  /// All resources in their order.
  let resources: [Candidate]
  private var byName: [String: [Int]] = [:]
  /// By an earlier name and the present effective namespace.
  private var byNameAndNamespace: [NameAndNamespace: [Int]] = [:]
  private var originalNamespaces: Set<String> = []
  /// From the original to the present effective namespace.
  private var moves: Set<Move> = []
  /// From the original effective to the present written namespace.
  private var writtenMoves: Set<Move> = []

  init(_ resources: [Resource]) {
    self.resources = resources.map {
      Candidate(
        id: $0.id, previous: $0.previousIDs, prefixes: $0.prefixes, suffixes: $0.suffixes)
    }
    for index in self.resources.indices { add(index) }
  }

  private mutating func add(_ index: Int) {
    let resource = resources[index]
    let present = resource.id.effectiveNamespace
    let original = (resource.previous.first ?? resource.id).effectiveNamespace
    originalNamespaces.insert(original)
    moves.insert(Move(original: original, present: present))
    writtenMoves.insert(Move(original: original, present: resource.id.namespace))
    for name in Set(resource.previous.map(\.name)) where !name.isEmpty {
      byName[name, default: []].append(index)
      byNameAndNamespace[NameAndNamespace(name: name, namespace: present), default: []]
        .append(index)
    }
  }
}

extension RenamedResources {
  /// The resources with that earlier name which are in reach of a referrer, in their order.
  ///
  /// What is cluster-scoped reaches everything. Others reach what is cluster-scoped or in their
  /// namespace; role bindings reach service accounts in the namespaces of their subjects, too.
  func indices(_ name: String, for referrer: Referrer) -> [Int] {
    guard let all = byName[name] else { return [] }
    if referrer.id.isClusterScoped { return all }
    func indices(_ namespace: String) -> [Int] {
      byNameAndNamespace[NameAndNamespace(name: name, namespace: namespace)] ?? []
    }
    let own = referrer.id.effectiveNamespace
    var found = indices(ResourceID.noNamespace)
    if own != ResourceID.noNamespace { found += indices(own) }
    for namespace in referrer.accountNamespaces {
      let effective = namespace.isEmpty ? ResourceID.defaultNamespace : namespace
      guard effective != own, effective != ResourceID.noNamespace else { continue }
      found += indices(effective).filter {
        let id = resources[$0].id
        return id.type.kind == "ServiceAccount" && id.namespace == namespace
      }
    }
    return found.sorted()
  }

  /// Those of `found` that a reference with a namespace means: they were in it first, or, where
  /// nothing in reach was in it first, they are in it now.
  func indices(_ found: [Int], namespace: String, for referrer: Referrer) -> [Int] {
    guard namespace != ResourceID.noNamespace, !found.isEmpty else { return [] }
    if isOriginal(namespace, for: referrer) {
      return found.filter {
        (resources[$0].previous.first ?? resources[$0].id).effectiveNamespace == namespace
      }
    }
    return found.filter { resources[$0].id.effectiveNamespace == namespace }
  }

  /// Whether a resource in reach of a referrer was in that namespace first.
  private func isOriginal(_ namespace: String, for referrer: Referrer) -> Bool {
    guard originalNamespaces.contains(namespace) else { return false }
    guard !referrer.id.isClusterScoped else { return true }
    return [ResourceID.noNamespace, referrer.id.effectiveNamespace].contains {
      moves.contains(Move(original: namespace, present: $0))
    }
      || referrer.accountNamespaces.contains {
        writtenMoves.contains(Move(original: namespace, present: $0))
      }
  }

  /// The one of `found` that a reference means.
  ///
  /// - Parameters:
  ///   - found: the resources with the name in reach.
  ///   - sought: what the reference says besides.
  ///   - isWhole: whether the reference has a namespace, so that resources of one name differ by
  ///     it.
  /// - Returns: its index; nil where there is none.
  /// - Throws: `BuildError` where several fit that differ.
  func select(
    _ found: [Int], _ sought: SoughtResource, isWhole: Bool
  ) throws(BuildError) -> Int? {
    var found = found.filter { index in
      let previous = resources[index].previous
      return previous.contains { $0.type.isSelected(by: sought.target) }
        && (sought.role.map { role in previous.contains { $0.type.isSelected(by: role) } } ?? true)
    }
    if found.count == 1 { return found[0] }
    found = found.filter { resources[$0].isLike(sought.referrer, allowsEmpty: true) }
    if found.count > 1 {
      found = found.filter { resources[$0].isLike(sought.referrer, allowsEmpty: false) }
    }
    guard let first = found.first else { return nil }
    let id = resources[first].id
    let isOne = found.allSatisfy {
      let other = resources[$0].id
      return other.name == id.name && (!isWhole || other.namespace == id.namespace)
    }
    guard isOne else {
      let ids = found.map { resources[$0].id.description }.joined(separator: ", ")
      throw BuildError(
        "found multiple possible referrals: \(ids)",
        remedy: "give them different names, or refer to one by the name that it has in the end")
    }
    return first
  }
}

extension RenamedResources.Candidate {
  /// Whether this went through the same prefixes and suffixes as a referrer.
  fileprivate func isLike(_ referrer: Referrer, allowsEmpty: Bool) -> Bool {
    Self.endAlike(prefixes, referrer.prefixes, allowsEmpty)
      && Self.endAlike(suffixes, referrer.suffixes, allowsEmpty)
  }

  private static func endAlike(
    _ left: [String], _ right: [String], _ allowsEmpty: Bool
  ) -> Bool {
    if left.isEmpty || right.isEmpty { return allowsEmpty || left.isEmpty && right.isEmpty }
    return zip(left.reversed(), right.reversed()).allSatisfy(==)
  }
}
