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
  /// The files that generators read, so that they are texts; found out for each tree.
  private var generatorInputs: ExactMap<GeneratorInput> = [:]
  /// The tree in which they are looked for once a file with a reference is met: that takes a look at all files.
  private var waiting: ObjectID?
  private(set) var findings: Set<Finding> = []

  /// What may be excluded by its path, so that content alone does not decide.
  private struct Place: Hashable, Sendable {
    var path: String
    var id: ObjectID
  }

  /// Prepares the translation of references to the values of `configMaps`, and to those that the owner's branch has
  /// besides; what `replacements` exclude stays as it is.
  ///
  /// - Throws: BotError where two values would get one name.
  init(
    _ configMaps: [Inputs.GeneratedConfigMap], _ replacements: Inputs.Replacements?,
    ownersBranch ours: ObjectID, in repository: Repository
  ) throws(BotError) {
    self.repository = repository
    scope = try replacements.map { inputs throws(BotError) in
      try configuration { () throws(ConfigurationError) in try Scope(inputs) }
    }
    let names = Set(configMaps.map(\.name))
    let generated = configMaps.first?.values ?? .null
    var values = generated
    for configMap in configMaps {
      let bytes = try repository.bytes(at: configMap.path, in: ours)
      // What is wrong with the owner's file is found where it is merged.
      if let bytes, let found = try? configMap.values(in: bytes) { values.add(found) }
    }
    if let normaliser = try? ReferenceNormaliser(values: values, configMaps: names) {
      self.normaliser = normaliser
      return
    }
    do throws(FlatNameError) {
      // Environments differ in values, not in their names and kinds.
      normaliser = try ReferenceNormaliser(values: generated, configMaps: names)
    } catch {
      throw BotError(
        String(describing: error), file: BotFile.infrastructure, remedy: "rename one of the two")
    }
  }

  /// The normalised form of the tree `id`.
  mutating func normalised(_ id: ObjectID) throws(BotError) -> ObjectID {
    try findGeneratorInputs(in: id)
    try prepare(id)
    return try withTexts(try normalised(id, at: ""))
  }

  /// Finds the files with references that the kustomizations of a tree have generators read.
  private mutating func findGeneratorInputs(in id: ObjectID) throws(BotError) {
    let tree = GitTree(id, in: repository)
    generatorInputs = ManifestReader(tree).generatorInputs(marked: .dottedReference)
    try tree.throwError()
  }

  /// A tree with the references translated in those files that no manifest is.
  private mutating func withTexts(_ id: ObjectID) throws(BotError) -> ObjectID {
    var changed: [(path: String, bytes: [UInt8])] = []
    for (path, input) in generatorInputs.ordered
    where !RepositoryPath.isYAML(path) && !isExcluded(path) {
      guard let bytes = try repository.bytes(at: path, in: id) else { continue }
      let result = normaliser.normalised(bytes, path: path, readBy: input)
      findings.formUnion(result.findings)
      if result.bytes != bytes { changed.append((path, result.bytes)) }
    }
    return changed.isEmpty ? id : try repository.tree(id, setting: changed)
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
    if path.isEmpty { (generatorInputs, waiting) = ([:], new) }
    let repository = repository
    let (before, after) = try git("reading \(path)") { () throws(GitError) in
      (try repository.known.folder(old), try repository.known.folder(new))
    }
    var changes: (old: [TreeChange], new: [TreeChange]) = ([], [])
    for name in ExactSet(Array(before.names) + Array(after.names)).ordered {
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
    // Objects are resources; what has no kind may be a text that a generator reads.
    if let tree = waiting, tasks.contains(where: { !$0.old.contains("\nkind:") }) {
      waiting = nil
      try findGeneratorInputs(in: tree)
    }
    let (repository, normaliser, inputs) = (repository, normaliser, generatorInputs)
    let results = tasks.concurrentMap {
      normaliser.normalised($0.old, path: $0.place.path, readBy: inputs[$0.place.path])
    }
    for (task, result) in zip(tasks, results) {
      findings.formUnion(result.findings)
      known[task.place] = task.place.id
      guard result.bytes != task.old else { continue }
      let id = try git("writing \(task.place.path)") { () throws(GitError) in
        try repository.writeBlob(result.bytes)
      }
      if let content = result.content { repository.known.keep(content, of: id) }
      known[task.place] = id
    }
  }
}

extension Value {
  /// Adds the members of another map, at any depth, that this one lacks.
  fileprivate mutating func add(_ other: Value) {
    guard case .map(var own) = self, case .map(let others) = other else {
      if self == .null { self = other }
      return
    }
    for (key, value) in others {
      if own[key] == nil { own[key] = value } else { own[key]?.add(value) }
    }
    self = .map(own)
  }
}
