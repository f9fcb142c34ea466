public import Findings
internal import Git

extension GitOpsBot {
  /// What is wrong with the manifests of the base branch, sorted by place.
  ///
  /// - Parameters:
  ///   - request: The repository and how to reach it.
  ///   - progress: Where to say what is being done.
  ///   - usesBaseline: Whether findings that the repository's baseline lists are left out.
  /// - Returns: The findings, without those that comments say to ignore.
  /// - Throws: BotError when the repository, its configuration or its baseline cannot be read.
  public static func check(
    _ request: Request, _ progress: Progress, usesBaseline: Bool = true
  ) async throws(BotError) -> [Finding] {
    let workspace = try await Workspace.open(request, progress)
    let target = try TargetBranch.read(workspace, request, progress)
    progress.phase("checking \(target.name)")
    var checking = try Checking(of: target, request, in: workspace)
    checking.usesBaseline = usesBaseline
    return try checking.findings(in: target.tree)
  }

  /// The bytes of a baseline file that lists `findings`.
  public static func baseline(of findings: [Finding]) throws(BotError) -> [UInt8] {
    try configuration { () throws(ConfigurationError) in
      try Baseline(of: findings).encoded()
    }
  }
}

extension Checking {
  /// The check of a base branch.
  ///
  /// Where the configuration does not say enough for a proposal, that is among the findings, and
  /// what the last proposal was made from takes its place.
  ///
  /// - Throws: BotError when an option cannot be used.
  init(of target: TargetBranch, _ request: Request, in workspace: Workspace) throws(BotError) {
    let overrides = try configuration { () throws(ConfigurationError) in
      try Overrides(options: request.settings, variables: request.variables)
    }
    var problems: [Finding] = []
    var inputs = target.lock?.inputs ?? Inputs()
    do throws(ConfigurationError) {
      let file = try InfrastructureFile(
        reading: target.infrastructure, overrides: overrides, environment: request.environment)
      let resolution = InputResolution(
        request: request, bot: target.bot, infrastructure: file, overrides: overrides,
        locked: target.lock?.knownInputs, repositoryName: workspace.repositoryName)
      try resolution.checkReplacements()
      inputs = try resolution.resolve().inputs
    } catch {
      let isAboutOptions = error.problems.contains { $0.file?.hasPrefix("--") == true }
      if isAboutOptions { throw BotError(error) }
      problems = error.problems.map { Finding(.configurationIncomplete, $0) }
    }
    self.init(
      inputs: inputs, lock: target.lock, repository: workspace.repository,
      unresolved: try target.standingConflicts(in: workspace.repository), problems: problems)
  }
}
