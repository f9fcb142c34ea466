import CGit2

/// What a commit consists of besides its message, as libgit2 takes it; all borrowed.
@unsafe struct CommitParts {
  let tree: OpaquePointer
  let parents: UnsafeMutableBufferPointer<OpaquePointer?>
  let author: UnsafePointer<git_signature>
  let committer: UnsafePointer<git_signature>
}

extension Repository {
  /// Looks up what a commit consists of and lends it.
  ///
  /// - Parameters:
  ///   - tree: The root folder.
  ///   - parents: The commits it follows, first parent first.
  ///   - author: Who wrote the change.
  ///   - committer: Who makes the commit.
  ///   - body: What to do with them.
  /// - Throws: `GitError` for an empty name or e-mail address, for an absent tree or parent, and what
  ///   `body` throws.
  func withCommitParts(
    _ tree: ObjectID, _ parents: [ObjectID], _ author: Signature, _ committer: Signature,
    _ body: (CommitParts) throws(GitError) -> Void
  ) throws(GitError) {
    let root = try self.tree(tree)
    var pointers: [OpaquePointer?] = unsafe []
    defer { for index in unsafe pointers.indices { unsafe git_commit_free(pointers[index]) } }
    for parent in parents {
      var raw = parent.raw
      unsafe pointers.append(
        try make("git_commit_lookup") { unsafe git_commit_lookup($0, pointer, &raw) })
    }
    try unsafe author.withRaw { (author) throws(GitError) in
      try unsafe committer.withRaw { (committer) throws(GitError) in
        try unsafe pointers.withUnsafeMutableBufferPointer { (list) throws(GitError) in
          try unsafe body(
            CommitParts(tree: root.pointer, parents: list, author: author, committer: committer))
        }
      }
    }
  }
}
