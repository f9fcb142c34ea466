import CGit2

extension Repository {
  /// Compares two trees, with renames found: `git_diff_tree_to_tree` and `git_diff_find_similar`.
  ///
  /// - Parameters:
  ///   - old: The tree before; nil for nothing.
  ///   - new: The tree after; nil for nothing.
  ///   - findsRenames: Whether a file that goes and one that comes are one where they are alike.
  /// - Returns: The differences, which retain the repository.
  /// - Throws: `GitError` where an object is absent.
  public func diff(
    from old: ObjectID?, to new: ObjectID?, findsRenames: Bool = true
  ) throws(GitError) -> TreeDiff {
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
      if findsRenames { try unsafe findRenames(in: diff) }
    } catch {
      unsafe git_diff_free(diff)
      throw error
    }
    return try unsafe TreeDiff(takingOwnershipOf: diff, in: self)
  }

  /// The files that have another path in `new`, alike enough to be the same by Git's measure:
  /// `git_diff_find_similar`, without reading what did not move.
  ///
  /// - Parameters:
  ///   - old: The tree before.
  ///   - new: The tree after.
  /// - Returns: The paths before and after, in the order of the paths after.
  /// - Throws: `GitError` where an object is absent.
  public func renames(
    from old: ObjectID, to new: ObjectID
  ) throws(GitError) -> [(old: String, new: String)] {
    let before = try tree(old)
    let after = try tree(new)
    let diff = try unsafe make("git_diff_tree_to_tree") {
      unsafe git_diff_tree_to_tree($0, pointer, before.pointer, after.pointer, nil)
    }
    defer { unsafe git_diff_free(diff) }
    try unsafe findRenames(in: diff)
    return unsafe (0..<git_diff_num_deltas(diff)).compactMap { index in
      guard let delta = unsafe git_diff_get_delta(diff, index)?.pointee,
        unsafe delta.status == GIT_DELTA_RENAMED
      else { return nil }
      return unsafe (
        old: String(cString: delta.old_file.path), new: String(cString: delta.new_file.path)
      )
    }
  }

  private func findRenames(in diff: OpaquePointer) throws(GitError) {
    var options = unsafe git_diff_find_options()
    try check("git_diff_find_options_init") {
      unsafe git_diff_find_options_init(&options, UInt32(GIT_DIFF_FIND_OPTIONS_VERSION))
    }
    unsafe options.flags = GIT_DIFF_FIND_RENAMES.rawValue
    // Likeness is found by reading, which such files are too large for.
    if try unsafe holdsLargeFile(diff) {
      unsafe options.flags |= GIT_DIFF_FIND_EXACT_MATCH_ONLY.rawValue
    }
    // Git's own `diff.renameLimit`.
    unsafe options.rename_limit = 1_000
    try check("git_diff_find_similar") { unsafe git_diff_find_similar(diff, &options) }
  }

  /// Whether a file that one of the trees lacks is larger than what is read.
  private func holdsLargeFile(_ diff: OpaquePointer) throws(GitError) -> Bool {
    for index in unsafe 0..<git_diff_num_deltas(diff) {
      guard let delta = unsafe git_diff_get_delta(diff, index)?.pointee else { continue }
      let file: git_diff_file
      switch unsafe delta.status {
      case GIT_DELTA_ADDED: unsafe file = delta.new_file
      case GIT_DELTA_DELETED: unsafe file = delta.old_file
      default: continue
      }
      guard unsafe file.mode != GIT_FILEMODE_COMMIT.rawValue else { continue }
      if try unsafe size(of: ObjectID(file.id)) > Blob.largest { return true }
    }
    return false
  }
}
