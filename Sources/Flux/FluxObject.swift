public import YAML

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
  public init?(_ root: YAMLNode, file: String, document: Int) {
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

/// The objects of a repository that take part in Flux's substitution.
public struct FluxObjects: Sendable {
  /// All Flux Kustomizations, in the order of files and documents.
  public var kustomizations: [FluxKustomization] = []
  /// GitRepositories, HelmReleases, ConfigMaps and Secrets, in the same order.
  public var others: [FluxObject] = []

  /// Makes a collection from its parts.
  public init(kustomizations: [FluxKustomization], others: [FluxObject]) {
    self.kustomizations = kustomizations
    self.others = others
  }

  /// Reads all YAML files of `tree` outside hidden folders; files that are no YAML are passed over.
  public init(in tree: some ManifestTree) {
    let reader = ManifestReader(tree)
    self.init(reader, files: reader.yamlFiles())
  }

  /// Reads the files with Kustomizations and sources of Flux: reading YAML takes time.
  public init(ofFlux reader: ManifestReader) {
    self.init(reader, files: reader.yamlFiles(marked: .flux))
  }

  /// Reads the files at `paths`.
  public init(_ reader: ManifestReader, files paths: [String]) {
    for path in paths {
      guard let stream = reader.stream(path) else { continue }
      for (index, root) in stream.documents.enumerated() {
        if let found = FluxKustomization(root, file: path, document: index) {
          kustomizations.append(found)
        } else if let found = FluxObject(root, file: path, document: index) {
          others.append(found)
        }
      }
    }
  }

  /// The objects of one kind.
  public func objects(_ kind: String) -> [FluxObject] { others.filter { $0.kind == kind } }
}

/// A mention of one object by another.
public struct ObjectReference: Hashable, Sendable {
  /// The object's kind; nil where the place allows only one.
  public var kind: String?
  /// The object's name.
  public var name: String
  /// Its namespace; nil where the mention names none, which mostly means that of its own object.
  public var namespace: String?
  /// Whether the object may be missing.
  public var isOptional = false
  /// Where the mention stands.
  public var position: TextPosition
}

extension ObjectReference {
  /// The mention that a map with `name` makes, or nil where it has none.
  init?(_ node: YAMLNode) {
    guard let name = node["name"]?.text else { return nil }
    self.init(
      kind: node["kind"]?.text, name: name, namespace: node["namespace"]?.text,
      isOptional: node["optional"]?.text == "true", position: node.position)
  }
}

extension YAMLNode {
  /// Whether this is an object of that API group and kind, in any version.
  public func isObject(_ group: String, _ kind: String) -> Bool {
    guard self["kind"]?.text == kind, let version = self["apiVersion"]?.text else { return false }
    return version.hasPrefix(group + "/")
  }
}
