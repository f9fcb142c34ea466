internal import YAML

/// Which Kustomizations are built: all, or those that tell two trees apart.
///
/// Others are built only where they may apply something that more Kustomizations follow from: Kustomizations, sources,
/// and the ConfigMaps and Secrets that variables come from.
public struct ModelSelection: Hashable, Sendable {
  /// The paths of files in which the trees differ.
  public var paths: Set<String>
  /// Further Kustomizations, by `namespace/name`.
  public var identifiers: Set<String>

  public init(paths: Set<String>, identifiers: Set<String> = []) {
    self.paths = paths
    self.identifiers = identifiers
  }
}

/// Finds out, without building, what a build has to do with.
final class SelectionLookup {
  let selection: ModelSelection
  private let reader: ManifestReader
  private let folders: Set<String>
  /// The names of the ConfigMaps and Secrets from which variables are taken; nil where they are not known.
  private let providers: Set<String>?
  private var known: [String: Bool] = [:]

  init(_ selection: ModelSelection, _ reader: ManifestReader) {
    self.selection = selection
    self.reader = reader
    folders = Set(selection.paths.map(RepositoryPath.folder))
    providers = Self.providers(reader)
  }

  /// Whether a Kustomization has to be built.
  func isConcerned(_ spec: KustomizationSpec) -> Bool {
    if selection.identifiers.contains(spec.identifier) { return true }
    let components = spec.components
    let key = ([spec.folder] + components).joined(separator: "\n")
    if let known = known[key] { return known }
    let isConcerned = isConcerned(spec.folder, components)
    known[key] = isConcerned
    return isConcerned
  }

  private func isConcerned(_ folder: String, _ components: [String]) -> Bool {
    // A file that is new in the folder, or gone from it, is in no list.
    if folders.contains(where: { $0 == folder || $0.isPath(in: folder) || folder.isEmpty }) {
      return true
    }
    let build = reader.build(of: folder, components: components)
    return build.files.contains { file in
      if selection.paths.contains(file.path) { return true }
      switch file.role {
      case .kustomization: return folders.contains(RepositoryPath.folder(of: file.path))
      case .generated(_, let name): return providers?.contains(name) ?? true
      case .resource, .patch: return mayProvide(file.path)
      }
    }
  }

  /// Whether a file may hold something that more Kustomizations follow from.
  private func mayProvide(_ path: String) -> Bool {
    let marks = reader.marks(path)
    if !marks.isDisjoint(with: [.flux, .instance]) { return true }
    guard !marks.isDisjoint(with: [.configMap, .secret]) else { return false }
    guard let providers else { return true }
    guard !providers.isEmpty, let bytes = reader.readableBytes(path) else { return false }
    return providers.contains { bytes.contains($0) }
  }

  /// The names behind `substituteFrom` in all files; nil where one is made of variables.
  private static func providers(_ reader: ManifestReader) -> Set<String>? {
    var names: Set<String> = []
    let key = Array("substituteFrom".utf8)
    // A patch in a kustomization, which may be called without an ending, may set the list, too.
    let unmarked = reader.kustomizationFiles().filter { !RepositoryPath.isYAML($0) }
    for path in Set(reader.yamlFiles(marked: .substituteFrom) + unmarked) {
      guard let bytes = reader.readableBytes(path) else { continue }
      var rest = bytes[...]
      while let range = rest.firstRange(of: key) {
        rest = rest[range.upperBound...]
        // Lists of sources are short; a name too many does no harm.
        let text = String(decoding: rest.prefix(2_000), as: UTF8.self)
        for part in text.split(separator: "name:").dropFirst() {
          let name = part.drop { $0 == " " || $0 == "\"" || $0 == "'" }
            .prefix { !$0.isWhitespace && !"\"',}".contains($0) }
          if name.contains("$") || name.hasPrefix("*") { return nil }
          names.insert(String(name))
        }
      }
    }
    return names
  }
}

extension AppliedTree {
  /// What two trees make each cluster apply, built as far as it may differ.
  ///
  /// Kustomizations that are the same in both, with the same files and variables, are there without objects.
  ///
  /// - Parameters:
  ///   - before: one tree.
  ///   - after: the other one.
  ///   - paths: the paths of the files in which they differ, of both trees.
  ///   - isStrict: whether a variable that is not set is an error.
  ///   - address: the address of the repository; nil where it is not known.
  ///   - passesOver: whether the objects of a file, which are the same in both trees, do not matter.
  /// - Returns: both, with the same Kustomizations built.
  public static func pair(
    _ before: any ManifestTree, _ after: any ManifestTree, differingIn paths: Set<String>,
    isStrict: Bool = true, address: String? = nil,
    passingOver passesOver: @escaping (String) -> Bool = { _ in false }
  ) -> (before: AppliedTree, after: AppliedTree) {
    var selection = ModelSelection(paths: paths)
    let sources = (
      ModelSources(before, passingOver: passesOver), ModelSources(after, passingOver: passesOver)
    )
    func model(_ sources: ModelSources, _ selection: ModelSelection?) -> AppliedTree {
      AppliedTree(sources, isStrict: isStrict, address: address, selection: selection)
    }
    while true {
      let pair = (before: model(sources.0, selection), after: model(sources.1, selection))
      let differing = pair.before.differing(from: pair.after)
      if differing.isSubset(of: selection.identifiers) {
        // What a name in a patch provides was not looked for.
        guard pair.before.isMissingVariables || pair.after.isMissingVariables else { return pair }
        return (model(sources.0, nil), model(sources.1, nil))
      }
      selection.identifiers.formUnion(differing)
    }
  }

  /// The Kustomizations that are others than in `other`, or have other variables.
  private func differing(from other: AppliedTree) -> Set<String> {
    func byName(_ tree: AppliedTree) -> [String: AppliedKustomization] {
      Dictionary(
        tree.clusters.flatMap { cluster in
          cluster.kustomizations.map { ("\(cluster.root)\n\($0.spec.identifier)", $0) }
        }, uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (byName(self), byName(other))
    var differing: Set<String> = []
    for key in Set(old.keys).union(new.keys) {
      let (before, after) = (old[key], new[key])
      let isSame =
        before?.spec == after?.spec && before?.variables == after?.variables
        && before?.source == after?.source && before?.folder == after?.folder
      if !isSame, let spec = before?.spec ?? after?.spec { differing.insert(spec.identifier) }
    }
    return differing
  }

  private var isMissingVariables: Bool {
    clusters.contains { $0.kustomizations.contains { $0.missing.contains { !$0.isEncrypted } } }
  }
}
