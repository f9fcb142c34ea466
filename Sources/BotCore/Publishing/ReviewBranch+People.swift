internal import Git

/// A commit that a person made on the bot's branch, as it stands on top of a new proposal.
struct ReplayedCommit {
  var author: Signature
  var message: String
  var tree: ObjectID
}

extension ReviewBranch {
  /// The commits that people made on the branch while its review is open, on top of `tree`.
  ///
  /// One whose change `tree` has already is left out. Those of a branch that was merged are not
  /// replayed: what the owner took back since would come again.
  ///
  /// - Throws: BotError where they do not fit, and where it is not clear whether they were merged;
  ///   then the branch has to be left alone.
  func replayed(
    onto tree: ObjectID, of target: TargetBranch, in repository: Repository
  ) throws(BotError) -> [ReplayedCommit] {
    let people = try peoplesCommits(on: target, in: repository)
    guard let first = people.first else { return [] }
    if try wasMerged(into: target, in: repository) { return [] }
    let (its, ours) = try git("reading \(reference)") { () throws(GitError) in
      (
        try tip.flatMap { tip throws(GitError) in
          try repository.entry(at: BotFile.lock, in: try repository.commit(tip).tree)?.id
        }, try repository.entry(at: BotFile.lock, in: target.tree)?.id
      )
    }
    if its != nil, its == ours {
      throw try leftAlone(
        first, "and its proposal was merged, perhaps without it",
        "move what is still needed to another branch, and delete this one", in: repository)
    }
    var result: [ReplayedCommit] = []
    var top = tree
    for id in people {
      let picked = try pick(id, onto: top, in: repository)
      if picked.tree != top { result.append(picked) }
      top = picked.tree
    }
    return result
  }

  /// The commits that are not the bot's, oldest first.
  func peoplesCommits(
    on target: TargetBranch, in repository: Repository
  ) throws(BotError) -> [ObjectID] {
    guard let tip else { return [] }
    var people: [ObjectID] = []
    let bases = try mergedBases(target, in: repository)
    let history = try git("reading \(reference)") { () throws(GitError) in
      try repository.history(of: [tip], without: [target.commit] + bases)
    }
    for id in history.reversed() {
      let isPersons = try git("reading \(id)") { () throws(GitError) -> Bool in
        let commit = try repository.commit(id)
        if isOwn(commit, target.bot) { return false }
        return try !isPlainMerge(commit, in: repository)
      }
      if isPersons { people.append(id) }
    }
    return people
  }

  /// The tips of a base branch that was rewritten since; empty where nobody rewrote it.
  ///
  /// They are the one that the branch was made on, and those that people merged into it.
  ///
  /// - Throws: BotError where it is not clear whether a merge brought the old base branch or work of
  ///   people's; then the branch has to be left alone.
  private func mergedBases(
    _ target: TargetBranch, in repository: Repository
  ) throws(BotError) -> [ObjectID] {
    guard let tip, let start = try lostStart(target, in: repository) else { return [] }
    var bases = [start]
    let history = try git("reading \(reference)") { () throws(GitError) in
      try repository.history(of: [tip], without: [target.commit, start])
    }
    for id in history {
      guard
        let (other, summary) = try otherSide(
          of: id, beside: bases + [target.commit], in: repository)
      else {
        continue
      }
      if summary.names(branch: target.name) {
        bases.append(other)
      } else if !summary.contains("'"), !summary.contains(" from ") {
        throw try leftAlone(
          id, "which merges the old \(target.name), rewritten since, or work of theirs",
          "move what is still needed to another branch, and delete this one", in: repository)
      }
    }
    return bases
  }

  /// What the merge `id` brought to the branch, with its subject; nil for any other commit, and where
  /// one of `bases` leads to it.
  private func otherSide(
    of id: ObjectID, beside bases: [ObjectID], in repository: Repository
  ) throws(BotError) -> (commit: ObjectID, summary: String)? {
    try git("reading \(id)") { () throws(GitError) in
      let commit = try repository.commit(id)
      guard commit.parents.count == 2 else { return nil }
      for base in bases where try repository.isAncestor(commit.parents[1], of: base) { return nil }
      return (commit.parents[1], commit.summary)
    }
  }

  /// Whether the bot made it, or a bot that the configuration names.
  private func isOwn(_ commit: borrowing Commit, _ bot: BotConfiguration) -> Bool {
    let (author, committer) = (commit.author, commit.committer)
    if bot.review.bots.contains(where: { $0 == author.name || $0 == author.email }) { return true }
    // Whoever amends or rebases a commit keeps its message and becomes its committer.
    return commit.message.contains("\n\(Trailer.inputs): ") && committer.email == bot.author.email
  }

  /// Whether it only brought the base branch into this one, as the button of a forge does.
  private func isPlainMerge(
    _ commit: borrowing Commit, in repository: Repository
  ) throws(GitError) -> Bool {
    let parents = commit.parents
    guard parents.count == 2, let fork = try repository.mergeBase(parents[0], parents[1]) else {
      return false
    }
    let merge = try repository.mergeTrees(
      base: try repository.commit(fork).tree, ours: try repository.commit(parents[0]).tree,
      theirs: try repository.commit(parents[1]).tree)
    return merge.conflicts.isEmpty && merge.tree == commit.tree
  }

  /// Whether a commit of the base branch is this branch squashed, or the last of it rebased.
  private func wasMerged(into target: TargetBranch, in repository: Repository) throws(BotError)
    -> Bool
  {
    guard let tip else { return false }
    return try git("comparing with \(reference)") { () throws(GitError) in
      guard let fork = try repository.mergeBase(tip, target.commit) else { return false }
      let own = try repository.history(of: [tip], without: [target.commit]).count
      let trees = (
        try repository.commit(fork).tree, try repository.commit(tip).tree
      )
      // Somebody who merges a review does so within some hundred commits.
      let candidates = try repository.history(of: [target.commit], without: [fork], limit: 500)
      for (index, id) in candidates.enumerated() {
        for distance in Set([1, own]) {
          let before = index + distance < candidates.count ? candidates[index + distance] : fork
          guard index + distance <= candidates.count else { continue }
          let merge = try repository.mergeTrees(
            base: trees.0, ours: try repository.commit(before).tree, theirs: trees.1)
          if merge.conflicts.isEmpty, merge.tree == (try repository.commit(id).tree) { return true }
        }
      }
      return false
    }
  }

  private func pick(
    _ id: ObjectID, onto tree: ObjectID, in repository: Repository
  ) throws(BotError) -> ReplayedCommit {
    let (parents, picked) = try git("reading \(id)") { () throws(GitError) in
      let commit = try repository.commit(id)
      return (
        commit.parents,
        ReplayedCommit(author: commit.author, message: commit.message, tree: commit.tree)
      )
    }
    let merge = try git("replaying \(id)") { () throws(GitError) in
      let base = try parents.first.map { parent throws(GitError) in
        try repository.commit(parent).tree
      }
      var theirs = picked.tree
      if ProposalTrailers(of: picked.message) != nil, let base {
        // Somebody rebased or amended a commit of the bot's; the new proposal has a lock of its own.
        let lock = try repository.entry(at: BotFile.lock, in: base).map {
          (id: $0.id, mode: $0.mode)
        }
        theirs = try repository.writeTree(theirs, settingPaths: [(BotFile.lock, lock)])
      }
      return try repository.mergeTrees(base: base, ours: tree, theirs: theirs)
    }
    guard parents.count == 1, merge.conflicts.isEmpty else {
      throw try leftAlone(
        id, "which does not fit on the new proposal",
        "merge the open proposal, or move that commit to another branch", in: repository)
    }
    var result = picked
    result.tree = merge.tree
    return result
  }

  private func leftAlone(
    _ id: ObjectID, _ why: String, _ remedy: String, in repository: Repository
  ) throws(BotError) -> BotError {
    let summary = try git("reading \(id)") { () throws(GitError) in
      try repository.commit(id).summary
    }
    return BotError(
      "\(reference.short) has a commit of somebody else, \(why): "
        + "\(id.hex.prefix(12)) \(summary)",
      remedy: remedy + "; nothing was overwritten")
  }
}

extension String {
  /// Whether the subject of a merge names the branch `name`, as Git and the forges write it.
  fileprivate func names(branch name: String) -> Bool {
    let words = split { !($0.isLetter || $0.isNumber || "-_./".contains($0)) }
    // What was merged is named before what it was merged into.
    guard let first = words.first(where: { $0 == name || $0.hasSuffix("/" + name) }) else {
      return false
    }
    return words.prefix { $0 != "into" }.contains(first)
  }
}
