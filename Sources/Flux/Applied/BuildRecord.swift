public import Kustomize

/// What building the Kustomizations of a tree has read.
public struct BuildRecord: Sendable {
  /// The paths of kustomizations, of manifests and of patches.
  public private(set) var files: Set<String> = []
  /// The patches with a target, and whether one of them has matched an object in any build; the file is the
  /// kustomization at its path in the repository.
  public private(set) var patches: [PatchUse: Bool] = [:]

  /// Adds what one source was read for.
  mutating func add(_ source: ModelSources.Files) {
    files.formUnion(source.paths.filter { !$0.isEmpty })
    for (use, matches) in source.kustomizer.patches {
      guard let file = source.repositoryPath(of: use.file) else { continue }
      let own = PatchUse(file: file, patch: use.patch)
      patches[own] = matches || patches[own] == true
    }
  }
}

extension ModelSources.Files {
  /// The paths in the repository by the numbers in the places of nodes; empty where there is none.
  var paths: [String] {
    let paths = kustomizer.files.paths
    return isComposed ? paths.map { repositoryPath(of: $0) ?? "" } : paths
  }
}

extension AppliedObject {
  /// Where a node of `built` comes from; nil where that is in no file of the repository.
  ///
  /// The lines of a patch that is written into a kustomization count from its own first line.
  public func place(of node: ManifestNode) -> SourcePlace? {
    let number = Int(node.place.file)
    guard number > 0, files.indices.contains(number), !files[number].isEmpty else { return nil }
    return SourcePlace(file: files[number], node.place)
  }
}
