import Flux

/// One of the two trees that are compared, read as far as is needed.
final class ManifestSide {
  let reader: ManifestReader
  private var known: [String: [ManifestObject]] = [:]

  /// The kustomizations of the whole tree.
  lazy var graph = KustomizeGraph(reader)

  init(_ tree: some ManifestTree) {
    reader = ManifestReader(UnmarkedTree(tree: tree))
  }

  /// The objects of a file.
  func objects(in path: String) -> [ManifestObject] {
    if let objects = known[path] { return objects }
    let objects = ManifestObject.all(in: path, reader)
    known[path] = objects
    return objects
  }

  /// The objects of files, each as often as it is applied.
  func placed(_ paths: some Sequence<String>) -> [PlacedObject] {
    paths.flatMap { path in
      let objects = objects(in: path)
      // Most files hold no object, and need no graph.
      return objects.isEmpty
        ? []
        : graph.ways(to: path).flatMap { way in objects.map { PlacedObject($0, layers: way) } }
    }
  }

  /// What Flux would know the objects by that it applies from a folder; nil where there is none.
  func keys(inFluxPath folder: String) -> Set<ObjectKey>? {
    guard reader.entries(of: folder) != nil else { return nil }
    let build = KustomizeBuild(of: folder, components: [], reader: reader)
    let top = KustomizeWalk(reader: reader).kustomizationFile(in: folder)
    var keys: Set<ObjectKey> = []
    for file in build.files where file.role == .resource {
      for way in graph.ways(to: file.path) {
        // What lies around the folder takes no part in its own build.
        let end = way.firstIndex { $0.file == top }
        guard top == nil || end != nil else { continue }
        let layers = Array(end.map { way[...$0] } ?? way[...])
        keys.formUnion(objects(in: file.path).map { PlacedObject($0, layers: layers).key })
      }
    }
    return keys
  }
}

/// A file that differs between two trees.
public struct ChangedFile: Hashable, Sendable {
  /// Its path in the tree before; nil where it is new.
  public var old: String?
  /// Its path in the tree after; nil where it has gone.
  public var new: String?
  /// Whether it is a plain file in one tree and a link or a submodule in the other.
  public var changesKind: Bool
  /// Whether it is known that the file of the tree before can be read as YAML.
  public var isOldYAML = false
  /// The same of the tree after.
  public var isNewYAML = false

  /// Makes a changed file from its two paths, which differ where it was renamed.
  public init(old: String?, new: String?, changesKind: Bool = false) {
    self.old = old
    self.new = new
    self.changesKind = changesKind
  }
}

/// An object as a cluster gets it: behind the kustomizations on one way to it.
struct PlacedObject {
  let object: ManifestObject
  /// The kustomizations, the inner ones first.
  let layers: [KustomizeLayer]
  /// What the cluster knows it by.
  let key: ObjectKey

  init(_ object: ManifestObject, layers: [KustomizeLayer]) {
    self.object = object
    self.layers = layers
    key = layers.reduce(object.key) { $0.transformed(by: $1) }
  }

  /// The outermost kustomization, which tells clusters and overlays apart.
  var outermost: String? { layers.last?.file }
}
