public import YAML

/// A Flux Kustomization as the API server holds it: read from the object that whoever applies it emits.
///
/// Source: `api/v1/kustomization_types.go` of fluxcd/kustomize-controller 1.8.
public struct KustomizationSpec: Hashable, Sendable {
  /// The whole object.
  public let object: Value
  /// `metadata.namespace`.
  public let namespace: String
  /// `metadata.name`.
  public let name: String

  /// Where Flux itself runs, when installed as its documentation says.
  public static let defaultNamespace = "flux-system"

  /// Reads an object, or gives nil where it is none of Flux's Kustomizations.
  ///
  /// - Parameters:
  ///   - object: the object as it is applied.
  ///   - namespace: what counts where it names none.
  public init?(_ object: Value, defaultNamespace namespace: String) {
    guard object["kind"] == .string("Kustomization"),
      case .string(let version) = object["apiVersion"],
      version.hasPrefix(FluxKustomization.group + "/"),
      case .string(let name) = object["metadata", "name"]
    else { return nil }
    self.object = object
    self.name = name
    let own = object["metadata", "namespace"]?.plainText ?? ""
    self.namespace = own.isEmpty ? namespace : own
  }

  /// `namespace/name`.
  public var identifier: String { namespace + "/" + name }

  func spec(_ keys: String...) -> Value? { object["spec"]?[path: keys] }

  private func text(_ keys: String...) -> String { object["spec"]?[path: keys]?.plainText ?? "" }

  /// `spec.path` as it is written.
  public var path: String { text("path") }

  /// `spec.path` from the root of its source; what leads out of it stops there, as Flux has it.
  var folder: String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }

  /// A mention of an object.
  public struct Reference: Hashable, Sendable {
    public let kind: String
    public let namespace: String
    public let name: String
    /// Whether it may be missing.
    public var isOptional = false

    /// `kind/namespace/name`.
    public var key: String { "\(kind)/\(namespace)/\(name)" }
  }

  /// `spec.sourceRef`.
  public var source: Reference {
    let namespace = text("sourceRef", "namespace")
    return Reference(
      kind: text("sourceRef", "kind"), namespace: namespace.isEmpty ? self.namespace : namespace,
      name: text("sourceRef", "name"))
  }

  /// `spec.postBuild.substituteFrom`: ConfigMaps and Secrets of the Kustomization's namespace, in order.
  public var substituteFrom: [Reference] {
    guard case .list(let list) = spec("postBuild", "substituteFrom") else { return [] }
    return list.compactMap { element in
      guard let name = element["name"]?.plainText, let kind = element["kind"]?.plainText
      else { return nil }
      return Reference(
        kind: kind, namespace: namespace, name: name,
        isOptional: element["optional"] == .bool(true))
    }
  }

  /// `spec.postBuild.substitute`.
  public var substitute: [String: String] {
    Self.texts(spec("postBuild", "substitute"))
  }

  /// Whether variables are substituted at all.
  var hasPostBuild: Bool {
    if case .map = spec("postBuild") { true } else { false }
  }

  /// Whether they are even where there are none.
  ///
  /// By the field, or by the annotation of that name.
  public var alwaysSubstitutes: Bool {
    text("postBuild", "substituteStrategy") == "Always"
      || object["metadata", "annotations", FluxKustomization.group + "/substitute-strategy"]
        == .string("Always")
  }

  /// `spec.commonMetadata.labels`.
  var commonLabels: [String: String] { Self.texts(spec("commonMetadata", "labels")) }
  /// `spec.commonMetadata.annotations`.
  var commonAnnotations: [String: String] { Self.texts(spec("commonMetadata", "annotations")) }

  private static func texts(_ value: Value?) -> [String: String] {
    guard case .map(let members) = value else { return [:] }
    return members.compactMapValues(\.plainText)
  }

  /// Whether Flux leaves everything as it is.
  public var isSuspended: Bool { spec("suspend") == .bool(true) }
  /// Whether Flux deletes what is no longer in the build.
  public var prunes: Bool { spec("prune") == .bool(true) }
  /// Whether the objects go to another cluster.
  public var isRemote: Bool {
    if case .map = spec("kubeConfig") { true } else { false }
  }
  /// `spec.targetNamespace`; empty where there is none.
  public var targetNamespace: String { text("targetNamespace") }

  /// `spec.components`.
  var components: [String] {
    guard case .list(let list) = spec("components") else { return [] }
    return list.compactMap(\.plainText)
  }

  /// `spec.dependsOn`.
  public var dependsOn: [Reference] {
    guard case .list(let list) = spec("dependsOn") else { return [] }
    return list.compactMap { element in
      guard let name = element["name"]?.plainText else { return nil }
      return Reference(
        kind: "Kustomization", namespace: element["namespace"]?.plainText ?? namespace, name: name)
    }
  }
}
