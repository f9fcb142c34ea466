import CGit2

/// A tree or NULL, for functions that take either.
@safe struct OptionalTree: ~Copyable {
  let pointer: OpaquePointer?

  deinit { unsafe git_tree_free(pointer) }
}

extension Repository {
  /// Reads a tree as `tree` does; NULL for nil.
  func optionalTree(_ id: ObjectID?) throws(GitError) -> OptionalTree {
    guard let id else { return unsafe OptionalTree(pointer: nil) }
    try checkExtent(of: id)
    var raw = id.raw
    return unsafe OptionalTree(
      pointer: try make("git_tree_lookup") { unsafe git_tree_lookup($0, pointer, &raw) })
  }
}
