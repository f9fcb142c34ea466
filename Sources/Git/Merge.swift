import CGit2

/// One thing that both sides of a merge changed.
public struct MergeConflict: Hashable, Sendable {
  /// What one side of the merge has.
  public struct Side: Hashable, Sendable {
    /// Where it has it; bytes that are not UTF-8 are replaced.
    public let path: String
    /// The content.
    public let id: ObjectID
    /// What it is.
    public let mode: FileMode
  }

  /// What both started from; nil when both added it.
  public let base: Side?

  /// What our side made of it; nil when it removed it.
  ///
  /// Its path differs from the base's when our
  /// side renamed it.
  public let ours: Side?

  /// What their side made of it; nil when it removed it.
  public let theirs: Side?

  /// Our path, else theirs, else the base's.
  public var path: String { (ours ?? theirs ?? base)?.path ?? "" }

  /// Orders by path, and by the base's path where two conflicts end at one.
  static func sorted(_ conflicts: [MergeConflict]) -> [MergeConflict] {
    conflicts.sorted { ($0.path, $0.base?.path ?? "") < ($1.path, $1.base?.path ?? "") }
  }
}

/// What a merge of trees came to.
public struct MergedTree: Hashable, Sendable {
  /// The merged root folder, stored, without anything unmerged in it.
  public let tree: ObjectID

  /// Where both sides changed the same thing and ours was kept, sorted by path.
  public let conflicts: [MergeConflict]
}

extension Repository {
  /// Merges two trees that come from a third, with renames followed: `git_merge_trees`.
  ///
  /// Where both sides changed the same lines, or one removed what the other changed, ours is kept
  /// and the conflict listed. Attributes of the repository (`merge=…`) count, as they do for Git.
  ///
  /// - Parameters:
  ///   - base: What both sides started from; nil for nothing.
  ///   - ours: The side that wins.
  ///   - theirs: The other side.
  /// - Returns: The merged tree and what conflicted.
  /// - Throws: `GitError` where an object is absent or cannot be stored.
  public func mergeTrees(
    base: ObjectID?, ours: ObjectID, theirs: ObjectID
  ) throws(GitError) -> MergedTree {
    if ours == theirs || base == theirs { return MergedTree(tree: ours, conflicts: []) }
    if base == ours { return MergedTree(tree: theirs, conflicts: []) }
    let merged = try mergeIndex(base, ours, theirs, favor: GIT_MERGE_FILE_FAVOR_NORMAL)
    guard merged.hasConflicts else {
      return MergedTree(tree: try merged.writeTree(to: self), conflicts: [])
    }
    let conflicts = try merged.conflicts()
    // The second merge settles lines, also in renamed files; what it leaves concerns whole files.
    let settled = try mergeIndex(base, ours, theirs, favor: GIT_MERGE_FILE_FAVOR_OURS)
    let removed = try settled.keepOurs().map { MergeConflict(base: nil, ours: nil, theirs: $0) }
    return MergedTree(
      tree: try settled.writeTree(to: self), conflicts: MergeConflict.sorted(conflicts + removed))
  }

  private func mergeIndex(
    _ base: ObjectID?, _ ours: ObjectID, _ theirs: ObjectID, favor: git_merge_file_favor_t
  ) throws(GitError) -> MergeIndex {
    var options = unsafe git_merge_options()
    try check("git_merge_options_init") {
      unsafe git_merge_options_init(&options, UInt32(GIT_MERGE_OPTIONS_VERSION))
    }
    unsafe options.flags = GIT_MERGE_FIND_RENAMES.rawValue | GIT_MERGE_SKIP_REUC.rawValue
    // Each removed file is compared with each added one; above this only unchanged files count as
    // renamed.
    unsafe options.target_limit = 2_000
    unsafe options.file_favor = favor
    let our = try tree(ours)
    let their = try tree(theirs)
    let ancestor = try optionalTree(base)
    let made = try unsafe make("git_merge_trees") {
      unsafe git_merge_trees(
        $0, pointer, ancestor.pointer, our.pointer, their.pointer, &options)
    }
    return unsafe MergeIndex(takingOwnershipOf: made)
  }
}
