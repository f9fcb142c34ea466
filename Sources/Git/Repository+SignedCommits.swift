import CGit2

extension Repository {
  /// The bytes of a commit, which a signature is made over: `git_commit_create_buffer`.
  ///
  /// - Parameters:
  ///   - tree: The root folder.
  ///   - parents: The commits it follows, first parent first.
  ///   - author: Who wrote the change.
  ///   - committer: Who makes the commit.
  ///   - message: The message, stored as it is.
  /// - Returns: The header, an empty line and the message; nothing is stored.
  /// - Throws: `GitError` for an empty name or e-mail address, and for an absent tree or parent.
  public func commitContent(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String
  ) throws(GitError) -> String {
    var buffer = unsafe git_buf()
    defer { unsafe git_buf_dispose(&buffer) }
    try unsafe withCommitParts(tree, parents, author, committer) { (parts) throws(GitError) in
      _ = try check("git_commit_create_buffer") {
        unsafe cgit2_commit_create_buffer(
          &buffer, pointer, parts.author, parts.committer, message, parts.tree, parts.parents.count,
          parts.parents.baseAddress)
      }
    }
    return unsafe buffer.ptr.map { unsafe String(cString: $0) } ?? ""
  }

  /// Makes a signed commit that no reference leads to: `git_commit_create_with_signature`.
  ///
  /// - Parameters:
  ///   - content: What `commitContent` returned.
  ///   - signature: The armored signature of `content`, of ssh or OpenPGP; it goes into the header
  ///     `gpgsig`, where Git looks for both.
  /// - Returns: The commit's name.
  /// - Throws: `GitError` for content that is no commit, and for an absent tree or parent.
  @discardableResult
  public func createCommit(
    content: String, signature: String
  ) throws(GitError) -> ObjectID {
    var id = git_oid()
    // A header ends with its last line; a newline more would become a line of the signature.
    let armor = String(signature.trimmingNewlines())
    try check("git_commit_create_with_signature") {
      unsafe git_commit_create_with_signature(&id, pointer, content, armor, nil)
    }
    if unsafe memory != nil { heldCommits.append(ObjectID(id)) }
    return ObjectID(id)
  }
}

extension String {
  fileprivate func trimmingNewlines() -> Substring {
    var result = self[...]
    while result.last?.isNewline == true { result.removeLast() }
    return result
  }
}
