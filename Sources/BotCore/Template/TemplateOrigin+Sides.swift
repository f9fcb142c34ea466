internal import Findings
internal import Git

extension TemplateOrigin {
  /// The three trees to merge, where `theirs` is what was rendered now.
  ///
  /// On all of them the configuration files are the merged ones already, and at the paths that are
  /// held back only values differ between base and theirs.
  ///
  /// - Returns: The trees, what a report says of them, and what an adoption could not tell apart.
  /// - Throws: BotError when an object cannot be read, and where both the recorded rendering and T₀
  ///   have gone.
  func sides(
    of target: TargetBranch, theirs: ObjectID, for new: Inputs, in repository: Repository
  ) throws(BotError) -> (sides: Sides, findings: [Finding], conflicts: [Conflict]) {
    var findings: [Finding] = []
    let start = try mergeBase(of: target, for: new, &findings, in: repository)
    let ours = try earlier.remains?.removed(from: target.tree, repository) ?? target.tree
    var sides = Sides(
      base: try configured(start, in: repository), theirs: try configured(theirs, in: repository),
      ours: try configured(ours, in: repository))
    guard case .adopted = earlier else { return (sides, findings, []) }
    // Most files are the same in both of the template's trees.
    let present = EarlierRendering(
      template: tree, tree: theirs, generated: Set((new.configMaps ?? []).map(\.path)))
    let conflicts = try adopt(&sides, target, for: new, reusing: present, in: repository)
    return (sides, findings, conflicts)
  }

  /// Brings an owner's branch that a script has rewritten, wholly or in part, to where a first proposal
  /// of the bot's would have brought it: what the script wrote as the rules do is then no edit, and the
  /// template's later changes of the same lines arrive.
  ///
  /// - Returns: Where the script, or the owner, wrote something else than the rules.
  private func adopt(
    _ sides: inout Sides, _ target: TargetBranch, for new: Inputs,
    reusing present: EarlierRendering,
    in repository: Repository
  ) throws(BotError) -> [Conflict] {
    let start = sides.base
    let rendering = try BotCore.rendered(start, new, reusing: present, in: repository)
    sides.base = try Rendering(tree: rendering.staticTree, staticTree: rendering.staticTree)
      .staticTree(with: target.lock?.inputs.configMaps, in: repository)
    let merged = try merge3(
      Sides(base: start, theirs: sides.base, ours: sides.ours),
      MergeRules(ValueChanges(from: nil, to: new), target, new), in: repository)
    sides.ours = merged.tree
    return merged.conflicts
  }

  /// The recorded rendering that the present one may take files from; nil for an adoption.
  func earlierRendering(
    of target: TargetBranch, for inputs: Inputs, in repository: Repository
  ) throws(BotError) -> EarlierRendering? {
    guard case .recorded = earlier, let old = earlier.commit else { return nil }
    return try .recorded(
      of: target, from: try repository.templateTree(of: old), for: inputs, in: repository)
  }

  /// What rules wrote that there are no longer; nil where none was removed, and where T₀ is not here.
  ///
  /// - Throws: BotError when an object cannot be read, or T₀ cannot be rendered.
  func removedRules(
    of target: TargetBranch, for new: Inputs, in repository: Repository
  ) throws(BotError) -> RemovedRules? {
    guard case .recorded(let commit?) = earlier, let lock = target.lock else { return nil }
    let old = try repository.templateTree(of: commit)
    return try RemovedRules(in: new, after: lock.inputs, from: old, repository) {
      tree, inputs throws(BotError) in
      try held.base(tree, from: old, to: self.tree, renderedWith: inputs, in: repository).tree
    }
  }

  /// The base of the merge, with what is held back of the template already in it.
  private func mergeBase(
    of target: TargetBranch, for new: Inputs, _ findings: inout [Finding], in repository: Repository
  ) throws(BotError) -> ObjectID {
    let start: ObjectID
    let inputs: Inputs?
    switch earlier {
    case .unknown(let own, _): return own
    case .recorded:
      guard let lock = target.lock else { return target.tree }
      let old = earlier.commit
      let recorded = try RenderedReference.tree(
        of: lock, for: new,
        from: { () throws(BotError) in
          try old.map { old throws(BotError) in try repository.templateTree(of: old) }
        }, in: repository)
      start = recorded.tree
      findings += recorded.findings
      inputs = lock.inputs.withoutPathsLeft(by: new)
    case .adopted(_, let tree, _):
      // What the bot generated for another template is no edit of the owner's.
      start = try Rendering(tree: tree, staticTree: tree)
        .staticTree(with: target.lock?.inputs.configMaps, in: repository)
      inputs = nil
    }
    let old = try earlier.commit.map { commit throws(BotError) in
      try repository.templateTree(of: commit)
    }
    let result = try held.base(start, from: old, to: tree, renderedWith: inputs, in: repository)
    if !result.held.isEmpty { findings.append(.templateHeld(result.held)) }
    return result.tree
  }

  /// `tree` with the merged configuration files in it.
  func configured(
    _ tree: ObjectID, in repository: Repository
  ) throws(BotError) -> ObjectID {
    try repository.tree(tree, setting: configuration.files)
  }
}
