/// A resource on its way through a build, with what kustomize notes about it in annotations of its own.
///
/// Source: `api/resource/resource.go`.
public struct Resource: Hashable, Sendable {
  /// What a generated resource does where one of its name is there already.
  public enum Behavior: String, Hashable, Sendable {
    case unspecified, create, replace, merge
  }

  public var node: ManifestNode
  /// Whether kustomize could not tell its earlier identities apart: it joins them with commas.
  public private(set) var hasUnclearHistory = false
  /// The identities it had before its name, namespace or kind was changed, the oldest first.
  public var previous: [ResourceID] = []
  public var prefixes: [String] = []
  public var suffixes: [String] = []
  /// Those that refer to it.
  public var referrers: [ResourceID] = []
  /// The names of the `vars` that read it.
  public var variableNames: [String] = []
  public var behavior = Behavior.unspecified
  /// Whether its name gets a hash of its content.
  public var needsHash = false
  /// Of a patch: whether it may change the name of what it is applied to.
  public var mayChangeName = false
  /// Of a patch: whether it may change the kind of what it is applied to.
  public var mayChangeKind = false

  /// A resource of a file or a generator; kustomize's own annotations that stand in it count as such.
  public init(_ node: ManifestNode) {
    self.node = node
    takeBuildAnnotations()
  }

  /// Where the resource starts.
  public var place: ManifestNode.Place { node.place }
}

extension Resource {
  public var apiVersion: String { node.topText("apiVersion") }
  public var kind: String { node.topText("kind") }
  public var name: String { node.metadataText("name") }
  public var namespace: String { node.metadataText("namespace") }
  public var type: ResourceType { ResourceType(apiVersion: apiVersion, kind: kind) }

  /// What identifies it now.
  public var id: ResourceID { ResourceID(type, name: name, namespace: namespace) }

  /// What identified it first.
  public var originalID: ResourceID { previousIDs.first ?? id }

  /// The earlier identities, with the group and version that the resource has now.
  public var previousIDs: [ResourceID] {
    guard !previous.isEmpty else { return [] }
    let type = type
    return previous.map {
      ResourceID(
        ResourceType(group: type.group, version: type.version, kind: $0.type.kind), name: $0.name,
        namespace: $0.namespace, isClusterScoped: false)
    }
  }

  /// Notes the present identity as an earlier one.
  public mutating func storePreviousID() {
    let id = id
    // kustomize notes no empty names, so that an object with generateName has no earlier identity.
    guard !id.name.isEmpty else { return }
    for text in [id.name, id.effectiveNamespace, id.type.kind] where text.utf8.contains(0x2C) {
      hasUnclearHistory = true
    }
    previous.append(
      ResourceID(
        id.type, name: id.name, namespace: id.effectiveNamespace, isClusterScoped: false))
  }

  public var labels: [String: String] { node.node("metadata", "labels")?.texts ?? [:] }
  public var annotations: [String: String] { node.node("metadata", "annotations")?.texts ?? [:] }

  public mutating func setKind(_ kind: String) { node.setTop("kind", .string(kind)) }
  public mutating func setAPIVersion(_ version: String) {
    node.setTop("apiVersion", .string(version))
  }
  public mutating func setName(_ name: String) { node.setMetadata("name", .string(name)) }

  /// Sets the namespace, or removes it where it is empty.
  public mutating func setNamespace(_ namespace: String) {
    if namespace.isEmpty {
      node["metadata"]?["namespace"] = nil
    } else {
      node.setMetadata("namespace", .string(namespace))
    }
  }

  /// Puts strings in the place of all labels or annotations (`field`); none removes the field.
  public mutating func setTexts(_ field: String, _ texts: [String: String]) {
    guard !texts.isEmpty else {
      node["metadata"]?[field] = nil
      return
    }
    let keys = texts.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let members = keys.map {
      ManifestNode.Member(key: .untyped($0), value: .string(texts[$0] ?? ""))
    }
    let place = node.node("metadata", field)?.place ?? .none
    node["metadata"]?[field] = nil
    node.setMetadata(field, ManifestNode(.map(members), tag: .map, place: place))
  }

  /// Sets one annotation.
  public mutating func setAnnotation(_ key: String, _ text: String) {
    if node["metadata"]?["annotations"]?.isMap == true {
      node["metadata"]?["annotations"]?[key] = .string(text)
    } else {
      node.setMetadata(
        "annotations",
        ManifestNode(
          .map([.init(key: .untyped(key), value: .string(text))]), tag: .map))
    }
  }
}

extension ManifestNode {
  fileprivate func topText(_ key: String) -> String {
    guard let node = self[key], !node.isNullOrEmpty else { return "" }
    return node.text ?? ""
  }

  fileprivate func metadataText(_ key: String) -> String {
    guard let node = self["metadata"]?[key], !node.isNullOrEmpty else { return "" }
    return node.text ?? ""
  }

  /// Sets a member and keeps place and quotes of the one that is there.
  fileprivate mutating func setTop(_ key: String, _ value: ManifestNode) {
    var value = value
    if let old = self[key], old.place.line > 0 {
      value.place = old.place
      value.isQuoted = old.isQuoted
      value.block = old.block
    }
    self[key] = value
  }

  fileprivate mutating func setMetadata(_ key: String, _ value: ManifestNode) {
    if self["metadata"]?.isMap == true {
      self["metadata"]?.setTop(key, value)
    } else {
      self["metadata"] = ManifestNode(.map([.init(key: .string(key), value: value)]), tag: .map)
    }
  }
}

extension Resource {
  private static let domain = "internal.config.kubernetes.io/"
  private static let reserved: Set<String> = [
    "config.kubernetes.io/path", "config.kubernetes.io/index", "config.k8s.io/id",
    "config.kubernetes.io/id",
  ]

  /// Takes over kustomize's own annotations, which do not reach the result.
  private mutating func takeBuildAnnotations() {
    guard let own = node.node("metadata", "annotations")?.members, own.contains(where: isOwn)
    else { return }
    let texts = annotations
    func list(_ name: String) -> [String] {
      texts[Self.domain + name]?.split(separator: ",", omittingEmptySubsequences: false)
        .map(String.init) ?? []
    }
    let names = list("previousNames")
    let namespaces = list("previousNamespaces")
    let kinds = list("previousKinds")
    if names.count == namespaces.count, names.count == kinds.count {
      previous = names.indices.map {
        ResourceID(
          ResourceType(kind: kinds[$0]), name: names[$0], namespace: namespaces[$0],
          isClusterScoped: false)
      }
    } else {
      hasUnclearHistory = true
    }
    prefixes = list("prefixes")
    suffixes = list("suffixes")
    behavior = texts[Self.domain + "generatorBehavior"].flatMap(Behavior.init) ?? .unspecified
    needsHash = texts[Self.domain + "needsHashSuffix"] == "enabled"
    let rest = own.filter { !isOwn($0) }
    if rest.isEmpty {
      node["metadata"]?["annotations"] = nil
    } else {
      node["metadata"]?["annotations"]?.content = .map(rest)
    }
  }

  private func isOwn(_ member: ManifestNode.Member) -> Bool {
    guard let key = member.key.text else { return false }
    return key.hasPrefix(Self.domain) || Self.reserved.contains(key)
  }
}
