internal import Findings
internal import Git
internal import Rules
internal import YAML

/// What a run wants to change, complete but not yet anywhere but in the object database.
struct Proposal {
  /// A commit of the proposal.
  struct Step {
    let message: String
    let tree: ObjectID
  }

  let draft: Draft
  let findings: [Finding]
  /// The commits, oldest first; empty when there is nothing to propose.
  let steps: [Step]

  /// Whether the target branch already is what the inputs ask for.
  var isEmpty: Bool { steps.isEmpty }
}

extension Proposal {
  /// Computes the proposal for a branch: resolved, rendered, merged, finished, recorded, checked.
  ///
  /// - Throws: BotError for missing values, unusable rules and everything that stops a rendering.
  static func make(
    for branch: TargetBranch, from origin: TemplateOrigin?, _ request: Request,
    in workspace: Workspace, _ progress: Progress
  ) throws(BotError) -> Proposal {
    let resolved = try Resolved(branch, from: origin, request, in: workspace)
    progress.phase("rewriting")
    let change = try Change.to(resolved, in: workspace.repository, progress)
    if try resolved.isUndone {
      return Proposal(Draft(unchanged: resolved, change), findings: change.findings + [.undone])
    }
    return try Proposal(change, of: resolved, request, in: workspace, progress)
  }

  /// Computes the inverse of what was merged: the same merge with base and theirs exchanged.
  ///
  /// Later edits of the owner's are kept as in every merge. The half that `request` asks for is taken
  /// back, of the last merged proposal or of all. Nothing is left to do where it was taken back before.
  /// `tip` is the template's commit that a run would propose next.
  ///
  /// - Throws: BotError where nothing was merged yet, and as `make`.
  static func undoing(
    for branch: TargetBranch, tip: ObjectID?, _ request: Request, in workspace: Workspace,
    _ progress: Progress
  ) throws(BotError) -> Proposal {
    guard let lock = branch.lock else {
      throw BotError(
        "there is nothing to take back: \(branch.name) has no merged proposal", file: BotFile.lock,
        remedy: "close the review, or give decline, where a proposal is open")
    }
    var whole = request
    whole.only = nil
    let resolved = try Resolved(branch, from: nil, whole, in: workspace)
    progress.phase("taking back")
    let way = WayBack(request.only, all: request.takesAllBack, from: lock, tip: tip)
    let change = try Change.back(way, of: lock, resolved, in: workspace.repository)
    if lock.undone != nil, !request.takesAllBack {
      // What was taken back is the last that was merged, and what came before it is not known.
      return Proposal(
        Draft(unchanged: resolved, change), findings: change.findings + [.undoneBefore])
    }
    if change.inputs == lock.inputs, change.template.commit == lock.template.commit {
      return Proposal(Draft(unchanged: resolved, change), findings: change.findings)
    }
    return try Proposal(change, of: resolved, whole, in: workspace, progress)
  }

  /// Merges a change into the target branch, and checks what comes out.
  ///
  /// - Throws: BotError, of exit code 4 where the result has more errors than the target branch.
  private init(
    _ change: Change, of resolved: Resolved, _ request: Request, in workspace: Workspace,
    _ progress: Progress
  ) throws(BotError) {
    let (repository, target) = (workspace.repository, resolved.target)
    progress.phase("merging")
    let finished = try change.finished(on: target, in: repository)
    let standing = try target.standingConflicts(in: repository)
    let findings =
      change.findings + finished.findings + standing.map(Finding.init(unresolved:))
    guard finished.tree != target.tree || change.origin?.needsLock == true else {
      let draft = Draft(unchanged: resolved, change, conflicts: finished.conflicts)
      self.init(draft, findings: findings)
      return
    }
    let draft = try Draft(finished, change, of: resolved, standing: standing, in: workspace)
    let steps = draft.steps(finished.halves)
    progress.phase("checking")
    let dangers = try draft.dangers(isSurveyed: !finished.isKnownToBeSound, in: repository)
    if let held = draft.heldStorage(dangers, request) {
      let resolved = resolved.holding(held)
      progress.phase("rewriting")
      let change = try Change.to(resolved, in: repository, progress)
      try self.init(change, of: resolved, request, in: workspace, progress)
      return
    }
    let found = try draft.checked(
      request, dangers, isKnownToBeSound: finished.isKnownToBeSound, in: repository)
    self.init(draft, steps, findings: findings + found)
  }

  private init(_ draft: Draft, _ steps: [Step] = [], findings: [Finding]) {
    self.draft = draft
    self.steps = steps
    self.findings = findings
  }
}

extension Proposal {
  /// What the template has for the file that the base branch has at `path`.
  ///
  /// - Throws: BotError where nothing was merged yet, and where the file is not the template's.
  static func original(
    of path: String, for target: TargetBranch, in repository: Repository
  ) throws(BotError) -> [UInt8] {
    let tree = try repository.templateTree(
      of: try Change.templateCommit(of: target, in: repository))
    let files = try BotCore.rendered(tree, target.lock?.inputs ?? Inputs(), in: repository).files
    let original = files.first { $0.path == path }?.renamedFrom ?? path
    guard let bytes = try repository.bytes(at: original, in: tree) else {
      throw BotError(
        "the template has no file for \(path)", file: path,
        remedy: "give the path of a file as \(target.name) has it")
    }
    return bytes
  }
}

extension Proposal {
  var target: TargetBranch { draft.target }
  var resolution: InputResolution.Result { draft.resolution }
  var change: Change { draft.change }
  var conflicts: [Conflict] { draft.conflicts }
  /// The files that differ from the target branch's, with the edits that the rendering made in them.
  var files: [Rendering.File] { draft.files }
  /// The files that the bot alone writes: the lock, and those that hold nothing but generated values.
  var generatedPaths: ExactSet {
    let added = ExactSet(draft.changes.filter { $0.old == nil }.compactMap(\.new))
    let own = (resolution.inputs.configMaps ?? []).map(\.path)
    let new = files.filter { $0.isGenerated && $0.edits.isEmpty && added.contains($0.path) }
    return ExactSet([BotFile.lock] + own + new.map(\.path))
  }
  /// The tree that the target branch would have, lock included.
  var tree: ObjectID { draft.tree }
}
