/// A kustomization file, by what it does to the identity of objects.
struct KustomizeLayer: Sendable {
  /// Its path.
  let file: String
  let root: YAMLNode
  /// The files and kustomization files that it takes in.
  let children: [String]
  /// The files of its patches.
  let patches: [String]

  /// Reads a kustomization file; nil where it is no YAML.
  init?(_ file: String, _ reader: ManifestReader) {
    guard let root = reader.stream(file)?.documents.first else { return nil }
    self.file = file
    self.root = root
    let folder = RepositoryPath.folder(of: file)
    let walk = KustomizeWalk(reader: reader)
    children = Self.entries(of: root).compactMap { text in
      guard let path = RepositoryPath.joined(folder, text) else { return nil }
      return reader.hasFile(path) ? path : walk.kustomizationFile(in: path)
    }
    let texts =
      (root["patchesStrategicMerge"]?.elements ?? []).compactMap(\.text)
      + ["patches", "patchesJson6902", "replacements"].flatMap { key in
        (root[key]?.elements ?? []).compactMap { $0["path"]?.text }
      }
    patches = texts.compactMap { RepositoryPath.joined(folder, $0) }
  }

  /// What a field of the file says, or nil.
  func text(_ field: String) -> String? { root[field]?.text.flatMap { $0.isEmpty ? nil : $0 } }

  /// The fields that change what objects are called.
  static let fields = ["namespace", "namePrefix", "nameSuffix"]

  /// The labels that it adds to selectors too.
  var selectorLabels: [String: String] {
    (root["labels"]?.elements ?? []).filter { $0["includeSelectors"]?.text == "true" }
      .compactMap { $0["pairs"]?.texts }
      .reduce(root["commonLabels"]?.texts ?? [:]) { $0.merging($1) { _, new in new } }
  }

  /// Whether objects behind `other` are the same, with the same names and selectors.
  func isLike(_ other: KustomizeLayer) -> Bool {
    Self.fields.allSatisfy { text($0) == other.text($0) }
      && selectorLabels == other.selectorLabels
      && Self.entries(of: root) == Self.entries(of: other.root) && patches == other.patches
  }

  private static func entries(of root: YAMLNode) -> [String] {
    ["resources", "bases", "components"].flatMap { key in
      (root[key]?.elements ?? []).compactMap(\.text)
    }
  }
}
