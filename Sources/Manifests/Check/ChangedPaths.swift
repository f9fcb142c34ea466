/// What tells two trees apart, for a check that asks only what differs between their findings.
public struct ChangedPaths: Sendable {
  /// The files of the tree that the other one lacks or has with other bytes.
  let paths: Set<String>
  /// The names of files and folders that stand in one tree and not in the other, without what they
  /// are in.
  let names: Set<String>
  /// Whether a folder has a kustomization in one tree alone, which entries name by the folder.
  private let movesKustomizations: Bool
  /// Whether there is another Helm chart, whose templates are no YAML.
  let movesCharts: Bool

  /// The changes as `tree` sees them.
  ///
  /// - Parameters:
  ///   - tree: one of the two.
  ///   - other: the other one.
  ///   - files: the files that differ, `old` being paths of `tree`.
  public init(of tree: some ManifestTree, and other: some ManifestTree, in files: [ChangedFile]) {
    paths = Set(files.compactMap(\.old))
    var names: Set<String> = []
    for file in files {
      // A file that becomes a link or a submodule is gone for those who read manifests.
      let isInBoth =
        file.old == file.new
        && file.old.map { tree.hasFile($0) == other.hasFile($0) } ?? true
      guard !isInBoth else { continue }
      if let path = file.old { Self.add(path, absentFrom: other, to: &names) }
      if let path = file.new { Self.add(path, absentFrom: tree, to: &names) }
    }
    self.names = names
    movesKustomizations = KustomizeBuild.fileNames.contains(where: names.contains)
    movesCharts = names.contains("Chart.yaml")
  }

  private static func add(
    _ path: String, absentFrom tree: some ManifestTree, to names: inout Set<String>
  ) {
    names.insert(RepositoryPath.name(of: path))
    var folder = RepositoryPath.folder(of: path)
    while !folder.isEmpty, tree.entries(of: folder) == nil {
      names.insert(RepositoryPath.name(of: folder))
      folder = RepositoryPath.folder(of: folder)
    }
  }

  /// Whether the entries of a kustomization may lead somewhere in one tree alone.
  ///
  /// An entry that names no file or folder of its own, such as `..`, leads to the kustomization of
  /// one above, which is there as long as the entry's own file is, unless kustomizations move.
  func concerns(kustomization path: String, _ reader: ManifestReader) -> Bool {
    if movesKustomizations || paths.contains(path) { return true }
    guard !names.isEmpty, let bytes = reader.bytes(path) else { return false }
    return bytes.withUnsafeBytes { bytes in names.contains { ByteSearch(bytes).hasPart($0) } }
  }
}

extension ChangedFile {
  /// The same, seen from the other tree.
  public var reversed: ChangedFile { ChangedFile(old: new, new: old) }
}
