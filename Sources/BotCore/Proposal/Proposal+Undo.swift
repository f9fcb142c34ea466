public import Findings
internal import Git

extension Proposal {
  /// Computes the inverse of what was merged: the same merge with base and theirs exchanged.
  ///
  /// Later edits of the owner's are kept as in every merge. `part` takes back one half alone, nil
  /// both. Nothing is left to do where it was taken back before.
  ///
  /// - Throws: BotError where nothing was merged yet, and as `make`.
  static func undoing(
    _ part: Part?, for base: BaseBranch, _ request: Request, in workspace: Workspace,
    _ progress: Progress
  ) throws(BotError) -> Proposal {
    guard let lock = base.lock else {
      throw BotError(
        "there is nothing to take back: \(base.name) has no merged proposal", file: BotFile.lock,
        remedy: "close the review, or give decline, where a proposal is open")
    }
    let repository = workspace.repository
    let (resolution, _) = try inputs(for: base, request, workspace)
    progress.phase("taking back")
    let commit = try templateCommit(of: base, in: repository)
    let template = try repository.templateTree(of: commit)
    var rest = lock.inputs
    if part != .dynamic { rest.replacements = nil }
    if part != .static { rest.configMaps = nil }
    var findings = base.findings
    let rendering = try BotCore.rendered(template, rest, in: repository)
    let change = Change(
      template: lock.template, commit: commit, inputs: rest, rendering: rendering,
      sides: Sides(
        base: try mergeBase(of: base, commit, for: lock.inputs, repository, &findings),
        theirs: rendering.tree, ours: base.tree),
      locked: lock.inputs,
      values: part == .dynamic
        ? ValueChanges(from: lock.inputs, to: rest) : ValueChanges(reversing: lock.inputs),
      undone: try resolution.inputs.digest())
    var proposal = Proposal(
      base: base, resolution: resolution, change: change, findings: findings, tree: base.tree)
    if rest != lock.inputs { try proposal.complete(request, in: workspace, progress) }
    return proposal
  }

  /// What the template has for the file that the base branch has at `path`.
  ///
  /// - Throws: BotError where nothing was merged yet, and where the file is not the template's.
  static func original(
    of path: String, for base: BaseBranch, in repository: Repository
  ) throws(BotError) -> [UInt8] {
    let tree = try repository.templateTree(of: try templateCommit(of: base, in: repository))
    let files = try BotCore.rendered(tree, base.lock?.inputs ?? Inputs(), in: repository).files
    let original = files.first { $0.path == path }?.renamedFrom ?? path
    guard let bytes = try repository.bytes(at: original, in: tree) else {
      throw BotError(
        "the template has no file for \(path)", file: path,
        remedy: "give the path of a file as \(base.name) has it")
    }
    return bytes
  }
}
