internal import Findings
internal import Git

extension Change {
  /// Renders the template with the resolved inputs: I₁ on T₁.
  ///
  /// - Throws: BotError for everything that stops a rendering.
  static func to(
    _ resolved: Resolved, in repository: Repository, _ progress: Progress
  ) throws(BotError) -> Change {
    guard let origin = resolved.origin else { return try sync(resolved, in: repository, progress) }
    return try update(from: origin, resolved, in: repository, progress)
  }

  /// The change from the last merged proposal, or from the stand-ins, to the inputs.
  private static func sync(
    _ resolved: Resolved, in repository: Repository, _ progress: Progress
  ) throws(BotError) -> Change {
    let (target, inputs) = (resolved.target, resolved.resolution.inputs)
    let template = try templateCommit(of: target, in: repository)
    let tree = try repository.treeOfCommit(template)
    let rendering = try rendered(
      tree, inputs,
      reusing: try .recorded(of: target, from: tree, for: inputs, in: repository), in: repository,
      progress)
    let locked = target.lock?.inputs
    let start = try mergeBase(of: target, tree, for: inputs, in: repository)
    let removed = try locked.flatMap { locked throws(BotError) in
      try RemovedRules(in: inputs, after: locked, from: tree, repository)
    }
    let theirs = try removed?.kept(in: rendering.tree, repository) ?? rendering.tree
    return Change(
      template: target.lock?.template ?? Lock.Template(commit: template), commit: template,
      inputs: inputs, rendering: rendering,
      sides: Sides(base: start.tree, theirs: theirs, ours: target.tree), locked: locked,
      values: ValueChanges(from: locked, to: inputs), infrastructure: resolved.infrastructure,
      findings: resolved.findings + start.findings + rendering.findings
        + (try resolved.fit(to: tree, rendering, in: repository)))
  }

  /// The change from the last merged proposal, or from the commit that the repository was made from,
  /// to the upstream template as it is now.
  private static func update(
    from origin: TemplateOrigin, _ resolved: Resolved, in repository: Repository,
    _ progress: Progress
  ) throws(BotError) -> Change {
    let (target, inputs) = (resolved.target, resolved.resolution.inputs)
    let source = origin.renderedTree
    let rendering = try rendered(
      source.tree, inputs, keepsSelfContained: source.keepsSelfContained,
      reusing: try origin.earlierRendering(of: target, for: inputs, in: repository), in: repository,
      progress)
    let removed = try origin.removedRules(of: target, for: inputs, in: repository)
    let theirs = try removed?.kept(in: rendering.tree, repository) ?? rendering.tree
    let made = try origin.sides(of: target, theirs: theirs, for: inputs, in: repository)
    let locked = origin.earlier.isRecorded ? target.lock?.inputs : nil
    return Change(
      template: origin.template, commit: origin.commit, inputs: inputs, rendering: rendering,
      sides: made.sides, locked: locked,
      // An adopted branch has the present values already.
      values: ValueChanges(from: origin.earlier.isAdopted ? inputs : locked, to: inputs),
      infrastructure: resolved.infrastructure, origin: origin,
      earlierConflicts: made.conflicts,
      findings: resolved.findings + origin.findings + made.findings + rendering.findings
        + (try resolved.fit(
          to: source.tree, rendering, judgesRules: !source.keepsSelfContained, in: repository)))
  }

  /// T: the commit that the lock names, or the base branch before the first merged proposal.
  static func templateCommit(
    of target: TargetBranch, in repository: Repository
  ) throws(BotError) -> ObjectID {
    guard let lock = target.lock else { return target.commit }
    return try templateCommit(lock.template.commit, in: repository)
  }

  /// A commit that the lock names.
  static func templateCommit(
    _ id: ObjectID, in repository: Repository
  ) throws(BotError) -> ObjectID {
    guard let commit = try repository.commit(ifPresent: id) else {
      throw BotError(
        "the lock names the commit \(id), which has gone", file: BotFile.lock,
        remedy: "bring the commit back (git push origin COMMIT:refs/heads/NAME)")
    }
    return commit
  }

  /// Where the merge starts: what the last merged proposal was rendered to, or the branch itself.
  static func mergeBase(
    of target: TargetBranch, _ template: ObjectID, for inputs: Inputs, in repository: Repository
  ) throws(BotError) -> (tree: ObjectID, findings: [Finding]) {
    guard let lock = target.lock else { return (target.tree, []) }
    return try RenderedReference.tree(
      of: lock, for: inputs, from: { () throws(BotError) in template }, in: repository)
  }
}
