internal import Findings
internal import Git
internal import Rewriter

/// What is asked for: the branch, where the template comes from, and the inputs that follow from both.
struct Resolved {
  /// With the configuration of the template's new version, where that brings one.
  let target: TargetBranch
  /// Nil without an upstream template.
  let origin: TemplateOrigin?
  private(set) var resolution: InputResolution.Result
  /// The bytes that `infrastructure.config.json` shall have; nil leaves it.
  let infrastructure: [UInt8]?
  /// The owner's template for the body of the review; nil for the bot's own words.
  let reviewText: MessageTemplate?

  /// Resolves I₁, the inputs of this run.
  ///
  /// - Throws: BotError for missing values and for options that cannot be used.
  init(
    _ branch: TargetBranch, from origin: TemplateOrigin?, _ request: Request,
    in workspace: Workspace
  ) throws(BotError) {
    reviewText = try branch.reviewText(in: workspace.repository)
    var target = branch
    if let origin {
      target.bot = origin.configuration.bot
      target.infrastructure = origin.configuration.infrastructure
    }
    let settled = target
    (resolution, infrastructure) = try configuration { () throws(ConfigurationError) in
      let resolution = try InputResolution(
        request, settled.bot, reading: settled.infrastructure, locked: settled.lock?.knownInputs,
        repositoryName: workspace.repositoryName)
      let bytes = resolution.isWritten ? resolution.infrastructure.bytes : nil
      return (try resolution.resolve(), bytes)
    }
    self.target = settled
    self.origin = origin
  }

  /// What a report says before anything is rendered.
  var findings: [Finding] { target.findings + resolution.notes }

  /// What is to be said of rules and patterns that fit nothing in the template.
  ///
  /// Only before the first merged proposal, and of those that are new: others were read with it, and may well
  /// be for what the owner has removed, or for what comes later.
  ///
  /// - Throws: BotError when an object cannot be read.
  func fit(
    to template: ObjectID, _ rendering: Rendering, judgesRules: Bool = true,
    in repository: Repository
  ) throws(BotError) -> [Finding] {
    let (bot, lock) = (target.bot, target.lock?.knownInputs.replacements)
    // With half of the work left out the rules may not have been looked for.
    guard resolution.inputs.replacements?.rules == bot.replacements.map(Inputs.RuleInput.init)
    else { return [] }
    let known = Set(lock?.rules.map { "\($0.kind) \($0.from)" } ?? [])
    let new = bot.replacements.filter { !known.contains("\($0.kind.rawValue) \($0.from)") }
    let old = Set((lock?.include ?? []) + (lock?.exclude ?? []) + (lock?.perEnvironment ?? []))
    let patterns = Set(bot.patterns.map(\.pattern)).subtracting(old)
    guard !new.isEmpty || !patterns.isEmpty || target.lock == nil else { return [] }
    let tree = GitTree(template, in: repository)
    let fit = try ConfigurationFit(
      bot, in: tree,
      ConfigurationFit.Question(
        rules: judgesRules ? Set(new.map(\.place)) : [], patterns: patterns,
        known: Set(rendering.files.flatMap { $0.edits.compactMap(\.rule) }),
        looksOutside: target.lock == nil))
    let flux = target.lock == nil ? Finding.fluxNotFound(in: TreeFiles(tree)) : []
    try tree.throwError()
    return fit.findings + flux
  }

  /// The same with sizes of storage that stay as they are.
  func holding(_ held: HeldStorage) -> Resolved {
    var copy = self
    copy.resolution.inputs = held.applied(to: resolution.inputs)
    copy.resolution.notes += held.findings
    return copy
  }

  /// Whether these inputs are those that `undo` took back.
  ///
  /// - Throws: BotError when a digest cannot be made.
  var isUndone: Bool {
    get throws(BotError) {
      guard let undone = target.lock?.undone else { return false }
      if let commit = target.lock?.undoneTemplate, commit != origin?.commit { return false }
      return try undone == resolution.inputs.digest()
    }
  }
}
