internal import Git

/// The bot's branch as the server has it before a run.
struct ReviewBranch {
  /// `refs/heads/…`.
  let reference: ReferenceName
  /// Nil when the branch is not there yet.
  let tip: ObjectID?

  /// Reads the branch that `base` asks for.
  ///
  /// - Throws: BotError with exit code 4 when it is the base or the default branch.
  init(
    for target: TargetBranch, in workspace: Workspace, _ progress: Progress
  ) throws(BotError) {
    let name = target.bot.review.branch
    let standard = workspace.references.defaultBranch?.branch
    if name == target.name || name == standard {
      throw BotError(
        .refused,
        "review.branch is \"\(name)\", the \(name == target.name ? "base" : "default") branch",
        file: target.bot.file, remedy: "choose another name, such as gitops-bot/sync")
    }
    guard let reference = ReferenceName(branch: name) else {
      throw BotError(
        "review.branch \"\(name)\" is not a valid branch name", file: target.bot.file,
        remedy: "choose another name, such as gitops-bot/sync")
    }
    self.reference = reference
    tip = workspace.references.ids[reference]
    try workspace.fetch([reference], progress)
  }

  /// Whether the branch, brought onto the base as it is now, has the tree `wanted`.
  ///
  /// Trees are compared, so neither commit ids nor a base that moved elsewhere count; the lock is
  /// left out, since a change of the lock alone is not proposed.
  func isUpToDate(
    with wanted: ObjectID, on target: TargetBranch, in repository: Repository
  ) throws(BotError) -> Bool {
    guard let tip, try lostStart(target, in: repository) == nil else { return false }
    return try git("comparing with \(reference)") { () throws(GitError) in
      guard let fork = try repository.mergeBase(tip, target.commit) else { return false }
      let merge = try repository.mergeTrees(
        base: try repository.commit(fork).tree, ours: target.tree,
        theirs: try repository.commit(tip).tree)
      let lock: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = [(BotFile.lock, nil)]
      let present = try repository.writeTree(merge.tree, settingPaths: lock)
      let proposed = try repository.writeTree(wanted, settingPaths: lock)
      return merge.conflicts.isEmpty && present == proposed
    }
  }

  /// Whether the branch would still change the base branch, although nothing is left to propose.
  func isOutdated(
    against target: TargetBranch, in repository: Repository
  ) throws(BotError) -> Bool {
    guard let tip else { return false }
    if try lostStart(target, in: repository) != nil { return true }
    return try git("comparing with \(reference)") { () throws(GitError) in
      guard let fork = try repository.mergeBase(tip, target.commit) else { return true }
      if fork == tip { return false }
      let merge = try repository.mergeTrees(
        base: try repository.commit(fork).tree, ours: target.tree,
        theirs: try repository.commit(tip).tree)
      let lock: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = [(BotFile.lock, nil)]
      let merged = try repository.writeTree(merge.tree, settingPaths: lock)
      let present = try repository.writeTree(target.tree, settingPaths: lock)
      return !merge.conflicts.isEmpty || merged != present
    }
  }
  /// The tip of the base branch that the bot made this branch on, where the base branch no longer has
  /// it: somebody has rewritten it since, and what leads to that commit is the old base branch's.
  ///
  /// The bot's commits tell, not what the base branch holds now. Nil also where there are none.
  func lostStart(
    _ target: TargetBranch, in repository: Repository
  ) throws(BotError) -> ObjectID? {
    guard let tip else { return nil }
    return try git("reading \(reference)") { () throws(GitError) in
      var start: ObjectID?
      var proposal: ProposalTrailers?
      for id in try repository.history(of: [tip], without: [target.commit]) {
        let commit = try repository.commit(id)
        guard let trailers = ProposalTrailers(of: commit.message),
          trailers == proposal ?? trailers
        else { continue }
        proposal = trailers
        if let named = trailers.base, try repository.containsCommit(named) {
          start = named
          break
        }
        // Commits of earlier versions name none: it is the parent of the proposal's oldest one.
        start = commit.parents.first
      }
      guard let start, try !repository.isAncestor(start, of: target.commit) else { return nil }
      return start
    }
  }
}

/// What the commits of one proposal have in common.
struct ProposalTrailers: Equatable {
  let template: String?
  let inputs: String
  /// The tip that the base branch had.
  let base: ObjectID?

  /// Nil where the message is none of the bot's.
  init?(of message: String) {
    guard let inputs = Trailer.value(of: Trailer.inputs, in: message) else { return nil }
    self.inputs = inputs
    template = Trailer.value(of: Trailer.template, in: message)
    base = Trailer.value(of: Trailer.base, in: message).flatMap(ObjectID.init(hex:))
  }
}
