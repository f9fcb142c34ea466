public import Findings
internal import Git
internal import YAML

/// What a proposal is to do to the base branch: the way from one rendering to another.
struct Change {
  /// Where the template is from.
  var template: Lock.Template
  /// T: the template's commit.
  var commit: ObjectID
  /// I: what the rendering was made with.
  var inputs: Inputs
  /// `rendered(T, I)`, their side of the merge.
  var rendering: Rendering
  /// The last merged proposal's rendering, this one, and the owner's branch.
  var sides: Sides
  /// What the base was rendered with; nil where it has the stand-ins.
  var locked: Inputs?
  /// The values that differ between the two renderings.
  var values: ValueChanges
  /// The bytes that `infrastructure.config.json` shall have; nil leaves it.
  var infrastructure: [UInt8]?
  /// The digest of the inputs that this takes back; nil for everything but `undo`.
  var undone: String?
  /// Nil without an upstream template.
  var origin: TemplateOrigin?
  /// What stood in the way before: where an adoption cannot tell a script's work from the owner's.
  var earlierConflicts: [Conflict] = []
}

extension Change {
  /// The merge of this change with the owner's branch `ours`, finished.
  struct Result {
    var finished: WiredTree
    /// The same without the dynamic part.
    var staticTree: ObjectID
    var merged: Merged
    var findings: [Finding]
    /// Whether nothing in the finished tree can have errors that the owner's branch has not.
    var isKnownToBeSound = false
  }

  /// Merges and finishes.
  ///
  /// - Throws: BotError of exit code 3 for conflicts where the configuration asks for that, of 4 where
  ///   something of the owner's stands in the way, and when an object cannot be read or changed.
  func applied(
    to branch: BaseBranch, reusing earlier: EarlierFinish?, in repository: Repository
  ) throws(BotError) -> Result {
    if let earlier, let result = try applied(to: branch, finishedAs: earlier, in: repository) {
      return result
    }
    try repository.known.survey(branch.tree)
    let normal = try sides.normalised(
      for: branch.bot.wiring, inputs, locked: locked, in: repository)
    var merged = try merge3(normal.sides, rules(branch), in: repository)
    merged.conflicts =
      (merged.conflicts + earlierConflicts.filter { !merged.conflicts.contains($0) })
      .sorted()
    if branch.bot.conflicts == .fail, !merged.conflicts.isEmpty {
      throw BotError(.conflicts, merged.conflicts.map(\.problem))
    }
    // Each step asks for other trees.
    repository.known.forgetNames()
    let finished = try finish(
      merged.tree, inputs, infrastructure: infrastructure, wiring: branch.bot.wiring,
      lock: branch.lock, in: repository)
    return try completed(
      Result(
        finished: finished, staticTree: branch.tree, merged: merged,
        findings: normal.findings + finished.findings), of: branch, in: repository)
  }

  /// The same where what changes makes no difference to Flux; nil where it may make one.
  ///
  /// The rest of the tree need not be looked through then: an earlier proposal has finished it.
  private func applied(
    to branch: BaseBranch, finishedAs earlier: EarlierFinish, in repository: Repository
  ) throws(BotError) -> Result? {
    guard undone == nil, infrastructure == nil, branch.bot.wiring == .auto,
      let lock = branch.lock, earlierConflicts.isEmpty, inputs.configMaps?.isEmpty == false,
      let sides = try sides.normalised(for: inputs, finished: earlier, in: repository)
    else { return nil }
    let merged = try merge3(sides, rules(branch), in: repository)
    guard merged.conflicts.isEmpty, try earlier.covers(merged.tree, in: repository) else {
      return nil
    }
    return try completed(
      Result(
        finished: WiredTree(tree: merged.tree, wired: lock.wired), staticTree: branch.tree,
        merged: merged, findings: [], isKnownToBeSound: true), of: branch, in: repository)
  }

  /// Adds the tree without the dynamic part, and the backups that the owner wants.
  private func completed(
    _ result: Result, of branch: BaseBranch, in repository: Repository
  ) throws(BotError) -> Result {
    var result = result
    let tree = result.finished.tree
    guard tree != branch.tree else { return result }
    repository.known.forgetNames()
    var partial = sides
    partial.theirs = try rendering.staticTree(
      with: branch.lock?.inputs.configMaps, in: repository)
    if let origin { partial.theirs = try origin.configured(partial.theirs, in: repository) }
    if result.isKnownToBeSound, let narrow = try partial.narrowed(in: repository) {
      partial = narrow
    }
    let merged = try merge3(partial, rules(branch), in: repository)
    result.staticTree = try finish(
      merged.tree, inputs, infrastructure: infrastructure, wiring: .none, in: repository
    ).tree
    if branch.bot.backup == .directory {
      result.finished.tree = try backedUp(tree, branch, in: repository)
      result.staticTree = try backedUp(result.staticTree, branch, in: repository)
    }
    return result
  }

  private func backedUp(
    _ tree: ObjectID, _ branch: BaseBranch, in repository: Repository
  ) throws(BotError) -> ObjectID {
    undone == nil
      ? try Backups.added(to: tree, from: branch.tree, in: repository)
      : try Backups.removed(from: tree, in: repository)
  }

  private func rules(_ branch: BaseBranch) -> MergeRules {
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
