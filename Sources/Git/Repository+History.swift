import CGit2

extension Repository {
  /// The commit that a revision means: `git_revparse_single`.
  ///
  /// - Parameter revision: A name, an abbreviated id, `main~2` and the like.
  /// - Returns: The commit, or nil when nothing is meant by it.
  /// - Throws: `GitError` when it is malformed, ambiguous or leads to no commit.
  public func resolve(_ revision: String) throws(GitError) -> ObjectID? {
    try object(revision, peeledTo: GIT_OBJECT_COMMIT)
  }

  /// The tree of what a revision names: a branch, a tag, a commit or an expression of gitrevisions(7).
  ///
  /// - Parameter revision: Such as `main`, `v1.2.0` or `HEAD~1`.
  /// - Returns: The tree; nil where nothing has that name.
  /// - Throws: `GitError` for a text that is no revision, and for one that leads to no tree.
  public func tree(ofRevision revision: String) throws(GitError) -> ObjectID? {
    try object(revision, peeledTo: GIT_OBJECT_TREE)
  }

  private func object(
    _ revision: String, peeledTo type: git_object_t
  ) throws(GitError) -> ObjectID? {
    let found = try unsafe find("git_revparse_single") {
      unsafe git_revparse_single($0, pointer, revision)
    }
    guard let found = unsafe found else { return nil }
    defer { unsafe git_object_free(found) }
    let peeled = try unsafe make("git_object_peel") { unsafe git_object_peel($0, found, type) }
    defer { unsafe git_object_free(peeled) }
    return unsafe ObjectID(copying: git_object_id(peeled))
  }

  /// A best common ancestor of two commits: `git_merge_base`.
  ///
  /// - Parameters:
  ///   - first: One commit.
  ///   - second: The other commit.
  /// - Returns: The ancestor, or nil when their histories have nothing in common.
  /// - Throws: `GitError` where a commit is absent.
  public func mergeBase(_ first: ObjectID, _ second: ObjectID) throws(GitError) -> ObjectID? {
    var one = first.raw
    var two = second.raw
    var base = git_oid()
    do {
      try check("git_merge_base") { unsafe git_merge_base(&base, pointer, &one, &two) }
    } catch {
      guard error.code == GIT_ENOTFOUND.rawValue, try contains(first), try contains(second) else {
        throw error
      }
      return nil
    }
    return ObjectID(base)
  }

  /// Whether a commit is another one or in its history: `git_graph_descendant_of`.
  ///
  /// - Parameters:
  ///   - ancestor: The earlier commit.
  ///   - descendant: The later commit.
  /// - Returns: Whether it is.
  /// - Throws: `GitError` where a commit is absent.
  public func isAncestor(
    _ ancestor: ObjectID, of descendant: ObjectID
  ) throws(GitError) -> Bool {
    // libgit2 does not count a commit among its own descendants; Git does.
    if ancestor == descendant { return true }
    var early = ancestor.raw
    var late = descendant.raw
    return try check("git_graph_descendant_of") {
      unsafe git_graph_descendant_of(pointer, &late, &early)
    } == 1
  }

  /// How many commits lead to one of two and not to the other: `git_graph_ahead_behind`.
  ///
  /// - Parameters:
  ///   - one: A commit.
  ///   - other: Another one.
  /// - Returns: The commits of `one` that `other` lacks, and the ones that it has besides.
  /// - Throws: `GitError` where a commit is absent.
  public func distance(
    of one: ObjectID, from other: ObjectID
  ) throws(GitError) -> (ahead: Int, behind: Int) {
    var (raw, otherRaw) = (one.raw, other.raw)
    var (ahead, behind) = (0, 0)
    try check("git_graph_ahead_behind") {
      unsafe git_graph_ahead_behind(&ahead, &behind, pointer, &raw, &otherRaw)
    }
    return (ahead, behind)
  }

  /// The commits that lead to some and not to others, newest first, parents after children:
  /// `git_revwalk_next`.
  ///
  /// - Parameters:
  ///   - tips: Where to start.
  ///   - hidden: Commits that are left out with all that leads to them.
  ///   - limit: How many commits are returned at most.
  /// - Returns: The commits.
  /// - Throws: `GitError` where a commit is absent.
  public func history(
    of tips: [ObjectID], without hidden: [ObjectID] = [], limit: Int = .max
  ) throws(GitError) -> [ObjectID] {
    let walk = try unsafe make("git_revwalk_new") { unsafe git_revwalk_new($0, pointer) }
    defer { unsafe git_revwalk_free(walk) }
    try check("git_revwalk_sorting") {
      unsafe git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_TIME.rawValue)
    }
    for tip in tips {
      var raw = tip.raw
      try check("git_revwalk_push") { unsafe git_revwalk_push(walk, &raw) }
    }
    for id in hidden {
      var raw = id.raw
      try check("git_revwalk_hide") { unsafe git_revwalk_hide(walk, &raw) }
    }
    var commits: [ObjectID] = []
    var next = git_oid()
    while commits.count < limit {
      let status = unsafe git_revwalk_next(&next, walk)
      if status == GIT_ITEROVER.rawValue { break }
      try check("git_revwalk_next") { status }
      commits.append(ObjectID(next))
    }
    return commits
  }

  /// Whether a file is what it was in the first commit, following first parents.
  ///
  /// Reads as many commits as there are since the file last changed.
  ///
  /// - Parameters:
  ///   - path: Names with slashes between them, from the root folder.
  ///   - tip: The commit to start from.
  /// - Returns: False also where the first commit does not have the file.
  /// - Throws: `GitError` where a commit or a tree is absent.
  public func isUnchangedSinceFirstCommit(
    _ path: String, in tip: ObjectID
  ) throws(GitError) -> Bool {
    var (next, tree): (ObjectID?, ObjectID?) = (tip, nil)
    var file: ObjectID?
    while let id = next {
      let commit = try self.commit(id)
      if commit.tree != tree {
        let present = try entry(at: path, in: commit.tree)?.id
        guard let present, file == nil || file == present else { return false }
        (tree, file) = (commit.tree, present)
      }
      next = commit.parents.first
    }
    return true
  }
}
