public import YAML

/// A Flux Kustomization (`kustomize.toolkit.fluxcd.io`) and where it stands.
public struct FluxKustomization: Hashable, Sendable {
  /// The file that holds it.
  public var file: String
  /// The number of its document in the file, from 0.
  public var document: Int
  /// Where the document starts.
  public var position: TextPosition
  /// `apiVersion`, of any version.
  public var apiVersion: String
  /// `metadata.name`.
  public var name: String
  /// `metadata.namespace`; nil where the file has none, and whoever applies it gives one.
  public var namespace: String?
  /// `spec.path` relative to the source's root; nil where it leads out of it.
  ///
  /// `./x`, `x/` and `x` are the same; a missing path is the root, the empty text.
  public var path: String?
  /// Where `spec.path` stands, or the document where it is missing.
  public var pathPosition: TextPosition
  /// `spec.sourceRef`.
  public var source: ObjectReference?
  /// `spec.postBuild.substitute`.
  public var substitute: [String: String]
  /// `spec.postBuild.substituteFrom`.
  public var substituteFrom: [ObjectReference]
  /// `spec.dependsOn`.
  public var dependsOn: [ObjectReference]
  /// `spec.components`, as written.
  public var components: [String]
  /// `spec.targetNamespace`.
  public var targetNamespace: String?

  /// Whether Flux substitutes variables in what this applies.
  public var substitutes: Bool { !substitute.isEmpty || !substituteFrom.isEmpty }
}

extension FluxKustomization {
  /// The API group, which is in the names of Flux's annotations too.
  public static let group = "kustomize.toolkit.fluxcd.io"

  /// The Kustomization that a document is, or nil.
  public init?(_ root: YAMLNode, file: String, document: Int) {
    guard root.isObject(Self.group, "Kustomization"), let version = root["apiVersion"]?.text,
      let name = root.node("metadata", "name")?.text, let spec = root["spec"]
    else { return nil }
    func references(_ node: YAMLNode?) -> [ObjectReference] {
      (node?.elements ?? []).compactMap(ObjectReference.init)
    }
    self.init(
      file: file, document: document, position: root.position, apiVersion: version, name: name,
      namespace: root.node("metadata", "namespace")?.text,
      path: RepositoryPath.normalised(spec["path"]?.text ?? ""),
      pathPosition: spec["path"]?.position ?? root.position,
      source: spec["sourceRef"].flatMap(ObjectReference.init),
      substitute: spec.node("postBuild", "substitute")?.texts ?? [:],
      substituteFrom: references(spec.node("postBuild", "substituteFrom")),
      dependsOn: references(spec["dependsOn"]),
      components: (spec["components"]?.elements ?? []).compactMap(\.text),
      targetNamespace: spec["targetNamespace"]?.text)
  }
}
