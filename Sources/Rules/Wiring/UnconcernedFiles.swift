import Flux
import YAML

/// The files whose objects matter to no wiring, so that the model of what Flux applies does not read them.
///
/// Such a file holds no `$`, nothing of Flux's own, nothing that is encrypted, and no ConfigMap or Secret by the name
/// of one that provides variables.
struct UnconcernedFiles {
  private let tree: any ManifestTree
  private let marked: MarkedFiles
  private let providers: VariableProviders
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
    providers = VariableProviders(in: [tree], and: configuration.ownNames)
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
    return marks.isDisjoint(with: [.configMap, .secret])
      || !providers.mayStand(in: tree.readableFile(path))
  }
}

/// The names of the ConfigMaps and Secrets from which variables are taken.
struct VariableProviders {
  /// Nil where any may be one.
  private let names: PathParts?

  /// Looks them up in trees whose files were looked through, and adds `others`.
  init(in trees: [any ManifestTree], and others: [String] = []) {
    var names = Set(others)
    var isAny = false
    for reader in trees.map(ManifestReader.init) {
      for path in reader.yamlFiles(marked: .substituteFrom) {
        for name in NameFields.all(in: reader.readableBytes(path) ?? []) {
          if name.contains("$") { isAny = true }
          names.insert(name)
        }
      }
    }
    self.names = isAny ? nil : PathParts(names)
  }

  /// Whether a file may hold one; true for one that cannot be read.
  func mayStand(in bytes: [UInt8]?) -> Bool {
    guard let names, let bytes else { return true }
    return bytes.withUnsafeBytes { names.stand(in: $0) }
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
