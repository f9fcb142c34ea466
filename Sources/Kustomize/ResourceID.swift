/// Group, version and kind of a resource: kustomize's `Gvk`.
public struct ResourceType: Hashable, Sendable, CustomStringConvertible {
  /// Empty for the core group.
  public var group: String
  public var version: String
  public var kind: String

  public init(group: String = "", version: String = "", kind: String = "") {
    self.group = group
    self.version = version
    self.kind = kind
  }

  /// Takes `apiVersion` apart at its first slash.
  public init(apiVersion: String, kind: String) {
    guard let slash = apiVersion.utf8.firstIndex(of: UInt8(ascii: "/")) else {
      self.init(version: apiVersion, kind: kind)
      return
    }
    self.init(
      group: String(apiVersion[..<slash]),
      version: String(apiVersion[apiVersion.utf8.index(after: slash)...]), kind: kind)
  }

  /// `apiVersion` again.
  public var apiVersion: String { group.isEmpty ? version : group + "/" + version }

  /// Whether `selector` selects this: its empty fields fit everything.
  public func isSelected(by selector: ResourceType) -> Bool {
    (selector.group.isEmpty || selector.group == group)
      && (selector.version.isEmpty || selector.version == version)
      && (selector.kind.isEmpty || selector.kind == kind)
  }

  /// `Deployment.v1.apps`, as kustomize prints it.
  public var description: String {
    [
      kind.isEmpty ? "[noKind]" : kind, version.isEmpty ? "[noVer]" : version,
      group.isEmpty ? "[noGrp]" : group,
    ].joined(separator: ".")
  }
}

/// Type, name and namespace of a resource: kustomize's `ResId`.
public struct ResourceID: Hashable, Sendable, CustomStringConvertible {
  public var type: ResourceType
  public var name: String
  /// Empty where none is written.
  public var namespace: String
  /// Whether the built-in schema is certain that the kind has no namespace.
  public var isClusterScoped: Bool

  public static let defaultNamespace = "default"
  /// What kustomize takes for the namespace of what has none.
  public static let noNamespace = "_non_namespaceable_"

  /// Makes an identity; without `isClusterScoped` the type is looked up in the built-in schema.
  public init(
    _ type: ResourceType, name: String, namespace: String = "", isClusterScoped: Bool? = nil
  ) {
    self.type = type
    self.name = name
    self.namespace = namespace
    self.isClusterScoped = isClusterScoped ?? KubernetesSchema.isClusterScoped(type)
  }

  /// The namespace for comparing and reporting: never empty.
  public var effectiveNamespace: String {
    if isClusterScoped { return Self.noNamespace }
    return namespace.isEmpty ? Self.defaultNamespace : namespace
  }

  /// Whether both have one effective namespace.
  public func isInNamespace(of other: ResourceID) -> Bool {
    effectiveNamespace == other.effectiveNamespace
  }

  /// Whether type and name are the same.
  public func hasTypeAndName(of other: ResourceID) -> Bool {
    name == other.name && type == other.type
  }

  /// Whether type, name and effective namespace are the same: kustomize's `Equals`.
  public func isSame(as other: ResourceID) -> Bool {
    hasTypeAndName(of: other) && isInNamespace(of: other)
  }

  /// Whether `selector` selects this: its empty fields fit everything.
  public func isSelected(by selector: ResourceID) -> Bool {
    (selector.name.isEmpty || selector.name == name)
      && (selector.namespace.isEmpty || selector.isInNamespace(of: self))
      && type.isSelected(by: selector.type)
  }

  public var description: String {
    "\(type)/\(name.isEmpty ? "[noName]" : name).\(namespace.isEmpty ? "[noNs]" : namespace)"
  }
}
