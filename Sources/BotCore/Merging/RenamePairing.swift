internal import Flux
internal import Git
internal import YAML

/// Finds out which of the files that one side of a merge added are files that it removed.
///
/// By identity, not by likeness: two apps look alike and are not the same. Where that is in doubt nothing is paired.
struct RenamePairing {
  /// A file that is on one side only.
  struct File {
    var path: String
    var entry: TreeEntry
    var identity = FileIdentity()
    /// What the kustomization beside it gives to objects without a namespace.
    var namespace: String?

    /// Whether its text alone can tell it.
    var isPlain: Bool {
      entry.mode.isFile && !identity.isEmpty && identity.objects.isEmpty
        && identity.mentions == nil
    }

    /// The objects, each with its namespace as far as that is known.
    var objects: [IdentifiedObject] {
      identity.objects.map { object in
        var object = object
        object.namespace = object.namespace ?? namespace
        return object
      }
    }
  }

  /// Two files that may be one.
  struct Candidate {
    var old: String
    var new: String
    /// How much speaks for it.
    var count = 0
    /// Whether their identity is beyond doubt.
    var isCertain = false
  }

  let repository: Repository
  let base: ObjectID
  let side: ObjectID
  /// What was removed.
  private(set) var old: ExactMap<File> = [:]
  /// What was added.
  private(set) var new: ExactMap<File> = [:]
  /// The new path by the old one.
  private(set) var pairs: ExactMap<String> = [:]
  private var taken = ExactSet()
  /// From which folder to which one files went.
  private(set) var ways = FolderWays()

  init(
    _ comparison: TreeComparison, base: ObjectID, side: ObjectID, in repository: Repository
  ) {
    (self.base, self.side, self.repository) = (base, side, repository)
    for (path, change) in comparison.changes {
      if let entry = change.old, change.new == nil { old[path] = File(path: path, entry: entry) }
      if let entry = change.new, change.old == nil { new[path] = File(path: path, entry: entry) }
    }
  }

  /// The removed files without a counterpart, by path.
  var openOld: [File] { old.ordered.map(\.value).filter { pairs[$0.path] == nil } }

  /// The added files without a counterpart, by path.
  var openNew: [File] { new.ordered.map(\.value).filter { !taken.contains($0.path) } }

  /// Whether something may still be paired.
  var isOpen: Bool { pairs.count < old.count && taken.count < new.count }

  /// The added file at `path`, as long as it has no counterpart.
  func openNew(_ path: String) -> File? { taken.contains(path) ? nil : new[path] }

  /// Takes two files for one.
  mutating func pair(_ old: String, _ new: String) {
    pairs[old] = new
    taken.insert(new)
    ways.count(old, new, hasObjects: self.old[old]?.identity.objects.isEmpty == false)
  }

  private mutating func part(_ old: String) {
    guard let new = pairs.removeValue(forKey: old) else { return }
    taken.remove(new)
    let hasObjects = self.old[old]?.identity.objects.isEmpty == false
    ways.count(old, new, hasObjects: hasObjects, by: -1)
  }

  /// Pairs by the paths that changed values decide.
  mutating func pairExpected(_ expected: (String) -> String) {
    for file in old.ordered.map(\.value) {
      let target = expected(file.path)
      if !target.isSameText(as: file.path), openNew(target) != nil { pair(file.path, target) }
    }
  }

  /// Reads what has no counterpart yet.
  ///
  /// - Throws: BotError when an object cannot be read.
  mutating func identify() throws(BotError) {
    var reader = IdentityReader(in: repository)
    for file in openOld { old[file.path] = try reader.identified(file, in: base) }
    for file in openNew { new[file.path] = try reader.identified(file, in: side) }
    ways.removed =
      old.filter { pairs[$0.key] == nil && !$0.value.identity.objects.isEmpty }.keys
      .countedByFolder
    ways.added =
      new.filter { !taken.contains($0.key) && !$0.value.identity.objects.isEmpty }.keys
      .countedByFolder
  }

  /// Takes each two for one that have no better counterpart than each other.
  mutating func pair(_ candidates: [Candidate]) throws(BotError) {
    var rest = try ranked(candidates)
    while !rest.isEmpty {
      let (best, bestOfNew) = (Self.best(rest, by: \.old), Self.best(rest, by: \.new))
      let found = rest.indices.filter {
        best[rest[$0].candidate.old] == .some($0) && bestOfNew[rest[$0].candidate.new] == .some($0)
      }
      if found.isEmpty { break }
      for index in found { pair(rest[index].candidate.old, rest[index].candidate.new) }
      rest.removeAll { pairs[$0.candidate.old] != nil || taken.contains($0.candidate.new) }
    }
    // What is alike in part of a folder alone may be in every app.
    let doubtful = candidates.filter { candidate in
      !candidate.isCertain && pairs[candidate.old]?.isSameText(as: candidate.new) == true
        && ways.contradict(candidate.old, candidate.new)
    }
    for candidate in doubtful { part(candidate.old) }
  }

  private typealias Ranked = (candidate: Candidate, rank: (Int, Int, Double))

  /// The candidates with what decides between several for one file.
  private func ranked(_ candidates: [Candidate]) throws(BotError) -> [Ranked] {
    var counts = (old: ExactMap<Int>(), new: ExactMap<Int>())
    for candidate in candidates {
      counts.old[candidate.old, default: 0] += 1
      counts.new[candidate.new, default: 0] += 1
    }
    return try candidates.map { candidate throws(BotError) in
      guard let old = old[candidate.old], let new = new[candidate.new],
        counts.old[candidate.old] != 1 || counts.new[candidate.new] != 1
      else { return (candidate, (candidate.count, 0, 0)) }
      if old.entry.id == new.entry.id { return (candidate, (candidate.count, 1, 1)) }
      return (candidate, (candidate.count, 0, try likeness(of: old, and: new)))
    }
  }

  /// The place of the best one for each file; nil where two are as good.
  private static func best(
    _ ranked: [Ranked], by path: KeyPath<Candidate, String>
  ) -> ExactMap<Int?> {
    var best: ExactMap<Int?> = [:]
    var ranks: ExactMap<(Int, Int, Double)> = [:]
    for (index, one) in ranked.enumerated() {
      let key = one.candidate[keyPath: path]
      guard let rank = ranks[key], rank >= one.rank else {
        ranks[key] = one.rank
        best[key] = .some(index)
        continue
      }
      if rank == one.rank { best[key] = .some(nil) }
    }
    return best
  }

  /// How much the texts of two files are alike.
  func likeness(of old: File, and new: File) throws(BotError) -> Double {
    if old.entry.id == new.entry.id { return 1 }
    guard old.entry.mode.isFile, new.entry.mode.isFile else { return 0 }
    let repository = repository
    return try git("comparing \(new.path)") { () throws(GitError) in
      guard let one = try repository.readableBytes(old.entry.id),
        let other = try repository.readableBytes(new.entry.id)
      else { return 0 }
      return BotCore.likeness(of: one, and: other)
    }
  }
}

/// Reads what files are, each content once.
private struct IdentityReader {
  private struct Content: Hashable {
    var id: ObjectID
    var name: String
  }

  private struct Folder: Hashable {
    var tree: ObjectID
    var path: String
  }

  private let repository: Repository
  private var known: [Content: FileIdentity] = [:]
  private var namespaces: [Folder: String?] = [:]

  init(in repository: Repository) { self.repository = repository }

  mutating func identified(
    _ file: RenamePairing.File, in tree: ObjectID
  ) throws(BotError) -> RenamePairing.File {
    var file = file
    guard file.entry.mode.isFile else { return file }
    file.identity = try identity(file.entry, at: file.path)
    if file.identity.objects.contains(where: { $0.namespace == nil }) {
      file.namespace = try namespace(RepositoryPath.folder(of: file.path), in: tree)
    }
    return file
  }

  private mutating func identity(
    _ entry: TreeEntry, at path: String
  ) throws(BotError) -> FileIdentity {
    let name = RepositoryPath.name(of: path)
    let content = Content(id: entry.id, name: FileIdentity.kindOfName(name))
    if let known = known[content] { return known }
    let repository = repository
    let bytes = try git("reading \(path)") { () throws(GitError) in
      try repository.readableBytes(entry.id)
    }
    let identity = bytes.map { FileIdentity($0, name: name) } ?? FileIdentity()
    known[content] = identity
    return identity
  }

  /// The namespace that the kustomization of a folder gives.
  private mutating func namespace(
    _ folder: String, in tree: ObjectID
  ) throws(BotError) -> String? {
    let key = Folder(tree: tree, path: folder)
    if let known = namespaces[key] { return known }
    var found: String?
    let repository = repository
    for name in KustomizeBuild.fileNames {
      let path = joined(folder, name)
      let entry = try git("reading \(path)") { () throws(GitError) in
        try repository.entry(at: path, in: tree)
      }
      guard let entry, entry.mode.isFile else { continue }
      found = try identity(entry, at: path).namespace
      break
    }
    namespaces[key] = .some(found)
    return found
  }
}
