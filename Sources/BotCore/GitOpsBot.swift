internal import Forge
internal import Git
internal import Manifests

/// The commands, without a terminal.
public enum GitOpsBot {
  /// What `plan` shows.
  public struct Plan {
    public var report: Report
    /// A patch that `git apply` accepts on the base branch; empty when there is nothing to do.
    public var patch: [UInt8]
    /// The files with their counts of added and removed lines, as `git diff --stat` prints them.
    public var statistics: String
  }

  /// Does what is due and hands it over for review.
  ///
  /// - Throws: BotError; then nothing was pushed.
  public static func run(_ request: Request, _ progress: Progress) async throws(BotError) -> Report
  {
    let (workspace, branch, proposal) = try await propose(request, progress)
    if proposal.isEmpty {
      let isOutdated = try branch.isOutdated(against: proposal.base, in: workspace.repository)
      let findings = isOutdated ? [Finding.outdatedProposal(proposal.base.bot.review.branch)] : []
      return Report(.unchanged, proposal, commit: nil, findings: findings)
    }
    let publication = Publication(proposal: proposal, branch: branch, workspace: workspace)
    if try branch.isUpToDate(with: proposal, in: workspace.repository) {
      return Report(
        .unchanged, proposal, commit: branch.tip, findings: try publication.restoreRendered(),
        review: review(of: proposal, in: workspace))
    }
    try branch.checkOnlyOwnCommits(since: proposal.base, in: workspace.repository)
    let outcome = try publication.publish(progress)
    return Report(
      .proposed, proposal, commit: outcome.commit, findings: outcome.findings,
      review: review(of: proposal, in: workspace))
  }

  /// Computes the same proposal and writes nothing.
  public static func plan(_ request: Request, _ progress: Progress) async throws(BotError) -> Plan {
    let (workspace, _, proposal) = try await propose(request, progress)
    if proposal.isEmpty {
      return Plan(report: Report(.unchanged, proposal, commit: nil), patch: [], statistics: "")
    }
    return try git("comparing") { () throws(GitError) in
      let diff = try workspace.repository.diff(from: proposal.base.tree, to: proposal.tree)
      return Plan(
        report: Report(.planned, proposal, commit: nil), patch: try diff.patch(),
        statistics: try diff.statistics())
    }
  }

  /// The generated ConfigMaps as a YAML stream.
  public static func configMaps(
    _ request: Request, _ progress: Progress
  ) async throws(BotError) -> [UInt8] {
    let (_, _, proposal) = try await propose(request, progress)
    var stream: [UInt8] = []
    for generated in proposal.resolution.inputs.configMaps ?? [] {
      stream += Array("---\n".utf8)
      stream += try manifest(generated.path) { () throws(ManifestError) in
        try ConfigMap(generated).yaml()
      }
    }
    return stream
  }

  private static func propose(
    _ request: Request, _ progress: Progress
  ) async throws(BotError) -> (Workspace, ReviewBranch, Proposal) {
    let workspace = try await Workspace.open(request, progress)
    let base = try BaseBranch.read(workspace, request, progress)
    let branch = try ReviewBranch(for: base, in: workspace, progress)
    try git("preparing to write") { () throws(GitError) in
      try workspace.repository.holdNewObjectsInMemory()
    }
    return (workspace, branch, try Proposal.make(for: base, request, in: workspace, progress))
  }

  /// The page where a person opens a review of the pushed branch; nil where no forge is known.
  private static func review(of proposal: Proposal, in workspace: Workspace) -> Report.Review? {
    guard case .remote(let location, _) = workspace.target,
      let forge = Forge(address: location.address)
    else { return nil }
    let url = forge.compareURL(base: proposal.base.name, branch: proposal.base.bot.review.branch)
    return Report.Review(number: nil, url: url, operation: "none")
  }
}
