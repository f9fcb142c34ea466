/// The objects of a repository that take part in Flux's substitution.
public struct FluxObjects: Sendable {
  /// All Flux Kustomizations, in the order of files and documents.
  public var kustomizations: [FluxKustomization] = []
  /// GitRepositories, HelmReleases, ConfigMaps and Secrets, in the same order.
  public var others: [FluxObject] = []

  /// Reads all YAML files of `tree` outside hidden folders; files that are no YAML are passed over.
  public init(in tree: some ManifestTree) {
    let reader = ManifestReader(tree)
    self.init(reader, files: reader.yamlFiles())
  }

  /// Reads the files with Kustomizations and sources of Flux: reading YAML takes time.
  init(ofFlux reader: ManifestReader) {
    self.init(reader, files: reader.yamlFiles(marked: .flux))
  }

  /// Reads the files at `paths`.
  init(_ reader: ManifestReader, files paths: [String]) {
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
