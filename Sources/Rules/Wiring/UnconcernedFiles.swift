import Flux
import YAML

/// The files whose objects matter to no wiring, so that the model of what Flux applies does not read them.
///
/// Such a file holds no `$`, nothing of Flux's own, nothing that is encrypted, and no ConfigMap or Secret by the name
/// of one that provides variables.
struct UnconcernedFiles {
  private let tree: any ManifestTree
  private let marked: MarkedFiles
  /// The names of what may provide variables; nil where any may.
  private let providers: PathParts?
  /// The files that matter all the same.
  private let kept: Set<String>

  /// What a file may hold that matters.
  private static let marks: FileMarks = [
    .flux, .instance, .generator, .dollar, .encrypted, .substitutionMark, .byteOrderMark,
  ]

  /// Finds them; nil where the files of `tree` were not looked through, so that all have to be read.
  init?(of tree: any ManifestTree, _ configuration: WiringConfiguration) {
    guard let marked = tree.markedFiles() else { return nil }
    self.tree = tree
    self.marked = marked
    kept = Set(configuration.places.map(\.path))
    let reader = ManifestReader(tree)
    var names = Set(configuration.ownNames)
    var isAny = false
    for path in reader.yamlFiles(marked: .substituteFrom) {
      for name in NameFields.all(in: reader.readableBytes(path) ?? []) {
        if name.contains("$") { isAny = true }
        names.insert(name)
      }
    }
    providers = isAny ? nil : PathParts(names)
  }

  /// What tells which files the model passes over.
  static func passingOver(
    _ tree: any ManifestTree, _ configuration: WiringConfiguration
  ) -> (String) -> Bool {
    UnconcernedFiles(of: tree, configuration).map { files in { files.contains($0) } }
      ?? { _ in false }
  }

  func contains(_ path: String) -> Bool {
    guard !kept.contains(path),
      let marks = marked.ofResources(path, without: Self.marks, in: tree)
    else { return false }
    guard !marks.isDisjoint(with: [.configMap, .secret]) else { return true }
    guard let providers, let bytes = tree.readableFile(path) else { return false }
    return !bytes.withUnsafeBytes { providers.stand(in: $0) }
  }
}

extension MarkedFiles {
  /// The marks of a file of resources that is in `tree`; nil where it has one of `others`, and for every other file.
  func ofResources(
    _ path: String, without others: FileMarks, in tree: some ManifestTree
  ) -> FileMarks? {
    guard RepositoryPath.isYAML(path), !RepositoryPath.isKustomization(path) else { return nil }
    let marks = self[path]
    return marks.isDisjoint(with: others) && tree.hasFile(path) ? marks : nil
  }
}
