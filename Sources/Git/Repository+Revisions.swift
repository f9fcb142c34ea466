import CGit2

extension Repository {
  /// The tree of what a revision names: a branch, a tag, a commit or an expression of gitrevisions(7).
  ///
  /// - Parameter revision: Such as `main`, `v1.2.0` or `HEAD~1`.
  /// - Returns: The tree; nil where nothing has that name.
  /// - Throws: `GitError` for a text that is no revision, and for one that leads to no tree.
  public func tree(ofRevision revision: String) throws(GitError) -> ObjectID? {
    let found = try unsafe find("git_revparse_single") {
      unsafe git_revparse_single($0, pointer, revision)
    }
    guard let found = unsafe found else { return nil }
    defer { unsafe git_object_free(found) }
    let tree = try unsafe make("git_object_peel") {
      unsafe git_object_peel($0, found, GIT_OBJECT_TREE)
    }
    defer { unsafe git_object_free(tree) }
    return unsafe ObjectID(copying: git_object_id(tree))
  }
}
