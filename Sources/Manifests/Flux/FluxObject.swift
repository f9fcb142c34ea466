/// An object of a manifest that matters to Flux's substitution and Helm values.
public struct FluxObject: Hashable, Sendable {
  /// One entry of a HelmRelease's `spec.valuesFrom`.
  public struct ValuesSource: Hashable, Sendable {
    /// The ConfigMap or Secret.
    public var reference: ObjectReference
    /// The key of its data; `values.yaml` where none is written.
    public var key: String
    /// Where one value goes; nil where a whole document of values is merged.
    public var targetPath: String?
  }

  /// The file that holds it.
  public var file: String
  /// The number of its document in the file, from 0.
  public var document: Int
  /// Where the document starts.
  public var position: TextPosition
  /// `apiVersion`, with group and version.
  public var apiVersion: String
  /// `GitRepository`, `HelmRelease`, `ConfigMap` or `Secret`.
  public var kind: String
  /// `metadata.name`.
  public var name: String
  /// `metadata.namespace`, nil where the file has none.
  public var namespace: String?
  /// The keys of `data` and `stringData`.
  public var dataKeys: Set<String> = []
  /// `spec.valuesFrom` of a HelmRelease.
  public var valuesFrom: [ValuesSource] = []
  /// `spec.url` and `spec.ref` of a GitRepository, as one text; nil for others.
  public var origin: String?
}

extension FluxObject {
  /// The object that a document is, or nil where it is none of the four kinds.
  init?(_ root: YAMLNode, file: String, document: Int) {
    guard let kind = root["kind"]?.text, let version = root["apiVersion"]?.text,
      let name = root.node("metadata", "name")?.text
    else { return nil }
    let isKnown =
      (version == "v1" && (kind == "ConfigMap" || kind == "Secret"))
      || root.isObject("helm.toolkit.fluxcd.io", "HelmRelease")
      || root.isObject("source.toolkit.fluxcd.io", "GitRepository")
    guard isKnown else { return nil }
    self.init(
      file: file, document: document, position: root.position, apiVersion: version, kind: kind,
      name: name, namespace: root.node("metadata", "namespace")?.text)
    for field in ["data", "stringData"] {
      dataKeys.formUnion((root[field]?.members ?? []).compactMap { $0.key.scalar?.text })
    }
    valuesFrom = (root.node("spec", "valuesFrom")?.elements ?? []).compactMap(ValuesSource.init)
    if kind == "GitRepository", let url = root.node("spec", "url")?.text {
      let ref = (root.node("spec", "ref")?.texts ?? [:]).sorted { $0.key < $1.key }
      origin = url + ref.map { "|\($0.key)=\($0.value)" }.joined()
    }
  }
}

extension FluxObject.ValuesSource {
  fileprivate init?(_ node: YAMLNode) {
    guard let reference = ObjectReference(node) else { return nil }
    self.init(
      reference: reference, key: node["valuesKey"]?.text ?? "values.yaml",
      targetPath: node["targetPath"]?.text)
  }
}
