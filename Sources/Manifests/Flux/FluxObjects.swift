/// The objects of a repository that take part in Flux's substitution.
public struct FluxObjects: Sendable {
  /// All Flux Kustomizations, in the order of files and documents.
  public var kustomizations: [FluxKustomization] = []
  /// GitRepositories, HelmReleases, ConfigMaps and Secrets, in the same order.
  public var others: [FluxObject] = []

  /// Reads all YAML files of `tree` outside hidden folders; files that are no YAML are passed over.
  public init(in tree: some ManifestTree) {
    self.init(ManifestReader(tree)) { _ in true }
  }

  /// Reads those files of which `isWanted` says so by their bytes.
  init(_ reader: ManifestReader, where isWanted: ([UInt8]) -> Bool) {
    for path in reader.yamlFiles() {
      guard let bytes = reader.bytes(path), bytes.contains("apiVersion"), isWanted(bytes),
        let stream = try? YAMLStream(bytes)
      else { continue }
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

extension [UInt8] {
  /// Whether `text` stands somewhere in these bytes.
  func contains(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { needle in
      guard let first = needle.first, count >= needle.count else { return needle.isEmpty }
      var index = startIndex
      while let found = self[index...].firstIndex(of: first), found + needle.count <= count {
        if self[found..<found + needle.count].elementsEqual(needle) { return true }
        index = found + 1
      }
      return false
    }
  }
}
