internal import Findings
internal import Flux
internal import Git
internal import Rules
internal import YAML

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
  private(set) var findings: Set<Finding> = []

  /// What may be excluded by its path, so that content alone does not decide.
  private struct Place: Hashable, Sendable {
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
        String(describing: error), file: BotFile.infrastructure, remedy: "rename one of the two")
    }
  }

  /// The normalised form of the tree `id`.
  mutating func normalised(_ id: ObjectID) throws(BotError) -> ObjectID {
    try prepare(id)
    return try normalised(id, at: "")
  }

  private mutating func normalised(_ id: ObjectID, at path: String) throws(BotError) -> ObjectID {
    if let done = known[Place(path: path, id: id)] { return done }
    var changes: [TreeChange] = []
    for entry in try concerned(in: id, at: path) {
      var new = entry
      new.id = try normalised(entry, in: path)
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
    for name in Set(before.names).union(after.names).sorted() {
      let (was, now) = (before[name], after[name])
      if was == now { continue }
      let inner = joined(path, name)
      var (first, second) = (was, now)
      if let was, let now, was.mode == .tree, now.mode == .tree, !isExcluded(inner) {
        let ids = try normalised(differing: was.id, now.id, at: inner)
        first?.id = ids.old
        second?.id = ids.new
      } else {
        if let was { first?.id = try normalised(was, in: path) }
        if let now { second?.id = try normalised(now, in: path) }
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
    _ entry: TreeEntry, in folder: String
  ) throws(BotError) -> ObjectID {
    switch entry.mode {
    case .tree:
      let path = joined(folder, entry.name)
      return isExcluded(path) ? entry.id : try normalised(entry.id, at: path)
    case .blob, .executable:
      guard let place = try concernedPlace(of: entry, in: folder) else { return entry.id }
      if known[place] == nil { try store([try task(place)]) }
      return known[place] ?? entry.id
    case .symbolicLink, .submodule: return entry.id
    }
  }

  /// The files of a folder that may have to change, and the folders with such.
  private func concerned(in id: ObjectID, at path: String) throws(BotError) -> [TreeEntry] {
    let repository = repository
    return try git("reading \(path)") { () throws(GitError) in
      try repository.known.entries(of: id, marked: Normalisation.marks)
    }
    .filter(\.hasExactName)
  }

  /// Where a file stands that may have to change; nil for the others, which are nearly all.
  private func concernedPlace(
    of entry: TreeEntry, in folder: String
  ) throws(BotError) -> Place? {
    guard RepositoryPath.isYAML(entry.name) else { return nil }
    let content = try git("reading \(folder)/\(entry.name)") { () throws(GitError) in
      try repository.known.content(of: entry.id, named: entry.name)
    }
    guard !content.isTooLarge, !content.marks.isDisjoint(with: Normalisation.marks) else {
      return nil
    }
    let path = joined(folder, entry.name)
    return isExcluded(path) ? nil : Place(path: path, id: entry.id)
  }

  private func task(_ place: Place) throws(BotError) -> Task {
    try git("reading \(place.path)") { () throws(GitError) in
      Task(place: place, old: try repository.blob(place.id).bytes)
    }
  }
}

// MARK: Many files at once

extension Normalisation {
  /// What a file has to hold for something to be done about it.
  private static var marks: FileMarks { [.dottedReference, .valuesFrom] }

  /// How many files are held at a time.
  private static let batch = 256

  /// A file to be normalised.
  private struct Task: Sendable {
    var place: Place
    var old: [UInt8]
  }

  /// Normalises the files of a tree, several at a time; then `normalised(_:at:)` finds them done.
  private mutating func prepare(_ id: ObjectID) throws(BotError) {
    var tasks: [Task] = []
    try collect(id, at: "", &tasks)
    try store(tasks)
  }

  private mutating func collect(
    _ id: ObjectID, at path: String, _ tasks: inout [Task]
  ) throws(BotError) {
    for entry in try concerned(in: id, at: path) {
      switch entry.mode {
      case .tree:
        let inner = joined(path, entry.name)
        if !isExcluded(inner) { try collect(entry.id, at: inner, &tasks) }
      case .blob, .executable:
        guard let place = try concernedPlace(of: entry, in: path), known[place] == nil else {
          continue
        }
        tasks.append(try task(place))
        if tasks.count == Normalisation.batch {
          try store(tasks)
          tasks = []
        }
      case .symbolicLink, .submodule: break
      }
    }
  }

  /// Normalises files and stores what became of them.
  private mutating func store(_ tasks: [Task]) throws(BotError) {
    let (repository, normaliser) = (repository, normaliser)
    let results = tasks.concurrentMap { normaliser.normalised($0.old, path: $0.place.path) }
    for (task, result) in zip(tasks, results) {
      findings.formUnion(result.findings)
      known[task.place] = task.place.id
      guard let content = result.content else { continue }
      let id = try git("writing \(task.place.path)") { () throws(GitError) in
        try repository.writeBlob(result.bytes)
      }
      repository.known.keep(content, of: id)
      known[task.place] = id
    }
  }
}
