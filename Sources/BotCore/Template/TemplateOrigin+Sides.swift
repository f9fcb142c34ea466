internal import Git
internal import Manifests

extension TemplateOrigin {
  /// The three trees to merge, where `theirs` is what was rendered now.
  ///
  /// On all of them the configuration files are the merged ones already, and at the paths that are
  /// held back only values differ between base and theirs.
  ///
  /// - Returns: The trees, and what a report says of them.
  /// - Throws: BotError when an object cannot be read, and where both the recorded rendering and T₀
  ///   have gone.
  func sides(
    of base: BaseBranch, theirs: ObjectID, for new: Inputs, in repository: Repository
  ) throws(BotError) -> (sides: Sides, findings: [Finding]) {
    var findings: [Finding] = []
    let start = try mergeBase(of: base, for: new, &findings, in: repository)
    let ours = try earlier.remains?.removed(from: base.tree, repository) ?? base.tree
    return (
      Sides(
        base: try configured(start, in: repository), theirs: try configured(theirs, in: repository),
        ours: try configured(ours, in: repository)),
      findings
    )
  }

  /// The recorded rendering that the present one may take files from; nil for an adoption.
  func earlierRendering(
    of base: BaseBranch, for inputs: Inputs, in repository: Repository
  ) throws(BotError) -> EarlierRendering? {
    guard case .recorded = earlier, let old = earlier.commit else { return nil }
    return try .recorded(
      of: base, from: try repository.templateTree(of: old), for: inputs, in: repository)
  }

  /// The base of the merge, with what is held back of the template already in it.
  private func mergeBase(
    of base: BaseBranch, for new: Inputs, _ findings: inout [Finding], in repository: Repository
  ) throws(BotError) -> ObjectID {
    let start: ObjectID
    let inputs: Inputs?
    switch earlier {
    case .unknown(let own, _): return own
    case .recorded:
      start = try recordedTree(of: base, for: new, &findings, in: repository)
      inputs = base.lock?.inputs.narrowed(to: new)
    case .adopted(_, let tree, _):
      // What the bot generated for another template is no edit of the owner's.
      start = try Rendering(tree: tree, staticTree: tree)
        .staticTree(with: base.lock?.inputs.configMaps, in: repository)
      inputs = nil
    }
    let old = try earlier.commit.map { commit throws(BotError) in
      try repository.templateTree(of: commit)
    }
    let result = try held.base(start, from: old, to: tree, renderedWith: inputs, in: repository)
    if !result.held.isEmpty { findings.append(.templateHeld(result.held)) }
    return result.tree
  }

  /// What the last merged proposal was rendered to.
  private func recordedTree(
    of base: BaseBranch, for new: Inputs, _ findings: inout [Finding], in repository: Repository
  ) throws(BotError) -> ObjectID {
    if let lock = base.lock, let old = earlier.commit, lock.inputs.losesSomething(to: new) {
      let tree = try repository.templateTree(of: old)
      return try BotCore.rendered(tree, lock.inputs.narrowed(to: new), in: repository).tree
    }
    if let lock = base.lock, let recorded = try repository.present(lock.rendered) {
      return try repository.treeOfCommit(recorded)
    }
    guard let lock = base.lock, let old = earlier.commit else {
      throw BotError(
        "the lock names the template's commit \(base.lock?.template.commit ?? ""), which has gone, "
          + "and so has \(RenderedReference.name)", file: Lock.fileName,
        remedy: "bring one of them back, or give the nearest commit with --adopt COMMIT")
    }
    findings.append(.renderedAgain)
    let tree = try repository.templateTree(of: old)
    return try BotCore.rendered(tree, lock.inputs, in: repository).tree
  }

  /// `tree` with the merged configuration files in it.
  func configured(
    _ tree: ObjectID, in repository: Repository
  ) throws(BotError) -> ObjectID {
    var result = tree
    for file in configuration.files {
      result = try repository.tree(result, setting: file.path, to: file.bytes)
    }
    return result
  }
}
