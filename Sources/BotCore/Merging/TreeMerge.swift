internal import Git

/// What a merge has to know besides its three trees.
struct MergeRules {
  /// The values that differ between base and theirs.
  var changes: ValueChanges
  /// What a conflict leaves in the file.
  var policy: BotConfiguration.ConflictPolicy
  /// The names of the generated ConfigMaps by path: their values are merged key by key.
  var configMaps: [String: String]
  /// The sides, whose kustomizations tell which files they make Secrets of.
  var secretTrees: [GitTree] = []

  /// The rules for a merge into `branch`.
  ///
  /// - Parameters:
  ///   - changes: The values that differ.
  ///   - branch: The owner's branch, whose configuration says what a conflict leaves.
  ///   - inputs: What theirs was rendered with.
  ///   - locked: What the base was rendered with; nil where it has the stand-ins.
  init(
    _ changes: ValueChanges, _ branch: TargetBranch, _ inputs: Inputs, locked: Inputs? = nil
  ) {
    let generated = (inputs.configMaps ?? []) + (locked?.configMaps ?? [])
    self.changes = changes
    policy = branch.bot.conflicts
    configMaps = Dictionary(generated.map { ($0.path, $0.name) }) { first, _ in first }
  }
}

/// The merge of three trees: what changed from base to theirs, done to ours.
///
/// Only what differs is read. Files are followed by where they were in the base, so that renames of
/// both sides and edits of both sides meet in one file.
struct TreeMerge {
  private let repository: Repository
  private var rules: MergeRules
  private let ours: Side
  private let theirs: Side
  private let theirTree: ObjectID
  private var result: MergedPaths

  /// How one side differs from the base.
  private struct Side {
    var comparison: TreeComparison
    var renames: Renames

    init(
      base: ObjectID, side: ObjectID, _ changes: ValueChanges, in repository: Repository
    ) throws(BotError) {
      let comparison = try TreeComparison(from: base, to: side, in: repository)
      let added = Set(comparison.added)
      self.comparison = comparison
      renames = try Renames(comparison, base: base, side: side, in: repository) { path in
        changes.path(path) { added.contains($0) }
      }
    }

    /// Where the base's file at `path` is now; nil where it was removed.
    func place(of path: String, _ base: TreeEntry) -> Place? {
      guard let change = comparison.changes[path] else { return Place(path: path, entry: base) }
      if let entry = change.new, change.old != nil { return Place(path: path, entry: entry) }
      return renames.files[path].flatMap { new in
        comparison.changes[new]?.new.map { Place(path: new, entry: $0) }
      }
    }

    /// What this side added, but for the new places of files that the base has.
    var additions: [Place] {
      let targets = Set(renames.files.values)
      return comparison.added.filter { !targets.contains($0) }.compactMap { path in
        comparison.changes[path]?.new.map { Place(path: path, entry: $0) }
      }
    }
  }

  /// A file of one side.
  private struct Place {
    var path: String
    var entry: TreeEntry
  }

  /// Compares the sides.
  ///
  /// - Throws: BotError when an object cannot be read.
  init(_ sides: Sides, _ rules: MergeRules, in repository: Repository) throws(BotError) {
    self.repository = repository
    self.rules = rules
    ours = try Side(base: sides.base, side: sides.ours, rules.changes, in: repository)
    theirs = try Side(base: sides.base, side: sides.theirs, rules.changes, in: repository)
    theirTree = sides.theirs
    result = MergedPaths(ours: sides.ours, in: repository)
    self.rules.secretTrees = [sides.ours, sides.theirs].map { GitTree($0, in: repository) }
  }

  /// Merges.
  ///
  /// - Throws: BotError of exit code 4 where something of the owner's stands in the way, and when an
  ///   object cannot be read or written.
  mutating func merged() throws(BotError) -> Merged {
    var origins: [String: TreeEntry] = [:]
    for (path, change) in ours.comparison.changes { origins[path] = change.old }
    for (path, change) in theirs.comparison.changes { origins[path] = change.old }
    for (path, base) in origins.sorted(by: { $0.key < $1.key }) { try mergeFile(path, base) }
    for added in ours.additions {
      let path = try carried(added.path)
      let entry = try followed(added)
      if path != added.path {
        result.move(added.path, to: path, entry)
      } else if entry != added.entry {
        result.place(entry, at: path)
      }
    }
    for added in theirs.additions { try add(added) }
    for tree in rules.secretTrees { try tree.throwError() }
    return try result.merged()
  }

  /// Merges what became of the base's file at `path`.
  private mutating func mergeFile(_ path: String, _ base: TreeEntry) throws(BotError) {
    // What the owner removed stays so, whatever became of it.
    guard let our = ours.place(of: path, base) else { return }
    guard let their = theirs.place(of: path, base) else {
      if our.entry.id == base.id {
        result.remove(our.path)
      } else {
        let kept = try carried(our.path)
        if kept != our.path { result.move(our.path, to: kept, our.entry) }
        result.conflicts.append(
          Conflict(path: kept, kind: .removed, kept: our.entry.id.hex))
      }
      return
    }
    let target = target(of: path, our.path, their.path)
    var entry = our.entry
    if our.entry.id != their.entry.id || our.entry.mode != their.entry.mode {
      let merging = EntryMerge(
        path: target, base: base, ours: our.entry, theirs: their.entry, rules: rules)
      entry = try merging.merged(in: repository, &result.conflicts)
    }
    if target != our.path {
      result.move(our.path, to: target, entry)
    } else if entry.id != our.entry.id || entry.mode != our.entry.mode {
      result.place(entry, at: target)
    }
  }

  /// Where a file goes that the base has at `base`, our side at `our` and theirs at `their`.
  private mutating func target(of base: String, _ our: String, _ their: String) -> String {
    if our == their || their == base { return theirs.renames.carried(our) }
    if our == base || ours.renames.carried(base) == our { return ours.renames.carried(their) }
    let carried = theirs.renames.carried(our)
    if theirs.renames.carried(base) != their {
      result.conflicts.append(Conflict(path: carried, kind: .name, theirs: their))
    }
    return carried
  }

  /// Where a file goes that their side does not have: along with the folder that holds it, unless
  /// their side has something in that place, as where it merged one folder into another.
  private func carried(_ path: String) throws(BotError) -> String {
    let carried = theirs.renames.carried(path)
    guard carried != path else { return path }
    let (repository, tree) = (repository, theirTree)
    let taken = try git("reading \(carried)") { () throws(GitError) in
      try repository.entry(at: carried, in: tree)
    }
    return taken == nil ? carried : path
  }

  /// A link of the owner's with its target where the merge moves that; everything else as it is.
  private func followed(_ added: Place) throws(BotError) -> TreeEntry {
    guard added.entry.mode == .symbolicLink, !theirs.renames.files.isEmpty else {
      return added.entry
    }
    let bytes = try git("reading \(added.path)") { () throws(GitError) in
      try repository.blob(added.entry.id).bytes
    }
    let link = LinkTarget(String(decoding: bytes, as: UTF8.self), at: added.path)
    guard let link, Array(link.text.utf8) == bytes else { return added.entry }
    let target = theirs.renames.new(link.path)
    let text = link.text(to: target, from: theirs.renames.carried(added.path))
    var entry = added.entry
    if target != link.path {
      entry.id = try git("writing \(added.path)") { () throws(GitError) in
        try repository.writeBlob(Array(text.utf8))
      }
    }
    return entry
  }

  /// Adds a file that is new on their side.
  private mutating func add(_ added: Place) throws(BotError) {
    let path = ours.renames.carried(added.path)
    guard let present = try result.entry(at: path), present.mode != .tree else {
      return result.add(added.entry, at: path)
    }
    guard present.id != added.entry.id else { return }
    let merging = EntryMerge(
      path: path, base: nil, ours: present, theirs: added.entry, rules: rules)
    let entry = try merging.merged(in: repository, &result.conflicts)
    if entry.id != present.id { result.place(entry, at: path) }
  }
}
