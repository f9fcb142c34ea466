internal import Flux
internal import Git
internal import YAML

/// The outcome of a merge of trees.
struct Merged {
  let tree: ObjectID
  /// What both sides changed; the tree holds the owner's side of each.
  let conflicts: [Conflict]
  /// For each path that the merge moved a file to, the path where our side has it.
  let moves: ExactMap<String>
  /// The files that the owner deleted and their side changed; they stay deleted.
  let keptDeletions: [String]

  init(
    tree: ObjectID, conflicts: [Conflict] = [], moves: ExactMap<String> = [:],
    keptDeletions: [String] = []
  ) {
    self.tree = tree
    self.conflicts = conflicts
    self.moves = moves
    self.keptDeletions = keptDeletions
  }

  /// The same with more conflicts, as far as it does not have them already.
  func adding(_ earlier: [Conflict]) -> Merged {
    let all = conflicts + earlier.filter { !conflicts.contains($0) }
    return Merged(
      tree: tree, conflicts: all.sorted(), moves: moves, keptDeletions: keptDeletions)
  }
}

/// Our side's tree and what a merge changes in it.
struct MergedPaths {
  private let repository: Repository
  private let ours: ObjectID
  private var placed: ExactMap<TreeEntry> = [:]
  private var removed = ExactSet()
  private var moves: ExactMap<String> = [:]
  private var problems: [ConfigurationError.Problem] = []
  var conflicts: [Conflict] = []
  var keptDeletions: [String] = []

  init(ours: ObjectID, in repository: Repository) {
    self.ours = ours
    self.repository = repository
  }

  /// What stands at `path` so far.
  func entry(at path: String) throws(BotError) -> TreeEntry? {
    if let entry = placed[path] { return entry }
    return removed.contains(path) ? nil : try ourEntry(at: path)
  }

  /// Sets what a path of ours holds.
  mutating func place(_ entry: TreeEntry, at path: String) {
    placed[path] = entry
  }

  mutating func remove(_ path: String) {
    removed.insert(path)
  }

  /// Gives a file of ours another path.
  mutating func move(_ old: String, to new: String, _ entry: TreeEntry) {
    removed.insert(old)
    moves[new] = old
    add(entry, at: new)
  }

  /// Adds a file where none is.
  mutating func add(_ entry: TreeEntry, at path: String) {
    if placed.updateValue(entry, forKey: path) != nil {
      problems.append(
        ConfigurationError.Problem(
          "two files would have this path", file: path,
          remedy: "move or rename one of them, and run again"))
    }
  }

  /// Writes the tree.
  ///
  /// - Throws: BotError of exit code 4 that lists every path where something of ours is in the way.
  mutating func merged() throws(BotError) -> Merged {
    for path in placed.keys.sortedByBytes() where try isBlocked(path) {
      problems.append(
        ConfigurationError.Problem(
          "something of yours stands where this file has to go", file: path,
          remedy: "move or rename it, and run again"))
    }
    for (path, old) in moves.ordered where !removed.contains(path) {
      guard try ourEntry(at: path) != nil else { continue }
      problems.append(
        ConfigurationError.Problem(
          "something of yours stands where \(old) has to go", file: path,
          remedy: "move or rename it, and run again"))
    }
    if !problems.isEmpty { throw BotError(.refused, problems) }
    let gone: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] =
      removed.ordered.filter { placed[$0] == nil }.map { ($0, nil) }
    let set: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] =
      placed.ordered.map { ($0.key, ($0.value.id, $0.value.mode)) }
    let (repository, ours) = (repository, ours)
    let tree = try git("writing the merged tree") { () throws(GitError) in
      // Removed first: a file may go where a folder was, and a folder where a file was.
      let rest = try repository.writeTree(ours, settingPaths: gone)
      return try repository.writeTree(rest, settingPaths: set)
    }
    return Merged(
      tree: tree, conflicts: conflicts.sorted(), moves: moves,
      keptDeletions: keptDeletions.sorted())
  }

  /// Whether a folder of ours that keeps something is at `path`, or a file of ours above it.
  private func isBlocked(_ path: String) throws(BotError) -> Bool {
    if let present = try ourEntry(at: path), present.mode == .tree {
      let files = try TreeComparison(from: nil, to: present.id, in: repository).added
      if files.contains(where: { !removed.contains(joined(path, $0)) }) { return true }
    }
    for above in path.foldersAbove {
      guard let present = try entry(at: above) else { continue }
      return present.mode != .tree
    }
    return false
  }

  private func ourEntry(at path: String) throws(BotError) -> TreeEntry? {
    try git("reading \(path)") { () throws(GitError) in try repository.entry(at: path, in: ours) }
  }
}
