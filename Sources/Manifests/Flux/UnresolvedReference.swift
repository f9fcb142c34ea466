/// An entry of a kustomization, or the path of a Flux Kustomization, that leads nowhere.
public struct UnresolvedReference: Hashable, Sendable {
  /// The file that holds it.
  public var file: String
  /// Where it stands there.
  public var position: TextPosition
  /// The reference as written; of a Flux Kustomization the path from the root.
  public var text: String

  /// Finds all of them in a repository.
  ///
  /// Of Flux Kustomizations those count that read this repository.
  ///
  /// - Parameter tree: the repository's files.
  /// - Returns: the references in the order of files.
  public static func all(in tree: some ManifestTree) -> [UnresolvedReference] {
    let reader = ManifestReader(tree)
    let found = entries(in: reader) + paths(in: reader)
    return found.sorted { ($0.file, $0.position) < ($1.file, $1.position) }
  }

  private static func entries(in reader: ManifestReader) -> Set<UnresolvedReference> {
    var found: Set<UnresolvedReference> = []
    var walked: Set<String> = []
    let files = reader.yamlFiles().filter {
      KustomizeBuild.fileNames.contains(RepositoryPath.name(of: $0))
    }
    // A build walks into the folders below, which then need no walk of their own.
    for file in files where !walked.contains(file) {
      let folder = RepositoryPath.folder(of: file)
      let build = KustomizeBuild(of: folder, components: [], reader: reader)
      walked.formUnion(build.kustomizationFiles)
      for entry in build.missing {
        found.insert(Self(file: entry.file, position: entry.position, text: entry.text))
      }
    }
    return found
  }

  private static func paths(in reader: ManifestReader) -> [UnresolvedReference] {
    let objects = FluxObjects(reader) {
      $0.contains("kustomize.toolkit.fluxcd.io") || $0.contains("source.toolkit.fluxcd.io")
    }
    return FluxCluster.all(objects, reader).flatMap(\.members).map(\.kustomization).compactMap {
      guard let path = $0.path, !path.isEmpty, reader.entries(of: path) == nil else { return nil }
      return Self(file: $0.file, position: $0.pathPosition, text: path)
    }
  }
}
