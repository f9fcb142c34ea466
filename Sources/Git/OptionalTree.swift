import CGit2

/// A tree or NULL, for functions that take either.
@safe struct OptionalTree: ~Copyable {
  let pointer: OpaquePointer?

  deinit { unsafe git_tree_free(pointer) }
}

extension Repository {
  /// Reads a tree: `git_tree_lookup`; NULL for nil.
  func optionalTree(_ id: ObjectID?) throws(GitError) -> OptionalTree {
    guard var raw = id?.raw else { return unsafe OptionalTree(pointer: nil) }
    return unsafe OptionalTree(
      pointer: try make("git_tree_lookup") { unsafe git_tree_lookup($0, pointer, &raw) })
  }
}
