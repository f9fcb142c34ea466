internal import Foundation
internal import Git

/// Brings a proposal to where people review it.
struct Publication {
  let proposal: Proposal
  let branch: ReviewBranch
  let workspace: Workspace
  /// What people have committed on the branch, to be carried to the new proposal.
  var people: [ReplayedCommit] = []
  /// How the commits are signed.
  let request: Request
  /// Knows what a server wants to say that declines; nil where it is of no known kind.
  var review: BranchReview?

  /// What came of it.
  struct Outcome {
    /// What was pushed beside the branch.
    var pushed: [PushUpdate] = []
    /// What is still to be pushed.
    var records: [PushUpdate] = []
  }

  /// Moves the branch to `head`, the proposal's last commit, on the server or in the local repository.
  ///
  /// The branch moves from what it was when the proposal was computed, or not at all.
  ///
  /// - Parameters:
  ///   - head: The commit.
  ///   - marks: What else a server is to be given once the branch is there.
  ///   - progress: Where to say what is being done.
  /// - Returns: What became of the rest.
  /// - Throws: BotError when the server declines, with the words of its hook.
  func publish(
    _ head: ObjectID, beside marks: [PushUpdate], _ progress: Progress
  ) throws(BotError) -> Outcome {
    let update = PushUpdate(source: head, destination: branch.reference, expected: branch.tip)
    switch workspace.target {
    case .local:
      progress.phase("writing \(branch.reference.short)")
      // The rendered commit first: a branch whose lock names it must never be without it.
      try workspace.update(records + [update], progress)
      return Outcome()
    case .remote:
      progress.phase("pushing \(branch.reference.short)")
      do {
        let pushed = try push(update, beside: records + marks, progress)
        return Outcome(pushed: pushed, records: records.filter { !pushed.contains($0) })
      } catch {
        throw review?.explained(error) ?? error
      }
    }
  }

  /// Pushes the branch, and with it what later runs start from: a push takes servers a while.
  ///
  /// Nothing is said of what is declined beside the branch, which can be made again. Pushes are not atomic:
  /// where the branch is declined, what was taken beside it is taken back.
  ///
  /// - Returns: What the server took beside the branch.
  /// - Throws: BotError when it declines the branch, also alone.
  private func push(
    _ update: PushUpdate, beside others: [PushUpdate], _ progress: Progress
  ) throws(BotError) -> [PushUpdate] {
    if !others.isEmpty, let accepted = try workspace.push([update] + others, progress)?.accepted {
      let taken = others.filter { accepted.contains($0.destination) }
      if accepted.contains(update.destination) { return taken }
      // A reference that cannot be taken back does no harm, and what is wrong is told below.
      try? workspace.update(taken.compactMap(\.reversed), Progress())
    }
    // Another run may have recorded something meanwhile, and some servers decline everything for the
    // sake of one reference or object.
    try workspace.update([update], progress)
    return []
  }

  /// What brings the recorded rendering of an open proposal back to the server where it has gone.
  ///
  /// - Throws: BotError when a local repository cannot be written.
  func restoreRendered() throws(BotError) -> [PushUpdate] {
    guard workspace.references.ids[BotReference.rendered] == nil else { return [] }
    guard case .local = workspace.target else { return records }
    try workspace.update(records, Progress())
    return []
  }

  /// The updates of what later runs start from, as far as the server does not have it: the rendering,
  /// and the finished tree.
  private var records: [PushUpdate] {
    let ids = workspace.references.ids
    let present = (rendered: ids[BotReference.rendered], finished: ids[BotReference.finished])
    var updates: [PushUpdate] = []
    if let rendered = proposal.draft.rendered, rendered != present.rendered {
      updates.append(
        PushUpdate(
          source: rendered, destination: BotReference.rendered, expected: present.rendered))
    }
    // Where none is recorded, as with something that is to be said again, the next run looks at everything.
    if proposal.draft.finished != present.finished {
      updates.append(
        PushUpdate(
          source: proposal.draft.finished, destination: BotReference.finished,
          expected: present.finished))
    }
    return updates
  }

  /// Makes the commits, at the present time.
  ///
  /// - Returns: The last one.
  /// - Throws: BotError when a commit cannot be signed.
  func makeCommits() async throws(BotError) -> ObjectID {
    let time = Int64(Date().timeIntervalSince1970)
    let author = proposal.target.bot.author
    let own = Signature(name: author.name, email: author.email, time: time, offset: 0)
    let signOff = request.signsOff ? "Signed-off-by: \(author.name) <\(author.email)>\n" : ""
    let commits =
      proposal.steps.map {
        ReplayedCommit(author: own, message: $0.message + signOff, tree: $0.tree)
      } + people
    let signer = try CommitSigner(request)
    var head = proposal.target.commit
    for commit in commits {
      head = try await workspace.repository.commit(
        commit.tree, on: head, author: commit.author, committer: own, message: commit.message,
        signedBy: signer)
    }
    return head
  }
}

extension PushUpdate {
  /// What takes it back; nil for a removal.
  fileprivate var reversed: PushUpdate? {
    source.map { PushUpdate(source: expected, destination: destination, expected: $0) }
  }
}
