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
