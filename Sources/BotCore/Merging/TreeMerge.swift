internal import Flux
internal import Git
internal import YAML

/// What a merge has to know besides its three trees.
struct MergeRules {
  /// The values that differ between base and theirs.
  var changes: ValueChanges
  /// What a conflict leaves in the file.
  var policy: BotConfiguration.ConflictPolicy
  /// The names of the generated ConfigMaps by path: their values are merged key by key.
  var configMaps: [String: String]
  /// Whether the bot writes variables beside the ConfigMaps.
  var hasVariables: Bool
  /// The sides, whose kustomizations tell which files they make Secrets of.
  var secretTrees: [GitTree] = []

  /// The rules for a merge of renderings, in which nobody reads of conflicts.
  init(_ changes: ValueChanges) {
    self.changes = changes
    policy = .keepMine
    configMaps = [:]
    hasVariables = false
  }

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
    hasVariables = branch.bot.wiring == .auto
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
  private let trees: Sides
  /// The folders that both sides renamed, to different names.
  private let contested: [(ours: String, theirs: String)]
  private var result: MergedPaths

  /// How one side differs from the base.
  private struct Side {
    var comparison: TreeComparison
    var renames: Renames

    init(
      base: ObjectID, side: ObjectID, _ changes: ValueChanges, in repository: Repository
    ) throws(BotError) {
      comparison = try TreeComparison(from: base, to: side, in: repository)
      renames = try Renames(comparison, base: base, side: side, changes, in: repository)
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
      let targets = ExactSet(renames.files.map(\.value))
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
    trees = sides
    contested = ours.renames.folders.ordered.compactMap { [theirs] folder, our in
      theirs.renames.folders[folder].flatMap { $0.isSameText(as: our) ? nil : (our, $0) }
    }
    result = MergedPaths(ours: sides.ours, in: repository)
    self.rules.secretTrees = [sides.ours, sides.theirs].map { GitTree($0, in: repository) }
  }

  /// Merges.
  ///
  /// - Throws: BotError of exit code 4 where something of the owner's stands in the way, and when an
  ///   object cannot be read or written.
  mutating func merged() throws(BotError) -> Merged {
    var origins: ExactMap<TreeEntry> = [:]
    for (path, change) in ours.comparison.changes { origins[path] = change.old }
    for (path, change) in theirs.comparison.changes { origins[path] = change.old }
    for (path, base) in origins.ordered { try mergeFile(path, base) }
    for added in ours.additions {
      let path = try carried(added.path)
      let entry = try followed(added)
      if !path.isSameText(as: added.path) {
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
    guard let our = ours.place(of: path, base) else { return try noteDeleted(path, base) }
    guard let their = theirs.place(of: path, base) else {
      if our.entry.id == base.id {
        result.remove(our.path)
      } else {
        let kept = try carried(our.path)
        if !kept.isSameText(as: our.path) { result.move(our.path, to: kept, our.entry) }
        result.conflicts.append(
          Conflict(path: kept, kind: .removed, kept: our.entry.id.hex))
      }
      return
    }
    let target = target(of: path, our.path, their.path)
    var entry = our.entry
    if let link = try mergedLink(Place(path: path, entry: base), our, their, at: target) {
      entry = link
    } else if our.entry.id != their.entry.id || our.entry.mode != their.entry.mode {
      let merging = EntryMerge(
        path: target, base: base, ours: our.entry, theirs: their.entry, rules: rules)
      entry = try merging.merged(in: repository, &result.conflicts)
    }
    if !target.isSameText(as: our.path) {
      result.move(our.path, to: target, entry)
    } else if entry.id != our.entry.id || entry.mode != our.entry.mode {
      result.place(entry, at: target)
    }
  }

  /// Notes that a change of theirs meets a file which the owner deleted; of values alone nobody has to
  /// know, nor of what the bot generates.
  private mutating func noteDeleted(_ path: String, _ base: TreeEntry) throws(BotError) {
    guard rules.configMaps[path] == nil, let their = theirs.place(of: path, base)?.entry,
      their.id != base.id
    else { return }
    let repository = repository
    let isOfValues = try git("reading \(path)") { [changes = rules.changes] () throws(GitError) in
      guard base.mode.isFile, their.mode.isFile, let old = try repository.readableBytes(base.id),
        let new = try repository.readableBytes(their.id)
      else { return false }
      return changes.text(base: old, theirs: new)(old) == new
    }
    if !isOfValues { result.keptDeletions.append(path) }
  }

  /// Where a file goes that the base has at `base`, our side at `our` and theirs at `their`.
  private mutating func target(of base: String, _ our: String, _ their: String) -> String {
    if our.isSameText(as: their) || their.isSameText(as: base) {
      return theirs.renames.carried(our)
    }
    let isOnlyCarried = ours.renames.carried(base).isSameText(as: our)
    if our.isSameText(as: base) || isOnlyCarried, ownFolder(their).isSameText(as: their) {
      return ours.renames.carried(their)
    }
    let carried = theirs.renames.carried(our)
    if !theirs.renames.carried(base).isSameText(as: their)
      || !ownFolder(their).isSameText(as: their)
    {
      result.conflicts.append(Conflict(path: carried, kind: .name, theirs: their))
    }
    return carried
  }

  /// A path of their side, with the owner's name for a folder that both sides renamed.
  private func ownFolder(_ path: String) -> String {
    let renamed = contested.first { path.isPath(in: $0.theirs) }
    return renamed.map { path.moved(from: $0.theirs, to: $0.ours) } ?? path
  }

  /// Where a file goes that their side does not have: along with the folder that holds it, unless
  /// their side has something in that place, as where it merged one folder into another.
  private func carried(_ path: String) throws(BotError) -> String {
    let carried = theirs.renames.carried(path)
    guard !carried.isSameText(as: path) else { return path }
    let (repository, tree) = (repository, trees.theirs)
    let taken = try git("reading \(carried)") { () throws(GitError) in
      try repository.entry(at: carried, in: tree)
    }
    return taken == nil ? carried : path
  }

  /// A link of the owner's with its target where the merge moves that; everything else as it is.
  private func followed(_ added: Place) throws(BotError) -> TreeEntry {
    guard added.entry.mode == .symbolicLink, !theirs.renames.files.isEmpty,
      let link = try linkTarget(added)
    else { return added.entry }
    let target = theirs.renames.new(link.path)
    guard !target.isSameText(as: link.path) else { return added.entry }
    let text = link.text(to: target, from: theirs.renames.carried(added.path))
    return try self.link(text, at: added.path)
  }

  /// A link of the base, merged by what it leads to: the text of a link changes when it moves, too.
  ///
  /// - Returns: Nil where not all three are links into the repository, and where both sides lead it elsewhere.
  private func mergedLink(
    _ base: Place, _ our: Place, _ their: Place, at path: String
  ) throws(BotError) -> TreeEntry? {
    guard our.entry.id != their.entry.id, let old = try linkTarget(base)?.path,
      let own = try linkTarget(our), let new = try linkTarget(their)
    else { return nil }
    func leads(_ link: LinkTarget, whereBaseDid renames: Renames) -> Bool {
      link.path.isSameText(as: old) || link.path.isSameText(as: renames.new(old))
    }
    let (kept, changed) = (theirs.renames.new(own.path), ours.renames.new(new.path))
    let goal: String
    if leads(new, whereBaseDid: theirs.renames), !leads(own, whereBaseDid: ours.renames) {
      goal = kept
    } else if leads(own, whereBaseDid: ours.renames) || kept.isSameText(as: changed) {
      goal = changed
    } else {
      return nil
    }
    // The bytes that somebody wrote, as long as they lead there.
    for (entry, link) in [(our.entry, own), (their.entry, new)]
    where LinkTarget(link.text, at: path)?.path.isSameText(as: goal) == true { return entry }
    return try self.link(own.text(to: goal, from: path), at: path)
  }

  private func linkTarget(_ link: Place) throws(BotError) -> LinkTarget? {
    guard link.entry.mode == .symbolicLink else { return nil }
    let bytes = try git("reading \(link.path)") { () throws(GitError) in
      try repository.blob(link.entry.id).bytes
    }
    let target = LinkTarget(String(decoding: bytes, as: UTF8.self), at: link.path)
    return target.flatMap { Array($0.text.utf8) == bytes ? $0 : nil }
  }

  private func link(_ text: String, at path: String) throws(BotError) -> TreeEntry {
    let id = try git("writing \(path)") { () throws(GitError) in
      try repository.writeBlob(Array(text.utf8))
    }
    return TreeEntry(name: RepositoryPath.name(of: path), id: id, mode: .symbolicLink)
  }

  /// Whether a path lies in a folder with a kustomization that the owner deleted with everything in it: nothing lists
  /// there any more what is new.
  private func isInDeletedFolder(_ path: String) throws(BotError) -> Bool {
    let (repository, trees) = (repository, trees)
    return try git("reading \(path)") { () throws(GitError) in
      for folder in path.foldersAbove where ours.renames.folders[folder] == nil {
        if try repository.entry(at: folder, in: trees.ours) != nil { return false }
        for name in KustomizeBuild.fileNames
        where try repository.entry(at: "\(folder)/\(name)", in: trees.base) != nil {
          // One that moved on in part was not deleted.
          return !ours.renames.files.contains {
            $0.key.foldersAbove.contains(where: folder.isSameText)
          }
        }
      }
      return false
    }
  }

  /// Adds a file that is new on their side.
  private mutating func add(_ added: Place) throws(BotError) {
    let path = ours.renames.carried(ownFolder(added.path))
    if path.isSameText(as: added.path), try isInDeletedFolder(path) {
      result.keptDeletions.append(path)
      return
    }
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
