public import Findings
internal import Git
internal import Providers
internal import Rules

/// What a run wants to change, complete but not yet anywhere but in the object database.
struct Proposal {
  /// A commit of the proposal, oldest first.
  struct Step {
    var message: String
    var tree: ObjectID
  }

  var base: BaseBranch
  var resolution: InputResolution.Result
  var change: Change
  /// What the merge met now; those of earlier ones stand in the lock.
  var conflicts: [Conflict] = []
  var findings: [Finding]
  /// The files that differ from the base branch's, with the edits that the rendering made in them.
  var files: [Rendering.File] = []
  /// The tree that the base branch would have, lock included.
  var tree: ObjectID
  /// How that differs from the base branch's.
  var changes: [ChangedFile] = []
  /// The commit on `refs/gitops-bot/finished`; nil when there is nothing to propose, and when something
  /// was found that the next run has to say again.
  var finished: ObjectID?
  /// Empty when there is nothing to propose.
  var steps: [Step] = []
  /// The commit on `refs/gitops-bot/rendered`; nil when there is nothing to propose.
  var rendered: ObjectID?
  /// The owner's template for the body of the review; nil for the bot's own words.
  var reviewText: MessageTemplate?

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
    for branch: BaseBranch, from origin: TemplateOrigin?, _ request: Request,
    in workspace: Workspace, _ progress: Progress
  ) throws(BotError) -> Proposal {
    let repository = workspace.repository
    var base = branch
    if let origin {
      base.bot = origin.configuration.bot
      base.infrastructure = origin.configuration.infrastructure
    }
    let (resolution, infrastructure) = try inputs(for: base, request, workspace)
    progress.phase("rewriting")
    var findings = base.findings + resolution.notes.map(Finding.init)
    var change =
      if let origin {
        try update(
          of: base, from: origin, to: resolution.inputs, in: repository, progress, &findings)
      } else {
        try sync(of: base, to: resolution.inputs, in: repository, progress, &findings)
      }
    change.infrastructure = infrastructure
    findings += change.rendering.findings
    var proposal = Proposal(
      base: base, resolution: resolution, change: change, findings: findings, tree: base.tree)
    if let undone = base.lock?.undone, undone == (try resolution.inputs.digest()) {
      proposal.findings.append(.undone)
    } else {
      try proposal.complete(request, in: workspace, progress)
    }
    return proposal
  }

  /// Merges the change into the base branch and checks what comes out.
  ///
  /// - Throws: BotError, of exit code 4 where the result has more errors than the base branch.
  mutating func complete(
    _ request: Request, in workspace: Workspace, _ progress: Progress
  ) throws(BotError) {
    let repository = workspace.repository
    progress.phase("merging")
    let result = try change.applied(
      to: base, reusing: try EarlierFinish(for: change.inputs, base.lock, in: repository),
      in: repository)
    findings += result.findings
    conflicts = result.merged.conflicts
    tree = result.finished.tree
    let standing = try base.standingConflicts(in: repository)
    findings += standing.map(Finding.init(unresolved:))
    guard tree != base.tree || change.origin?.needsLock == true else { return }
    try addSteps(result, standing: standing, in: workspace)
    progress.phase("checking")
    // What was found out about the sides of the merge is not asked for again.
    repository.known.forgetNames()
    findings += try brokenReferences(in: repository)
    findings += try GitFiles.findings(in: tree, beside: base.tree, repository)
    repository.known.forgetNames()
    if base.lock != nil { try weighDangers(isAllowed: request.allowsReplacing, in: repository) }
    // What undo brings back was there before, with what was wrong in it; and a file with markers is
    // meant to be mended on the branch.
    let isMarked = base.bot.conflicts == .markers && !conflicts.isEmpty
    if !request.isForced, change.undone == nil, !isMarked, !result.isKnownToBeSound {
      let checking = Checking(
        inputs: change.inputs, lock: base.lock, repository: repository)
      try checking.refuseMoreErrors(base: base.tree, proposal: tree, in: changes)
    }
    // Making the pack takes room of its own.
    repository.known.forget()
  }

  /// Looks for changes that a cluster would answer by deleting something, once there can be a cluster.
  ///
  /// - Throws: BotError of exit code 4 that names each, unless they are allowed.
  private mutating func weighDangers(
    isAllowed: Bool, in repository: Repository
  ) throws(BotError) {
    let (before, after) = (GitTree(base.tree, in: repository), GitTree(tree, in: repository))
    let dangers = dangerousChanges(from: before, to: after, in: changes) { text in
      try? Quantity(parsing: text)
    }
    try before.throwError()
    try after.throwError()
    guard !dangers.isEmpty else { return }
    var found = dangers.map { $0.finding }
    guard isAllowed else {
      let summary = ConfigurationError.Problem(
        "the cluster would delete or refuse what this proposal changes",
        remedy: "look at what is listed below, and give --allow-replace where it is wanted")
      throw BotError(.refused, [summary] + found.map(ConfigurationError.Problem.init))
    }
    for index in found.indices { found[index].severity = .warning }
    findings += found
  }

  /// I₁, and the bytes of `infrastructure.config.json` when the options changed them.
  static func inputs(
    for base: BaseBranch, _ request: Request, _ workspace: Workspace
  ) throws(BotError) -> (InputResolution.Result, [UInt8]?) {
    try configuration { () throws(ConfigurationError) in
      let overrides = try Overrides(options: request.settings, variables: request.variables)
      let file = try InfrastructureFile(
        reading: base.infrastructure, overrides: overrides, environment: request.environment)
      let resolution = InputResolution(
        request: request, bot: base.bot, infrastructure: file, overrides: overrides,
        locked: base.lock?.knownInputs,
        repositoryName: workspace.repositoryName)
      try resolution.checkReplacements()
      let changed = !overrides.entries.isEmpty && file.bytes != base.infrastructure
      return (try resolution.resolve(), changed ? file.bytes : nil)
    }
  }

  /// The change from the last merged proposal, or from the stand-ins, to `inputs`.
  private static func sync(
    of base: BaseBranch, to inputs: Inputs, in repository: Repository, _ progress: Progress,
    _ findings: inout [Finding]
  ) throws(BotError) -> Change {
    let template = try templateCommit(of: base, in: repository)
    let tree = try repository.treeOfCommit(template)
    let rendering = try BotCore.rendered(
      tree, inputs,
      reusing: try .recorded(of: base, from: tree, for: inputs, in: repository), in: repository,
      progress)
    let locked = base.lock?.inputs.narrowed(to: inputs)
    return Change(
      template: base.lock?.template ?? Lock.Template(commit: template),
      commit: template, inputs: inputs,
      rendering: rendering,
      sides: Sides(
        base: try mergeBase(of: base, template, for: inputs, repository, &findings),
        theirs: rendering.tree, ours: base.tree),
      locked: locked, values: ValueChanges(from: locked, to: inputs))
  }

  /// The change from the last merged proposal, or from the commit that the repository was made from,
  /// to the upstream template as it is now.
  private static func update(
    of base: BaseBranch, from origin: TemplateOrigin, to inputs: Inputs,
    in repository: Repository, _ progress: Progress, _ findings: inout [Finding]
  ) throws(BotError) -> Change {
    let source = origin.renderedTree
    let rendering = try BotCore.rendered(
      source.tree, inputs, keepsSelfContained: source.keepsSelfContained,
      reusing: try origin.earlierRendering(of: base, for: inputs, in: repository), in: repository,
      progress)
    let made = try origin.sides(of: base, theirs: rendering.tree, for: inputs, in: repository)
    findings += origin.findings + made.findings
    let locked = origin.earlier.isRecorded ? base.lock?.inputs.narrowed(to: inputs) : nil
    return Change(
      template: origin.template, commit: origin.commit, inputs: inputs, rendering: rendering,
      sides: made.sides, locked: locked,
      // An adopted branch has the present values already.
      values: ValueChanges(from: origin.earlier.isAdopted ? inputs : locked, to: inputs),
      origin: origin, earlierConflicts: made.conflicts)
  }

  /// T: the commit that the lock names, or the base branch before the first merged proposal.
  static func templateCommit(
    of base: BaseBranch, in repository: Repository
  ) throws(BotError) -> ObjectID {
    guard let lock = base.lock else { return base.commit }
    guard let commit = try repository.commit(ifPresent: lock.template.commit) else {
      throw BotError(
        "the lock names the commit \(lock.template.commit), which has gone", file: BotFile.lock,
        remedy: "bring the commit back (git push origin COMMIT:refs/heads/NAME)")
    }
    return commit
  }

  /// The tree that the last merged proposal was rendered to.
  static func mergeBase(
    of base: BaseBranch, _ template: ObjectID, for inputs: Inputs, _ repository: Repository,
    _ findings: inout [Finding]
  ) throws(BotError) -> ObjectID {
    guard let lock = base.lock else { return base.tree }
    let tree = try repository.treeOfCommit(template)
    if lock.inputs.losesSomething(to: inputs) {
      return try BotCore.rendered(tree, lock.inputs.narrowed(to: inputs), in: repository).tree
    }
    if let recorded = try repository.commit(ifPresent: lock.rendered) {
      return try repository.treeOfCommit(recorded)
    }
    findings.append(.renderedAgain)
    return try BotCore.rendered(tree, lock.inputs, in: repository).tree
  }
}
