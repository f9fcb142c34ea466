internal import Git
internal import Manifests
internal import Rewriter

/// What a run wants to change, complete but not yet anywhere but in the object database.
struct Proposal {
  /// A commit of the proposal, oldest first.
  struct Step {
    var message: String
    var tree: ObjectID
  }

  var base: BaseBranch
  var resolution: InputResolution.Result
  var rendering: Rendering
  var conflicts: [MergeConflict]
  var findings: [Finding]
  /// The files that differ from the base branch's, with the edits that the rendering made in them.
  var files: [Rendering.File] = []
  /// The tree that the base branch would have, lock included.
  var tree: ObjectID
  /// Empty when there is nothing to propose.
  var steps: [Step]
  /// The commit on `refs/gitops-bot/rendered`; nil when there is nothing to propose.
  var rendered: ObjectID?

  /// Whether the base branch already is what the inputs ask for.
  var isEmpty: Bool {
    steps.isEmpty
  }
}

extension Proposal {
  /// Computes the proposal for `base`: rendered, merged, finished.
  ///
  /// - Throws: BotError for missing values, unusable rules and everything that stops a rendering.
  static func make(
    for base: BaseBranch, _ request: Request, in workspace: Workspace, _ progress: Progress
  ) throws(BotError) -> Proposal {
    let repository = workspace.repository
    let (resolution, infrastructure) = try inputs(for: base, request, workspace)
    let template = try templateCommit(of: base, in: repository)
    progress.phase("rewriting")
    let rendering = try BotCore.rendered(
      try repository.treeOfCommit(template), resolution.inputs, in: repository)
    var findings = resolution.notes.map(Finding.init) + rendering.unproven.map(Finding.init)
    findings += rendering.missingFields.map(Finding.init(missing:))
    findings += rendering.encoded.map(Finding.init)
    if base.bot.template != nil { findings.append(.templateNotFollowed) }
    let sides = Sides(
      base: try mergeBase(of: base, template, repository, &findings), theirs: rendering.tree,
      ours: base.tree)
    let normal = try sides.normalised(
      for: base.bot.wiring, resolution.inputs, locked: base.lock?.inputs, in: repository)
    findings += normal.findings
    let merged = try merge3(normal.sides, in: repository)
    if base.bot.conflicts == .fail, !merged.conflicts.isEmpty {
      throw BotError(
        .conflicts,
        merged.conflicts.map { conflict in
          ConfigurationError.Problem(
            "both you and the proposal changed this file", file: conflict.path,
            remedy: "change it by hand, or set \"conflicts\": \"keep-mine\"")
        })
    }
    let finished = try finish(
      merged.tree, resolution.inputs, infrastructure: infrastructure, wiring: base.bot.wiring,
      recorded: base.lock?.wired ?? [], in: repository)
    findings += finished.findings
    var proposal = Proposal(
      base: base, resolution: resolution, rendering: rendering, conflicts: merged.conflicts,
      findings: findings, tree: finished.tree, steps: [], rendered: nil)
    if finished.tree != base.tree {
      let old = try rendering.staticTree(with: base.lock?.inputs.configMaps, in: repository)
      let partial = try merge3(
        Sides(base: sides.base, theirs: old, ours: sides.ours), in: repository)
      let staticPart = try finish(
        partial.tree, resolution.inputs, infrastructure: infrastructure, wiring: .none,
        in: repository)
      try proposal.addSteps(
        finished, staticTree: staticPart.tree, template: template, in: workspace)
      proposal.findings += try proposal.brokenReferences(in: repository)
      if !request.isForced {
        let checking = Checking(
          inputs: resolution.inputs, lock: base.lock, repository: repository)
        try checking.refuseMoreErrors(base: base.tree, proposal: proposal.tree)
      }
    }
    return proposal
  }

  /// I₁, and the bytes of `infrastructure.config.json` when the options changed them.
  private static func inputs(
    for base: BaseBranch, _ request: Request, _ workspace: Workspace
  ) throws(BotError) -> (InputResolution.Result, [UInt8]?) {
    try configuration { () throws(ConfigurationError) in
      let overrides = try Overrides(options: request.settings, variables: request.variables)
      let file = try InfrastructureFile(
        reading: base.infrastructure, overrides: overrides, environment: request.environment)
      let resolution = InputResolution(
        request: request, bot: base.bot, infrastructure: file, overrides: overrides,
        locked: base.lock?.inputs,
        repositoryName: workspace.repositoryName)
      try resolution.checkReplacements()
      let changed = !overrides.entries.isEmpty && file.bytes != base.infrastructure
      return (try resolution.resolve(), changed ? file.bytes : nil)
    }
  }

  /// T: the commit that the lock names, or the base branch before the first merged proposal.
  private static func templateCommit(
    of base: BaseBranch, in repository: Repository
  ) throws(BotError) -> ObjectID {
    guard let lock = base.lock else { return base.commit }
    guard let commit = try repository.present(lock.template.commit) else {
      throw BotError(
        "the lock names the commit \(lock.template.commit), which has gone", file: Lock.fileName,
        remedy: "bring the commit back (git push origin COMMIT:refs/heads/NAME)")
    }
    return commit
  }

  /// The tree that the last merged proposal was rendered to.
  private static func mergeBase(
    of base: BaseBranch, _ template: ObjectID, _ repository: Repository,
    _ findings: inout [Finding]
  ) throws(BotError) -> ObjectID {
    guard let lock = base.lock else { return base.tree }
    if let recorded = try repository.present(lock.rendered) {
      return try repository.treeOfCommit(recorded)
    }
    findings.append(.renderedAgain)
    let tree = try repository.treeOfCommit(template)
    return try BotCore.rendered(tree, lock.inputs, in: repository).tree
  }
}

extension Repository {
  /// The object that the hexadecimal digits `hex` name; nil when it is not in the database.
  func present(_ hex: String) throws(BotError) -> ObjectID? {
    guard let id = ObjectID(hex: hex) else { return nil }
    return try git("looking for \(hex)") { () throws(GitError) in try contains(id) ? id : nil }
  }

  /// The tree of a commit that is known to be there.
  func treeOfCommit(_ id: ObjectID) throws(BotError) -> ObjectID {
    try git("reading commit \(id)") { () throws(GitError) in try commit(id).tree }
  }
}
