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
    guard let tip else { return false }
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
    return try git("comparing with \(reference)") { () throws(GitError) in
      guard let fork = try repository.mergeBase(tip, target.commit), fork != tip else {
        return false
      }
      let merge = try repository.mergeTrees(
        base: try repository.commit(fork).tree, ours: target.tree,
        theirs: try repository.commit(tip).tree)
      let lock: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = [(BotFile.lock, nil)]
      let merged = try repository.writeTree(merge.tree, settingPaths: lock)
      let present = try repository.writeTree(target.tree, settingPaths: lock)
      return !merge.conflicts.isEmpty || merged != present
    }
  }
}
