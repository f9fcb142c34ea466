internal import Findings
internal import Git
internal import Rules
internal import YAML

/// What a proposal is to do to the base branch: the way from one rendering to another.
struct Change {
  /// Where the template is from.
  let template: Lock.Template
  /// T: the template's commit.
  let commit: ObjectID
  /// I: what the rendering was made with.
  let inputs: Inputs
  /// `rendered(T, I)`, their side of the merge.
  let rendering: Rendering
  /// The last merged proposal's rendering, this one, and the owner's branch.
  let sides: Sides
  /// What the base was rendered with; nil where it has the stand-ins.
  let locked: Inputs?
  /// The values that differ between the two renderings.
  let values: ValueChanges
  /// The bytes that `infrastructure.config.json` shall have; nil leaves it.
  let infrastructure: [UInt8]?
  /// The digest of the inputs that this takes back; nil for everything but `undo`.
  let undone: String?
  /// The template's commit that stays away with them; nil where the template stays.
  let undoneTemplate: ObjectID?
  /// Nil without an upstream template.
  let origin: TemplateOrigin?
  /// What stood in the way before: where an adoption cannot tell a script's work from the owner's.
  let earlierConflicts: [Conflict]
  /// What a report says of all that.
  let findings: [Finding]

  init(
    template: Lock.Template, commit: ObjectID, inputs: Inputs, rendering: Rendering, sides: Sides,
    locked: Inputs?, values: ValueChanges, infrastructure: [UInt8]? = nil, undone: String? = nil,
    undoneTemplate: ObjectID? = nil,
    origin: TemplateOrigin? = nil, earlierConflicts: [Conflict] = [], findings: [Finding]
  ) {
    self.template = template
    self.commit = commit
    self.inputs = inputs
    self.rendering = rendering
    self.sides = sides
    self.locked = locked
    self.values = values
    self.infrastructure = infrastructure
    self.undone = undone
    self.undoneTemplate = undoneTemplate
    self.origin = origin
    self.earlierConflicts = earlierConflicts
    self.findings = findings
  }
}

/// What a change makes of the owner's branch: merged, wired, with backups; all but the lock.
struct Finished {
  let tree: ObjectID
  /// Which commits bring it.
  let halves: Halves
  /// What of the wiring stands in the tree, for the lock.
  let wired: WiredPieces
  /// The files that wiring changes now.
  let wiredFiles: WiredFiles
  /// For each path that the merge moved a file to, the path where our side has it.
  let moves: ExactMap<String>
  /// What the merge met now; the conflicts of earlier ones stand in the lock.
  let conflicts: [Conflict]
  let findings: [Finding]
  /// Whether nothing in the tree can have errors that the owner's branch has not.
  let isKnownToBeSound: Bool
}

extension Change {
  /// Merges the change with the owner's branch, and finishes what comes out.
  ///
  /// - Throws: BotError of exit code 3 for conflicts where the configuration asks for that, of 4 where
  ///   something of the owner's stands in the way, and when an object cannot be read or changed.
  func finished(
    on branch: TargetBranch, in repository: Repository
  ) throws(BotError) -> Finished {
    if let earlier = try EarlierFinish(for: inputs, branch.lock, in: repository),
      let result = try finished(on: branch, as: earlier, in: repository)
    {
      return result
    }
    try repository.known.survey(branch.tree)
    let (sides, kept) = try sides.keepingBootstrap(inputs, locked: locked, in: repository)
    let normal = try sides.normalised(
      for: branch.bot.wiring, inputs, locked: locked, lock: branch.lock, in: repository)
    let merged = try merge3(normal.sides, rules(branch), in: repository)
      .adding(earlierConflicts)
    if branch.bot.conflicts == .fail, !merged.conflicts.isEmpty {
      throw BotError(.conflicts, merged.conflicts.map(\.problem))
    }
    // Each step asks for other trees.
    repository.known.forgetNames()
    var wired = try finish(
      merged.tree, inputs, infrastructure: infrastructure, wiring: branch.bot.wiring,
      lock: branch.lock, in: repository)
    // A cluster that Flux does not know yet, beside one that it knows, is wired by the merge alone.
    wired.wired = wired.wired.completed(from: normal.wired)
    var files = try WiredFiles(from: sides, to: normal.sides, merged.moves, in: repository)
    try files.add(from: merged.tree, to: wired.tree, in: repository)
    return try finished(
      merged, wired, files, on: branch, findings: kept + normal.findings + wired.findings,
      in: repository)
  }

  /// The same where what changes makes no difference to Flux; nil where it may make one.
  ///
  /// The rest of the tree need not be looked through then: an earlier proposal has finished it.
  private func finished(
    on branch: TargetBranch, as earlier: EarlierFinish, in repository: Repository
  ) throws(BotError) -> Finished? {
    guard undone == nil, infrastructure == nil, branch.bot.wiring == .auto,
      let lock = branch.lock, earlierConflicts.isEmpty, inputs.configMaps?.isEmpty == false,
      let sides = try sides.normalised(for: inputs, finished: earlier, in: repository)
    else { return nil }
    let merged = try merge3(sides, rules(branch), in: repository)
    guard merged.conflicts.isEmpty, try earlier.covers(merged.tree, in: repository) else {
      return nil
    }
    return try finished(
      merged, WiredTree(tree: merged.tree, wired: lock.wired), WiredFiles(), on: branch,
      findings: [], isKnownToBeSound: true, in: repository)
  }

  /// Divides it into commits, and adds the backups that the owner wants.
  private func finished(
    _ merged: Merged, _ wired: WiredTree, _ files: WiredFiles, on branch: TargetBranch,
    findings: [Finding],
    isKnownToBeSound: Bool = false, in repository: Repository
  ) throws(BotError) -> Finished {
    var (tree, halves) = (wired.tree, Halves(last: []))
    if tree != branch.tree {
      halves = try self.halves(to: wired, on: branch, in: repository)
      if branch.bot.backup == .directory {
        tree = try backedUp(tree, branch, in: repository)
        if let first = halves.first {
          halves.first?.tree = try backedUp(first.tree, branch, in: repository)
        }
      }
    }
    return Finished(
      tree: tree, halves: halves, wired: wired.wired, wiredFiles: files, moves: merged.moves,
      conflicts: merged.conflicts,
      findings: findings + merged.keptDeletions.map(Finding.deletionKept),
      isKnownToBeSound: isKnownToBeSound)
  }

  private func backedUp(
    _ tree: ObjectID, _ branch: TargetBranch, in repository: Repository
  ) throws(BotError) -> ObjectID {
    if undone == nil { return try Backups.added(to: tree, from: branch.tree, in: repository) }
    // An earlier proposal's originals stay with what it changed.
    return inputs.replacements == nil
      ? try Backups.removed(from: tree, in: repository) : tree
  }

  private func rules(_ branch: TargetBranch) -> MergeRules {
    MergeRules(values, branch, inputs, locked: locked)
  }
}

extension Conflict {
  /// The conflict as an error prints it.
  fileprivate var problem: ConfigurationError.Problem {
    ConfigurationError.Problem(
      "both you and the proposal changed this \(kind == .content ? "place" : "file")", file: path,
      position: line.map { TextPosition(line: $0, column: 1) },
      remedy: "change it by hand, or set \"conflicts\": \"keep-mine\"")
  }
}
