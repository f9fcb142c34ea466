internal import Git
internal import Manifests

/// The three trees of a merge.
struct Sides {
  /// What the last merged proposal was rendered to.
  var base: ObjectID
  /// What is rendered now.
  var theirs: ObjectID
  /// The owner's branch.
  var ours: ObjectID
}

/// The outcome of `merge3`.
struct Merged {
  var tree: ObjectID
  /// What both sides changed; the tree holds the owner's side of each.
  var conflicts: [MergeConflict]
}

/// The three-way merge at the heart of the design: what changed from `base` to `theirs`, done to
/// `ours`.
///
/// - Throws: BotError when an object cannot be read.
func merge3(_ sides: Sides, in repository: Repository) throws(BotError) -> Merged {
  // Trees are named by their content, so the two common cases need no walk.
  if sides.base == sides.theirs { return Merged(tree: sides.ours, conflicts: []) }
  if sides.base == sides.ours { return Merged(tree: sides.theirs, conflicts: []) }
  let merge = try git("merging") { () throws(GitError) in
    try repository.mergeTrees(base: sides.base, ours: sides.ours, theirs: sides.theirs)
  }
  let blocked = merge.conflicts.filter { $0.base == nil && $0.ours == nil }
  if !blocked.isEmpty {
    throw BotError(
      .refused,
      blocked.map { conflict in
        ConfigurationError.Problem(
          "something of yours stands where this file has to go", file: conflict.path,
          remedy: "move or rename it, and run again")
      })
  }
  // A file that the owner deleted stays deleted, whatever became of it: that is no conflict.
  return Merged(tree: merge.tree, conflicts: merge.conflicts.filter { $0.ours != nil })
}

extension Sides {
  /// All three sides with their references in the form that Flux can substitute, and the rendered
  /// ones wired as the owner's branch was.
  ///
  /// Without that the wiring on the owner's side would be an edit beside each changed value. `locked`
  /// are the inputs that the base was rendered with; nil before the first merged proposal, when the
  /// base is the owner's branch itself.
  ///
  /// - Throws: BotError when an object cannot be read, and when two values would get one name.
  func normalised(
    for wiring: BotConfiguration.Wiring, _ inputs: Inputs, locked: Inputs?,
    in repository: Repository
  ) throws(BotError) -> (sides: Sides, findings: [Finding]) {
    guard wiring == .auto, let configMaps = inputs.configMaps, !configMaps.isEmpty else {
      return (self, [])
    }
    var normalisation = try Normalisation(
      configMaps, inputs.replacements, in: repository)
    var sides = Sides(
      base: try normalisation.normalised(base), theirs: try normalisation.normalised(theirs),
      ours: try normalisation.normalised(ours))
    if let locked, locked.configMaps?.isEmpty == false {
      sides.base = try finish(sides.base, locked, wiring: wiring, in: repository).tree
      sides.theirs = try finish(sides.theirs, inputs, wiring: wiring, in: repository).tree
    }
    return (sides, normalisation.findings.map(Finding.init).sorted())
  }
}
