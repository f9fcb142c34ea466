import Flux
import Kustomize
import YAML

/// A tree that no cluster's root is in, with Kustomizations that apply what another repository's may apply.
///
/// Each kustomization that no other one lists is applied, and of the other folders the manifests.
struct UnrootedTree: ManifestTree {
  private let tree: any ManifestTree
  private var added: [String: [UInt8]] = [:]

  private static let folder = "gitops-bot-unrooted"

  init(_ tree: any ManifestTree) {
    self.tree = tree
    // So that there is a cluster even where nothing is left.
    let empty = Self.folder + "/empty"
    added[empty + "/" + Kustomization.fileNames[0]] = Array("resources: []\n".utf8)
    add("empty", path: empty)
    let reader = ManifestReader(tree)
    let files = reader.kustomizationFiles()
    let listed = Set(files.flatMap { Self.folders(listedBy: $0, reader) })
    let folders = Set(files.map(RepositoryPath.folder))
    for folder in folders.subtracting(listed).sorted() { add(folder, path: folder) }
    let loose = reader.yamlFiles { path in
      !Self.isIn(folders, path) && Self.isManifest(path, reader)
    }
    for (folder, files) in Dictionary(grouping: loose, by: RepositoryPath.folder) {
      let place = Self.folder + "/files" + (folder.isEmpty ? "" : "/" + folder)
      let resources = files.map { "- " + RepositoryPath.relative($0, to: place) + "\n" }
      added[place + "/" + Kustomization.fileNames[0]] = Array(
        ("resources:\n" + resources.joined()).utf8)
      add("files of " + folder, path: place)
    }
  }

  private mutating func add(_ name: String, path: String) {
    let text = """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: { name: '\(name.quoted)', namespace: flux-system }
      spec: { path: '\(path.quoted)', prune: true, sourceRef: { kind: GitRepository, name: '-' } }

      """
    added["\(Self.folder)/roots/\(added.count).yaml"] = Array(text.utf8)
  }

  /// The folders that a kustomization takes in.
  private static func folders(listedBy file: String, _ reader: ManifestReader) -> [String] {
    guard let root = reader.stream(file)?.documents.first else { return [] }
    let folder = RepositoryPath.folder(of: file)
    return ["resources", "bases", "components"].flatMap { key in
      (root[key]?.elements ?? []).compactMap(\.text).compactMap {
        RepositoryPath.joined(folder, $0)
      }
    }
  }

  private static func isIn(_ folders: Set<String>, _ path: String) -> Bool {
    var folder = RepositoryPath.folder(of: path)
    while !folders.contains(folder) {
      guard !folder.isEmpty else { return false }
      folder = RepositoryPath.folder(of: folder)
    }
    return true
  }

  private static func isManifest(_ path: String, _ reader: ManifestReader) -> Bool {
    let parts = path.split(separator: "/")
    let charts = parts.indices.filter { parts[$0] == "templates" }.map {
      (parts[..<$0] + ["Chart.yaml"]).joined(separator: "/")
    }
    // What Helm has not read yet is no manifest.
    guard !ChartTemplates(among: charts.filter { reader.hasFile($0) }).contains(path),
      let bytes = reader.readableBytes(path)
    else { return false }
    return WrittenObjects.all(in: path, bytes)?.isEmpty == false
  }

  func file(_ path: String) -> [UInt8]? { added[path] ?? tree.file(path) }

  func readableFile(_ path: String) -> [UInt8]? { added[path] ?? tree.readableFile(path) }

  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    let own = tree.entries(of: folder)
    let prefix = folder.isEmpty ? "" : folder + "/"
    var names: [String: Bool] = [:]
    for path in added.keys where path.hasPrefix(prefix) {
      let rest = path.dropFirst(prefix.count)
      names[String(rest.prefix { $0 != "/" })] = rest.contains("/")
    }
    guard own != nil || !names.isEmpty else { return nil }
    return (own ?? []) + names.map { (name: $0.key, isFolder: $0.value) }
  }
}

extension String {
  /// This text within single quotes of YAML.
  fileprivate var quoted: String { replacing("'", with: "''") }
}
