/// Which Kubernetes object a resource is.
public struct ResourceIdentity: Hashable, Sendable, CustomStringConvertible {
  /// The group of `apiVersion`; empty for the core group.
  public let group: String
  /// The version of `apiVersion`.
  public let version: String
  /// `kind`.
  public let kind: String
  /// `metadata.namespace`, nil where none is written.
  public let namespace: String?
  /// `metadata.name`.
  public let name: String

  /// Reads the identity of `resource`; what it lacks is empty.
  public init(_ resource: Value) {
    let version = resource["apiVersion"].text
    let parts = version.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    group = parts.count > 1 ? String(parts[0]) : ""
    self.version = parts.last.map(String.init) ?? ""
    kind = resource["kind"].text
    namespace = resource["metadata", "namespace"].map { Optional($0).text }
    name = resource["metadata", "name"].text
  }

  /// Kind, version, group and name as kustomize prints them: `ConfigMap.v1.[noGrp]/settings`.
  public var description: String {
    let kind = self.kind.isEmpty ? "[noKind]" : self.kind
    let version = self.version.isEmpty ? "[noVer]" : self.version
    return "\(kind).\(version).\(group.isEmpty ? "[noGrp]" : group)/\(name)"
  }
}

extension Value? {
  /// The text of a string, or nothing.
  fileprivate var text: String {
    if case .string(let text) = self { text } else { "" }
  }
}
