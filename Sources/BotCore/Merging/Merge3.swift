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

/// The three-way merge at the heart of the design: what changed from `base` to `theirs`, done to
/// `ours`.
///
/// - Throws: BotError when an object cannot be read, and of exit code 4 where something of the owner's
///   stands in the way.
func merge3(
  _ sides: Sides, _ rules: MergeRules, in repository: Repository
) throws(BotError) -> Merged {
  // Trees are named by their content, so the two common cases need no walk.
  if sides.base == sides.theirs { return Merged(tree: sides.ours) }
  if sides.base == sides.ours { return Merged(tree: sides.theirs) }
  var merge = try TreeMerge(sides, rules, in: repository)
  return try merge.merged()
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
    let (old, new) = (locked?.configMaps ?? [], inputs.configMaps ?? [])
    guard wiring == .auto, !old.isEmpty || !new.isEmpty else { return (self, []) }
    var normalisation = try Normalisation(
      new.isEmpty ? old : new, (inputs.replacements ?? locked?.replacements), in: repository)
    var sides = Sides(
      base: try normalisation.normalised(base), theirs: theirs,
      ours: try normalisation.normalised(ours))
    // References that nothing will stand behind any more are left as the template has them.
    if !new.isEmpty { sides.theirs = try normalisation.normalised(theirs) }
    if let locked, !old.isEmpty {
      sides.base = try finish(sides.base, locked, wiring: wiring, in: repository).tree
      if !new.isEmpty {
        sides.theirs = try finish(sides.theirs, inputs, wiring: wiring, in: repository).tree
      }
    }
    return (sides, normalisation.findings.map(Finding.init).sorted())
  }
}
