internal import Findings
internal import Git

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
      let bytes = resolution.infrastructure.bytes
      let changed = !resolution.overrides.entries.isEmpty && bytes != settled.infrastructure
      return (try resolution.resolve(), changed ? bytes : nil)
    }
    self.target = settled
    self.origin = origin
  }

  /// What a report says before anything is rendered.
  var findings: [Finding] { target.findings + resolution.notes }

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
