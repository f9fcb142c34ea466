internal import Findings
internal import Git

extension GitOpsBot {
  /// Pushes `proposal` where the branch does not hold it yet, and hands it over for review.
  ///
  /// - Parameters:
  ///   - proposal: What to hand over.
  ///   - branch: Where it goes.
  ///   - request: What was asked for.
  ///   - workspace: Has the objects.
  ///   - progress: Where to say what is being done.
  ///   - marks: What is to be pushed with a report that is final.
  /// - Returns: The report, what was pushed beside the branch, and what is still to be pushed for later
  ///   runs.
  /// - Throws: BotError; then nothing was pushed.
  static func publish(
    _ proposal: Proposal, on branch: ReviewBranch, _ request: Request, in workspace: Workspace,
    _ progress: Progress, marks: (Report) throws(BotError) -> [PushUpdate]
  ) async throws(BotError) -> (report: Report, pushed: [PushUpdate], records: [PushUpdate]) {
    let (target, repository) = (proposal.target, workspace.repository)
    let review = try BranchReview(for: target, in: workspace, request)
    if !request.takesBack, try await branch.isOpenUndo(of: target, review, in: workspace) {
      let isLost = try branch.lostStart(target, in: repository) != nil
      let open = Finding.undoOpen(target.bot.review.branch, isBaseLost: isLost)
      return (Report(.unchanged, proposal, commit: branch.tip, findings: [open]), [], [])
    }
    if proposal.isEmpty {
      let report = try await clear(
        branch, after: proposal, review, request, in: workspace, progress)
      return (report, [], [])
    }
    if let declined = try await declined(proposal, review, request, in: workspace) {
      return (Report(.unchanged, proposal, commit: nil, findings: [declined]), [], [])
    }
    let people = try branch.replayed(onto: proposal.tree, of: target, in: repository)
    let publication = Publication(
      proposal: proposal, branch: branch, workspace: workspace, people: people,
      request: request, review: review)
    let wanted = people.last?.tree ?? proposal.tree
    var report: Report
    var pushed: [PushUpdate] = []
    let records: [PushUpdate]
    if try branch.isUpToDate(with: wanted, on: target, in: repository) {
      report = Report(.unchanged, proposal, commit: branch.tip)
      records = try publication.restoreRendered()
    } else {
      let head = try await publication.makeCommits()
      report = Report(.proposed, proposal, commit: head)
      // What the forge says to a review decides whether a run has to ask it again.
      let outcome = try publication.publish(
        head, beside: review?.host == nil ? try marks(report) : [], progress)
      pushed = outcome.pushed
      records = outcome.records
    }
    if let review {
      if review.host != nil { progress.phase("asking for review of \(target.bot.review.branch)") }
      report.add(await review.propose(proposal, in: workspace))
      await report.addVerification(by: review, request)
    }
    return (report, pushed, records)
  }

  /// Says why `proposal` is not wanted; nil where nobody declined it.
  private static func declined(
    _ proposal: Proposal, _ review: BranchReview?, _ request: Request, in workspace: Workspace
  ) async throws(BotError) -> Finding? {
    let reference = try proposal.declinedReference()
    if !request.rechecks, workspace.references.ids[reference] != nil {
      return .declined(reference)
    }
    let isClosed = try await review?.isDeclined(try proposal.digest()) == true
    return isClosed ? .declinedReview : nil
  }

  /// Closes the open review and removes the branch, now that nothing is left to propose.
  private static func clear(
    _ branch: ReviewBranch, after proposal: Proposal, _ review: BranchReview?,
    _ request: Request, in workspace: Workspace, _ progress: Progress
  ) async throws(BotError) -> Report {
    let (target, repository) = (proposal.target, workspace.repository)
    let isOutdated = try branch.isOutdated(against: target, in: repository)
    var report = Report(.unchanged, proposal, commit: nil)
    let mayGo = try mayGo(branch, isOutdated: isOutdated, of: target, request, in: repository)
    if mayGo, let result = await review?.withdraw() {
      report.add(result)
      if report.review?.isClosed == true {
        let update = PushUpdate(source: nil, destination: branch.reference, expected: branch.tip)
        try workspace.update([update], progress)
        return report
      }
    }
    if isOutdated { report.findings.append(.outdatedProposal(target.bot.review.branch)) }
    return report
  }

  /// Whether nobody needs `branch` any more, on which nothing is left to propose.
  ///
  /// A branch with work of people's that the base branch lacks stays, and so does one that takes back
  /// what was merged: it was asked for by `undo`, which no run repeats.
  private static func mayGo(
    _ branch: ReviewBranch, isOutdated: Bool, of target: TargetBranch, _ request: Request,
    in repository: Repository
  ) throws(BotError) -> Bool {
    guard branch.tip != nil, !request.takesBack else { return false }
    if try branch.takesBack(from: target, in: repository) { return false }
    if !isOutdated { return true }
    return try branch.peoplesCommits(on: target, in: repository).isEmpty
  }
}

extension Report {
  fileprivate mutating func add(_ result: BranchReview.Result) {
    review = result.review
    findings += result.findings
  }

  /// Asks what the forge makes of the signatures, where there are some and it has a review.
  fileprivate mutating func addVerification(
    by branch: BranchReview, _ request: Request
  ) async {
    guard request.signs, let commit, review?.isOpen == true else { return }
    let answer = await branch.verification(of: commit)
    review?.commitsVerified = answer.isVerified
    findings += answer.findings
  }
}

extension ReviewBranch {
  /// Whether the branch proposes to take back what was merged, and nobody has declined that.
  fileprivate func isOpenUndo(
    of target: TargetBranch, _ review: BranchReview?, in workspace: Workspace
  ) async throws(BotError) -> Bool {
    let repository = workspace.repository
    guard try takesBack(from: target, in: repository) else { return false }
    // Where somebody squashed the bot's commits, there is nothing that could have been declined.
    guard let reference = try? declining(target, in: repository) else { return true }
    if workspace.references.ids[reference] != nil { return false }
    let digest = reference.rest(of: "\(BotReference.declined)") ?? ""
    return try await review?.isDeclined(digest) != true
  }

  /// Whether the branch proposes to take back what was merged into `base`.
  func takesBack(from target: TargetBranch, in repository: Repository) throws(BotError) -> Bool {
    guard let tip,
      let bytes = try repository.bytes(at: BotFile.lock, in: try repository.treeOfCommit(tip))
    else { return false }
    // What a person made of the lock on the branch is nothing that an undo left.
    guard let lock = try? Lock.decode(bytes), lock.undone != nil else { return false }
    return lock.undone != target.lock?.undone
  }
}
