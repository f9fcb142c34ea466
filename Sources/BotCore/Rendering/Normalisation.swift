internal import Git
internal import Manifests

/// Brings the manifests of a tree into the form that Flux can substitute, before trees are merged.
///
/// All sides of a merge are normalised alike, so that a template which changes a reference meets an
/// owner's file whose references were translated earlier. Normalising a normalised tree changes
/// nothing.
struct Normalisation {
  private let repository: Repository
  private let normaliser: ReferenceNormaliser
  /// What became of trees and blobs that were met before: the sides share most of them.
  private var known: [Place: ObjectID] = [:]
  private let scope: Scope?
  private(set) var findings: Set<ManifestFinding> = []

  /// What may be excluded by its path, so that content alone does not decide.
  private struct Place: Hashable {
    var path: String
    var id: ObjectID
  }

  /// Prepares the translation of references to the values of `configMaps`; what `replacements`
  /// exclude stays as it is.
  ///
  /// - Throws: BotError where two values would get one name.
  init(
    _ configMaps: [Inputs.GeneratedConfigMap], _ replacements: Inputs.Replacements?,
    in repository: Repository
  ) throws(BotError) {
    self.repository = repository
    scope = try replacements.map { inputs throws(BotError) in
      try configuration { () throws(ConfigurationError) in try Scope(inputs) }
    }
    do throws(FlatNameError) {
      // Environments differ in values, not in their names and kinds.
      normaliser = try ReferenceNormaliser(
        values: configMaps.first?.values ?? .null, configMaps: Set(configMaps.map(\.name)))
    } catch {
      throw BotError(
        String(describing: error), file: InfrastructureFile.name, remedy: "rename one of the two")
    }
  }

  /// The normalised form of the tree `id`, which stands at `path`.
  mutating func normalised(_ id: ObjectID, at path: String = "") throws(BotError) -> ObjectID {
    if let done = known[Place(path: path, id: id)] { return done }
    let repository = repository
    let marks = try git("reading \(path)") { () throws(GitError) in
      try repository.known.marks(below: id)
    }
    if marks.isDisjoint(with: [.dottedReference, .valuesFrom]) { return id }
    let folder = try git("reading \(path)") { () throws(GitError) in
      try repository.known.folder(id)
    }
    var changes: [TreeChange] = []
    for entry in folder.entries where entry.hasExactName {
      var new = entry
      new.id = try normalised(entry, at: joined(path, entry.name))
      if new != entry { changes.append(.set(new)) }
    }
    var result = id
    if !changes.isEmpty {
      result = try git("writing \(path)") { () throws(GitError) in
        try repository.writeTree(replacing: try repository.tree(id), changes: changes)
      }
    }
    known[Place(path: path, id: id)] = result
    return result
  }

  private mutating func normalised(
    _ entry: TreeEntry, at path: String
  ) throws(BotError) -> ObjectID {
    if path == ".github" || scope?.isExcluded(path) == true { return entry.id }
    switch entry.mode {
    case .tree: return try normalised(entry.id, at: path)
    case .blob, .executable:
      return path.hasSuffix(".yaml") || path.hasSuffix(".yml")
        ? try normalisedFile(entry.id, at: path) : entry.id
    case .symbolicLink, .submodule: return entry.id
    }
  }

  private mutating func normalisedFile(
    _ id: ObjectID, at path: String
  ) throws(BotError) -> ObjectID {
    if let done = known[Place(path: path, id: id)] { return done }
    let repository = repository
    let name = String(path.split(separator: "/").last ?? "")
    let content = try git("reading \(path)") { () throws(GitError) in
      try repository.known.content(of: id, named: name)
    }
    var result = id
    if !content.marks.isDisjoint(with: [.dottedReference, .valuesFrom]) {
      let old = try git("reading \(path)") { () throws(GitError) in try repository.blob(id).bytes }
      let normalised = normaliser.normalised(old, path: path)
      findings.formUnion(normalised.findings)
      if normalised.bytes != old {
        result = try git("writing \(path)") { () throws(GitError) in
          try repository.writeBlob(normalised.bytes)
        }
      }
    }
    known[Place(path: path, id: id)] = result
    return result
  }
}
