public import Flux

/// What tells two trees apart, for a check that asks only what differs between their findings.
public struct ChangedPaths: Sendable {
  /// The files of the tree that the other one lacks or has with other bytes.
  let paths: Set<String>
  /// Those of `paths` that are not known to be YAML.
  let unproven: Set<String>
  /// The names of files and folders that stand in one tree and not in the other, without what they
  /// are in.
  private let names: PathParts
  /// Whether a folder has a kustomization in one tree alone, which entries name by the folder.
  private let movesKustomizations: Bool
  /// Whether there is another Helm chart, whose templates are no YAML.
  let movesCharts: Bool
  /// Whether clusters may apply other objects of Flux, other variables, or objects of another name or place.
  let concernsModel: Bool
  /// The files that the model need not read; nil where it has to read all.
  let untouched: UntouchedFiles?

  /// The changes as `tree` sees them.
  ///
  /// - Parameters:
  ///   - tree: one of the two.
  ///   - other: the other one.
  ///   - files: the files that differ, `old` being paths of `tree`.
  ///   - concernsModel: whether they may change what clusters apply: `ModelChange`.
  ///   - ownNames: the names of the ConfigMaps with the values; nil where nobody asks what clusters apply.
  public init(
    of tree: some ManifestTree, and other: some ManifestTree, in files: [ChangedFile],
    concernsModel: Bool = true, ownNames: [String]? = nil
  ) {
    paths = Set(files.compactMap(\.old))
    unproven = Set(files.compactMap { $0.isOldYAML ? nil : $0.old })
    // A file that becomes a link or a submodule is gone for those who read manifests.
    let moved = files.filter { $0.old != $0.new || $0.changesKind }
    let names = Self.names(of: moved.compactMap(\.old), absentFrom: other)
      .union(Self.names(of: moved.compactMap(\.new), absentFrom: tree))
    self.names = PathParts(names)
    movesKustomizations = KustomizeBuild.fileNames.contains(where: names.contains)
    movesCharts = names.contains("Chart.yaml")
    self.concernsModel = concernsModel
    untouched = ownNames.flatMap { names in
      concernsModel ? UntouchedFiles(of: tree, beside: other, in: files, ownNames: names) : nil
    }
  }

  /// The names of the files at `paths`, and of the folders above them that `tree` lacks.
  private static func names(
    of paths: [String], absentFrom tree: some ManifestTree
  ) -> Set<String> {
    var names = Set(paths.map(RepositoryPath.name))
    for start in Set(paths.map(RepositoryPath.folder)) {
      var folder = start
      while !folder.isEmpty, tree.entries(of: folder) == nil {
        names.insert(RepositoryPath.name(of: folder))
        folder = RepositoryPath.folder(of: folder)
      }
    }
    return names
  }

  /// Whether the entries of a kustomization may lead somewhere in one tree alone.
  ///
  /// An entry that names no file or folder of its own, such as `..`, leads to the kustomization of
  /// one above, which is there as long as the entry's own file is, unless kustomizations move.
  func concerns(kustomization path: String, _ reader: ManifestReader) -> Bool {
    if movesKustomizations || paths.contains(path) { return true }
    guard !names.isEmpty, let bytes = reader.readableBytes(path) else { return false }
    return bytes.withUnsafeBytes { names.stand(in: $0) }
  }
}

extension ChangedFile {
  /// The same, seen from the other tree.
  public var reversed: ChangedFile {
    var reversed = ChangedFile(old: new, new: old, changesKind: changesKind)
    reversed.isOldYAML = isNewYAML
    reversed.isNewYAML = isOldYAML
    return reversed
  }
}
