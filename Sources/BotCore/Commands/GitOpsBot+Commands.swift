internal import Findings
internal import Flux
internal import Git
internal import YAML

extension GitOpsBot {
  /// Prepares what every command on a repository needs, while its options are looked at.
  public static func prepare() { GitLibrary.startInBackground() }

  /// What `plan` shows.
  public struct Plan {
    public var report: Report
    /// The patch of each file; empty when there is nothing to do.
    public var files: [File]
    /// The files with their counts of added and removed lines, as `git diff --stat` prints them.
    public var statistics: String

    /// A patch that `git apply` accepts on the base branch, unless the values of Secrets were asked to be
    /// withheld; empty when there is nothing to do.
    public var patch: [UInt8] { files.flatMap(\.patch) }

    /// What of the patch concerns one file.
    public struct File: Sendable {
      /// Its path in the proposal; that of a file that goes away, before.
      public let path: String
      /// Whether the bot alone writes it: the lock, and files that hold nothing but generated values.
      public let isGenerated: Bool
      public let patch: [UInt8]
    }
  }

  /// The environment for another program: without the variables that hold a credential.
  public static func withoutCredentials(_ variables: [String: String]) -> [String: String] {
    Secrets(in: variables).removed(from: variables)
  }

  /// Does what is due and hands it over for review.
  ///
  /// With `describes` the report of a proposal has its body.
  ///
  /// - Throws: BotError; then nothing was pushed.
  public static func run(
    _ request: Request, _ progress: Progress, describes: Bool = false
  ) async throws(BotError) -> Report {
    let settled = try Settled(request)
    var workspace = try await Workspace.open(request, progress)
    if !request.takesBack, let state = try settled.state(of: &workspace) {
      return Report(settled: state, workspace.references, workspace.findings)
    }
    let (branch, proposal) = try await propose(request, in: workspace, progress)
    func marks(_ report: Report) throws(BotError) -> [PushUpdate] {
      request.takesBack
        ? [] : try settled.marks(after: report, proposal, branch, in: workspace)
    }
    let read = try workspace.reading(of: proposal.target, request)
    var (report, pushed, records) = try await publish(
      proposal, on: branch, request, in: workspace, progress, marks: marks)
    report.read = read
    if describes, report.outcome == .proposed {
      report.body = proposal.body(in: workspace.repository)
    }
    let rest = records + (try marks(report)).filter { !pushed.contains($0) }
    do {
      // The run is done whether the server takes it or not.
      try workspace.update(rest, Progress())
    } catch {
      let reason = error.problems.first?.message ?? ""
      report.findings.append(
        records.isEmpty ? .notSettled(reason) : .renderedNotPushed(reason))
    }
    return report
  }

  /// Records that the open proposal is not wanted, and removes its branch where only the bot
  /// committed on it.
  ///
  /// - Returns: The reference that records it and keeps the commits.
  /// - Throws: BotError when nothing is open, and when the server declines.
  public static func decline(
    _ request: Request, _ progress: Progress
  ) async throws(BotError) -> String {
    let workspace = try await Workspace.open(request, progress)
    let target = try TargetBranch.read(workspace, request, progress)
    let branch = try ReviewBranch(for: target, in: workspace, progress)
    let reference = try branch.declining(target, in: workspace.repository)
    guard workspace.references.ids[reference] == nil else { return reference.text }
    var updates = [PushUpdate(source: branch.tip, destination: reference, expected: nil)]
    if try branch.peoplesCommits(on: target, in: workspace.repository).isEmpty {
      updates.append(
        PushUpdate(source: nil, destination: branch.reference, expected: branch.tip))
    }
    try workspace.update(updates, progress)
    return reference.text
  }

  /// Computes the same proposal and writes nothing.
  ///
  /// With `describes` the report of a proposal has its body. With `withholdsSecrets` the patch is for
  /// people, and has no values of Secrets in it.
  public static func plan(
    _ request: Request, _ progress: Progress, describes: Bool = false,
    withholdsSecrets: Bool = false
  ) async throws(BotError) -> Plan {
    let workspace = try await Workspace.open(request, progress)
    let (_, proposal) = try await propose(request, in: workspace, progress)
    var report = Report(proposal.isEmpty ? .unchanged : .planned, proposal, commit: nil)
    report.read = try workspace.reading(of: proposal.target, request)
    if proposal.isEmpty { return Plan(report: report, files: [], statistics: "") }
    if describes { report.body = proposal.body(in: workspace.repository) }
    let repository = workspace.repository
    let (patches, statistics) = try git("comparing") { () throws(GitError) in
      let diff = try repository.diff(from: proposal.target.tree, to: proposal.tree)
      return (try diff.patches(), try diff.statistics())
    }
    let generated = proposal.generatedPaths
    let shown =
      withholdsSecrets
      ? ShownPatches(from: proposal.target.tree, to: proposal.tree, in: repository) : nil
    let files = try patches.map { patch throws(BotError) in
      Plan.File(
        path: patch.newPath, isGenerated: generated.contains(patch.newPath),
        patch: try shown?.bytes(of: patch) ?? patch.bytes)
    }
    return Plan(report: report, files: files, statistics: statistics)
  }

  /// The generated ConfigMaps as a YAML stream.
  public static func configMaps(
    _ request: Request, _ progress: Progress
  ) async throws(BotError) -> [UInt8] {
    let workspace = try await Workspace.open(request, progress)
    let (_, proposal) = try await propose(request, in: workspace, progress)
    var stream: [UInt8] = []
    for generated in proposal.resolution.inputs.configMaps ?? [] {
      stream += Array("---\n".utf8)
      stream += try manifest(generated.path) { () throws(ManifestError) in
        try ConfigMap(generated).yaml()
      }
    }
    return stream
  }

  /// The bytes that the template has for the file at `path` of the base branch; with `withholdsSecrets`
  /// without the values of Secrets.
  ///
  /// - Throws: BotError where nothing was merged yet, and where the file is not the template's.
  public static func original(
    of path: String, _ request: Request, _ progress: Progress, withholdsSecrets: Bool = false
  ) async throws(BotError) -> [UInt8] {
    let workspace = try await Workspace.open(request, progress)
    let target = try TargetBranch.read(workspace, request, progress)
    var source = try await TemplateSource.find(for: target, request, in: workspace, progress)
    try source?.fetch(for: target, request, into: workspace, progress)
    let bytes = try Proposal.original(of: path, for: target, in: workspace.repository)
    return withholdsSecrets ? SecretLines(of: bytes).withheld : bytes
  }

  private static func proposal(
    for target: TargetBranch, _ source: TemplateSource?, _ request: Request,
    in workspace: Workspace,
    _ progress: Progress
  ) throws(BotError) -> Proposal {
    guard request.takesBack else {
      let origin = try source.map { source throws(BotError) in
        try TemplateOrigin(source, for: target, request, in: workspace)
      }
      return try Proposal.make(for: target, from: origin, request, in: workspace, progress)
    }
    return try Proposal.undoing(
      for: target, tip: source?.reference.commit, request, in: workspace, progress)
  }

  private static func propose(
    _ request: Request, in workspace: Workspace, _ progress: Progress
  ) async throws(BotError) -> (ReviewBranch, Proposal) {
    let target = try TargetBranch.read(workspace, request, progress)
    var source = try await TemplateSource.find(for: target, request, in: workspace, progress)
    let branch = try ReviewBranch(for: target, in: workspace, progress)
    try source?.fetch(for: target, request, into: workspace, progress)
    try git("preparing to write") { () throws(GitError) in
      try workspace.repository.holdNewObjectsInMemory()
    }
    var own = workspace
    own.leavesOpenRecords = try branch.lostStart(target, in: workspace.repository) != nil
    let proposal = try proposal(for: target, source, request, in: own, progress)
    try CredentialSearch.check(proposal, on: branch, request, in: workspace)
    return (branch, proposal)
  }
}
