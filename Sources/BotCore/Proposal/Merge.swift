internal import Git

/// The outcome of `merge3`.
struct Merged {
  var tree: ObjectID
  /// What both sides changed; the tree holds the owner's side of each.
  var conflicts: [MergeConflict]
}

/// The three-way merge at the heart of the design: what changed from `base` to `theirs`, done to
/// `ours`.
///
/// `base` is the tree that the last merged proposal was rendered to, `theirs` the tree rendered now,
/// `ours` the tree of the owner's branch.
///
/// - Throws: BotError when an object cannot be read.
func merge3(
  base: ObjectID, theirs: ObjectID, ours: ObjectID, in repository: Repository
) throws(BotError) -> Merged {
  // Trees are named by their content, so the two common cases need no walk.
  if base == theirs { return Merged(tree: ours, conflicts: []) }
  if base == ours { return Merged(tree: theirs, conflicts: []) }
  let merge = try git("merging") { () throws(GitError) in
    try repository.mergeTrees(base: base, ours: ours, theirs: theirs)
  }
  // A file that the owner deleted stays deleted, whatever became of it: that is no conflict.
  return Merged(tree: merge.tree, conflicts: merge.conflicts.filter { $0.ours != nil })
}
