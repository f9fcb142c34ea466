import Flux

/// The files whose objects are the same before and after, so that the models that are compared need not read them.
///
/// Such a file is the same in both trees, holds no `$`, nothing of Flux's own, and nothing that may provide variables;
/// and what changed are objects and texts, but neither kustomizations nor what Flux itself reads.
struct UnchangedFiles {
  private let before: any ManifestTree
  private let after: any ManifestTree
  private let marked: (before: MarkedFiles, after: MarkedFiles)
  private let changed: Set<String>
  private let providers: VariableProviders

  /// What a file may hold by which others decide what becomes of its objects, or it of theirs.
  private static let marks: FileMarks = [
    .flux, .fluxBeta, .instance, .generator, .dollar, .encrypted, .substitutionMark,
    .byteOrderMark,
  ]
  /// What a changed file may not hold.
  private static let decisive: FileMarks = [.flux, .instance, .generator]

  /// Finds them; nil where all files have to be read.
  init?(_ before: any ManifestTree, _ after: any ManifestTree, in files: [ChangedFile]) {
    guard let old = before.markedFiles(), let new = after.markedFiles() else { return nil }
    for file in files {
      let paths = [(file.old, old), (file.new, new)]
      let isPlain = paths.allSatisfy { path, marked in
        guard let path else { return true }
        return !RepositoryPath.isKustomization(path)
          && RepositoryPath.name(of: path) != ".sourceignore"
          && marked[path].isDisjoint(with: Self.decisive)
      }
      guard isPlain, !file.changesKind else { return nil }
    }
    (self.before, self.after) = (before, after)
    marked = (old, new)
    providers = VariableProviders(in: [before, after])
    changed = Set(files.flatMap { [$0.old, $0.new].compactMap(\.self) })
  }

  /// Whether a file is one of them.
  func contains(_ path: String) -> Bool {
    guard !changed.contains(path),
      let old = marked.before.ofResources(path, without: Self.marks, in: before),
      let new = marked.after.ofResources(path, without: Self.marks, in: after)
    else { return false }
    return old.union(new).isDisjoint(with: [.configMap, .secret])
      || !providers.mayStand(in: after.readableFile(path))
  }
}
