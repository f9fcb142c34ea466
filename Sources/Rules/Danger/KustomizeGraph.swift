import Flux
import YAML

/// Which kustomization takes in which file, for all kustomizations of a tree.
struct KustomizeGraph {
  private var layers: [String: KustomizeLayer] = [:]
  private var parents: [String: [String]] = [:]
  private var patches: Set<String> = []

  init(_ reader: ManifestReader) {
    for file in reader.kustomizationFiles() {
      guard let layer = KustomizeLayer(file, reader) else { continue }
      layers[file] = layer
      for child in layer.children { parents[child, default: []].append(file) }
      patches.formUnion(layer.patches)
    }
  }

  /// Whether a file only changes objects of other files.
  func isPatch(_ path: String) -> Bool { patches.contains(path) && parents[path] == nil }

  /// The kustomizations through which a file is applied, the inner ones first, once for each way.
  ///
  /// One empty way for a file that Flux finds by itself; none for one that is not applied: in a
  /// folder with a kustomization Flux takes nothing that is not listed.
  func ways(to path: String) -> [[KustomizeLayer]] {
    if parents[path] == nil {
      let folder = RepositoryPath.folder(of: path)
      let hasKustomization = KustomizeBuild.fileNames.contains {
        layers[ManifestReader.path(folder, $0)] != nil
      }
      return hasKustomization || isPatch(path) ? [] : [[]]
    }
    var ways: [[KustomizeLayer]] = []
    climb(from: path, [], &ways)
    return ways
  }

  /// The files of objects that a kustomization takes in, through others too.
  func files(below kustomization: String) -> Set<String> {
    var seen: Set<String> = []
    var files: Set<String> = []
    var pending = [kustomization]
    while let file = pending.popLast() {
      guard seen.insert(file).inserted else { continue }
      if let layer = layers[file] { pending += layer.children } else { files.insert(file) }
    }
    return files
  }

  // The bounds are for graphs that are made up: diamonds over diamonds, and circles.
  private func climb(
    from path: String, _ way: [KustomizeLayer], _ ways: inout [[KustomizeLayer]]
  ) {
    guard ways.count < 100, way.count < 50 else { return }
    let next = (parents[path] ?? []).compactMap { layers[$0] }
    if next.isEmpty { ways.append(way) }
    for layer in next where !way.contains(where: { $0.file == layer.file }) {
      climb(from: layer.file, way + [layer], &ways)
    }
  }
}

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
