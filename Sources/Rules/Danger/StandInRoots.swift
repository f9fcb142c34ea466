import Flux
import Kustomize
import YAML

/// Kustomizations for a tree that no cluster's root is in, which apply what another repository's may apply.
///
/// Each kustomization that no other one lists is applied, and of the other folders the manifests.
struct StandInRoots {
  /// The files that are to be added to the tree.
  private(set) var files: ExactMap<[UInt8]> = [:]

  private static let folder = "gitops-bot-unrooted"

  init(for tree: any ManifestTree) {
    // So that there is a cluster even where nothing is left.
    let empty = Self.folder + "/empty"
    files[empty + "/" + Kustomization.fileNames[0]] = Array("resources: []\n".utf8)
    add("empty", path: empty)
    let reader = ManifestReader(tree)
    let kustomizations = reader.kustomizationFiles()
    let listed = Set(kustomizations.flatMap { Self.folders(listedBy: $0, reader) })
    let folders = Set(kustomizations.map(RepositoryPath.folder))
    for folder in folders.subtracting(listed).sorted() { add(folder, path: folder) }
    let loose = reader.yamlFiles { path in
      !Self.isIn(folders, path) && Self.isManifest(path, reader)
    }
    let byFolder = Dictionary(grouping: loose, by: RepositoryPath.folder)
    for (folder, paths) in byFolder.sorted(by: { $0.key < $1.key }) {
      let place = Self.folder + "/files" + (folder.isEmpty ? "" : "/" + folder)
      let resources = paths.map { "- " + RepositoryPath.relative($0, to: place) + "\n" }
      files[place + "/" + Kustomization.fileNames[0]] = Array(
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
    files["\(Self.folder)/roots/\(files.count).yaml"] = Array(text.utf8)
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
    folders.contains("") || path.foldersAbove.contains(where: folders.contains)
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
}

extension String {
  /// This text within single quotes of YAML.
  fileprivate var quoted: String { replacing("'", with: "''") }
}
