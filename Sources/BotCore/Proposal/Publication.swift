internal import Foundation
internal import Git

/// Brings a proposal to where people review it.
struct Publication {
  let proposal: Proposal
  let branch: ReviewBranch
  let workspace: Workspace

  /// What came of it.
  struct Outcome {
    /// The proposal's last commit.
    var commit: ObjectID
    var findings: [Finding]
  }

  /// Makes the commits and moves the branch, on the server or in the local repository.
  ///
  /// The branch moves from what it was when the proposal was computed, or not at all.
  ///
  /// - Throws: BotError when the server declines, with the words of its hook.
  func publish(_ progress: Progress) throws(BotError) -> Outcome {
    let head = try makeCommits(at: Int64(Date().timeIntervalSince1970))
    let update = PushUpdate(source: head, destination: branch.reference, expected: branch.tip)
    switch workspace.target {
    case .local:
      try store([update] + [renderedUpdate].compactMap { $0 })
      return Outcome(commit: head, findings: [])
    case .remote(let location, let access):
      progress.phase("pushing \(shortBranchName(branch.reference))")
      // Pushes are not atomic, so the branch goes first and alone: a branch that is declined leaves
      // nothing behind, and a rendering that is declined can be made again.
      try push(update, to: location, access, progress)
      return Outcome(commit: head, findings: publishRendered(to: location, access))
    }
  }

  /// Brings the recorded rendering of an open proposal back where it has gone.
  ///
  /// - Throws: BotError when a local repository cannot be written.
  func restoreRendered() throws(BotError) -> [Finding] {
    guard workspace.references.ids[RenderedReference.name] == nil, let renderedUpdate else {
      return []
    }
    switch workspace.target {
    case .local:
      try store([renderedUpdate])
      return []
    case .remote(let location, let access): return publishRendered(to: location, access)
    }
  }

  /// The update of the recorded rendering; nil when the server has it.
  private var renderedUpdate: PushUpdate? {
    let recorded = workspace.references.ids[RenderedReference.name]
    guard let rendered = proposal.rendered, rendered != recorded else { return nil }
    return PushUpdate(source: rendered, destination: RenderedReference.name, expected: recorded)
  }

  /// - Returns: A finding when the server did not take it, for whatever reason.
  private func publishRendered(to location: Location, _ access: RemoteAccess) -> [Finding] {
    guard let renderedUpdate else { return [] }
    do {
      let report = try workspace.repository.push(
        to: location.address, updates: [renderedUpdate], access: access)
      return report.rejected[RenderedReference.name].map { [.renderedNotPushed($0)] } ?? []
    } catch {
      return [.renderedNotPushed(error.message)]
    }
  }

  private func makeCommits(at time: Int64) throws(BotError) -> ObjectID {
    let author = proposal.base.bot.author
    let signature = Signature(name: author.name, email: author.email, time: time, offset: 0)
    var head = proposal.base.commit
    for step in proposal.steps {
      let parent = head
      head = try git("committing") { () throws(GitError) in
        try workspace.repository.createCommit(
          tree: step.tree, parents: [parent], author: signature, committer: signature,
          message: step.message)
      }
    }
    return head
  }

  private func store(_ updates: [PushUpdate]) throws(BotError) {
    let repository = workspace.repository
    try git("writing the new objects") { () throws(GitError) in
      try repository.writeHeldObjects()
    }
    // The rendered commit first: a branch whose lock names it must never be without it.
    for update in updates.reversed() {
      guard let source = update.source else { continue }
      try git("updating \(update.destination)") { () throws(GitError) in
        try repository.setReference(
          update.destination, to: source, expecting: update.expected, message: "gitops-bot run")
      }
    }
  }

  private func push(
    _ update: PushUpdate, to location: Location, _ access: RemoteAccess, _ progress: Progress
  ) throws(BotError) {
    let report = try git("pushing to \(location.address)") { () throws(GitError) in
      try workspace.repository.push(
        to: location.address, updates: [update], access: access, progress: progress.transfer)
    }
    if let reason = report.rejected[branch.reference] {
      let words = report.serverMessages.trimmingCharacters(in: .whitespacesAndNewlines)
      throw BotError(
        "\(location.address) declined \(shortBranchName(branch.reference)): \(reason)"
          + (words.isEmpty ? "" : "\n" + words),
        remedy: "run again if another run moved it meanwhile; else see the server's rules for this "
          + "branch, or choose another review.branch")
    }
  }
}
