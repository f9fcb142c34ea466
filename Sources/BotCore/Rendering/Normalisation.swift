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
    let result = try written(changes, onto: id, at: path)
    known[Place(path: path, id: id)] = result
    return result
  }

  /// Two trees of which that is normalised alone which differs: the rest is the same in both.
  mutating func normalised(
    differing old: ObjectID, _ new: ObjectID, at path: String = ""
  ) throws(BotError) -> (old: ObjectID, new: ObjectID) {
    if old == new { return (old, new) }
    let repository = repository
    let (before, after) = try git("reading \(path)") { () throws(GitError) in
      (try repository.known.folder(old), try repository.known.folder(new))
    }
    var changes: (old: [TreeChange], new: [TreeChange]) = ([], [])
    for name in Set(before.byName.keys).union(after.byName.keys).sorted() {
      let (was, now) = (before.byName[name], after.byName[name])
      if was == now { continue }
      let inner = joined(path, name)
      var (first, second) = (was, now)
      if let was, let now, was.mode == .tree, now.mode == .tree, !isExcluded(inner) {
        let ids = try normalised(differing: was.id, now.id, at: inner)
        first?.id = ids.old
        second?.id = ids.new
      } else {
        if let was { first?.id = try normalised(was, at: inner) }
        if let now { second?.id = try normalised(now, at: inner) }
      }
      if let first, first != was { changes.old.append(.set(first)) }
      if let second, second != now { changes.new.append(.set(second)) }
    }
    return (
      try written(changes.old, onto: old, at: path), try written(changes.new, onto: new, at: path)
    )
  }

  private func written(
    _ changes: [TreeChange], onto id: ObjectID, at path: String
  ) throws(BotError) -> ObjectID {
    guard !changes.isEmpty else { return id }
    return try git("writing \(path)") { () throws(GitError) in
      try repository.writeTree(replacing: try repository.tree(id), changes: changes)
    }
  }

  private func isExcluded(_ path: String) -> Bool {
    path == ".github" || scope?.isExcluded(path) == true
  }

  private mutating func normalised(
    _ entry: TreeEntry, at path: String
  ) throws(BotError) -> ObjectID {
    if isExcluded(path) { return entry.id }
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
