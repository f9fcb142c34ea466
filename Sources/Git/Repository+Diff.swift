import CGit2

extension Repository {
  /// Compares two trees, with renames found: `git_diff_tree_to_tree` and `git_diff_find_similar`.
  ///
  /// - Parameters:
  ///   - old: The tree before; nil for nothing.
  ///   - new: The tree after; nil for nothing.
  /// - Returns: The differences, which retain the repository.
  /// - Throws: `GitError` where an object is absent.
  public func diff(from old: ObjectID?, to new: ObjectID?) throws(GitError) -> TreeDiff {
    var options = unsafe git_diff_options()
    try check("git_diff_options_init") {
      unsafe git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION))
    }
    unsafe options.flags = GIT_DIFF_SHOW_BINARY.rawValue
    // A binary patch applies only with whole ids.
    unsafe options.id_abbrev = 40
    let before = try optionalTree(old)
    let after = try optionalTree(new)
    let diff = try unsafe make("git_diff_tree_to_tree") {
      unsafe git_diff_tree_to_tree($0, pointer, before.pointer, after.pointer, &options)
    }
    do {
      try unsafe findRenames(in: diff)
    } catch {
      unsafe git_diff_free(diff)
      throw error
    }
    return try unsafe TreeDiff(takingOwnershipOf: diff, in: self)
  }

  private func findRenames(in diff: OpaquePointer) throws(GitError) {
    var options = unsafe git_diff_find_options()
    try check("git_diff_find_options_init") {
      unsafe git_diff_find_options_init(&options, UInt32(GIT_DIFF_FIND_OPTIONS_VERSION))
    }
    unsafe options.flags = GIT_DIFF_FIND_RENAMES.rawValue
    // Git's own `diff.renameLimit`.
    unsafe options.rename_limit = 1_000
    try check("git_diff_find_similar") { unsafe git_diff_find_similar(diff, &options) }
  }
}
