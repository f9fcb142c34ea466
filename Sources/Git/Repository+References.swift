import CGit2

extension Repository {
  /// The commit that a reference leads to, through symbolic references and annotated tags:
  /// `git_reference_lookup` and `git_reference_peel`.
  ///
  /// - Parameter name: Such as `refs/heads/main`.
  /// - Returns: The commit, or nil when there is no such reference or its branch has no commit.
  /// - Throws: `GitError` for a reference that leads to no commit.
  public func reference(_ name: ReferenceName) throws(GitError) -> ObjectID? {
    guard
      let found = try unsafe find(
        "git_reference_lookup", { unsafe git_reference_lookup($0, pointer, name.text) })
    else { return nil }
    defer { unsafe git_reference_free(found) }
    let peeled = try unsafe find("git_reference_peel") {
      unsafe git_reference_peel($0, found, GIT_OBJECT_COMMIT)
    }
    guard let peeled = unsafe peeled else { return nil }
    defer { unsafe git_object_free(peeled) }
    return unsafe ObjectID(copying: git_object_id(peeled))
  }

  /// What a reference points at, through symbolic references: a commit, or whatever somebody has put there:
  /// `git_reference_name_to_id`.
  ///
  /// - Parameter name: Such as `refs/heads/main`.
  /// - Returns: The object, or nil when there is no such reference.
  /// - Throws: `GitError` where the reference cannot be read.
  public func target(of name: ReferenceName) throws(GitError) -> ObjectID? {
    var id = git_oid()
    do {
      try check("git_reference_name_to_id") {
        unsafe git_reference_name_to_id(&id, pointer, name.text)
      }
    } catch {
      guard error.kind == .notFound else { throw error }
      return nil
    }
    return ObjectID(id)
  }

  /// The references whose names begin with a prefix: `git_reference_iterator_glob_new`.
  ///
  /// - Parameter prefix: Such as `refs/heads/`.
  /// - Returns: Their names, sorted; without those that Git does not take for names.
  /// - Throws: `GitError` where the references cannot be read.
  public func references(below prefix: StaticString) throws(GitError) -> [ReferenceName] {
    let iterator = try unsafe make("git_reference_iterator_glob_new") {
      unsafe git_reference_iterator_glob_new($0, pointer, "\(prefix)*")
    }
    defer { unsafe git_reference_iterator_free(iterator) }
    var names: [ReferenceName] = []
    var name: UnsafePointer<CChar>?
    while true {
      let status = unsafe git_reference_next_name(&name, iterator)
      if status == GIT_ITEROVER.rawValue { return names.sorted() }
      try check("git_reference_next_name") { status }
      if let text = unsafe name.flatMap({ unsafe String(validatingCString: $0) }),
        let name = ReferenceName(text)
      {
        names.append(name)
      }
    }
  }

  /// The branch that `HEAD` names, whether it has a commit or not.
  ///
  /// - Returns: Such as `refs/heads/main`, or nil when `HEAD` is detached.
  /// - Throws: `GitError` where `HEAD` cannot be read.
  public func headBranch() throws(GitError) -> ReferenceName? {
    let head = try unsafe make("git_reference_lookup") {
      unsafe git_reference_lookup($0, pointer, "HEAD")
    }
    defer { unsafe git_reference_free(head) }
    return unsafe git_reference_symbolic_target(head).flatMap {
      unsafe String(validatingCString: $0)
    }.flatMap { ReferenceName($0) }
  }

  /// Makes `HEAD` name a branch, which need not exist: `git_repository_set_head`.
  ///
  /// - Parameter branch: Such as `refs/heads/main`.
  /// - Throws: `GitError` where it cannot be written.
  public func setHead(to branch: ReferenceName) throws(GitError) {
    try check("git_repository_set_head") { unsafe git_repository_set_head(pointer, branch.text) }
  }

  /// Points a reference at a commit if it still is as expected:
  /// `git_reference_create_matching`.
  ///
  /// - Parameters:
  ///   - name: The reference.
  ///   - id: What it points at from now on.
  ///   - expected: What it points at until now; nil when it must not exist.
  ///   - message: The entry in the reference's log, where it has one.
  /// - Throws: `GitError` of kind `lease` when the reference is not as expected.
  public func setReference(
    _ name: ReferenceName, to id: ObjectID, expecting expected: ObjectID?, message: String
  ) throws(GitError) {
    var new = id.raw
    // Zero means "must not exist" to the file backend (`cmp_old_ref` in `refdb_fs.c`).
    var old = (expected ?? .zero).raw
    do {
      try withoutStaleLock(of: name) { () throws(GitError) in
        let made = try unsafe make("git_reference_create_matching") {
          unsafe git_reference_create_matching(
            $0, pointer, name.text, &new, expected == nil ? 0 : 1, &old, message)
        }
        unsafe git_reference_free(made)
      }
    } catch {
      throw lease(error, on: name)
    }
  }

  /// Removes a reference if it still is as expected: `git_reference_delete`.
  ///
  /// - Parameters:
  ///   - name: The reference.
  ///   - expected: What it points at until now.
  /// - Throws: `GitError` of kind `lease` when the reference is not as expected.
  public func removeReference(_ name: ReferenceName, expecting expected: ObjectID) throws(GitError)
  {
    do throws(GitError) {
      let found = try unsafe make("git_reference_lookup") {
        unsafe git_reference_lookup($0, pointer, name.text)
      }
      defer { unsafe git_reference_free(found) }
      guard unsafe ObjectID(copying: git_reference_target(found)) == expected else {
        throw GitError(
          function: "git_reference_delete", code: GIT_EMODIFIED.rawValue, message: "")
      }
      // libgit2 compares again with the lock held.
      try withoutStaleLock(of: name) { () throws(GitError) in
        try check("git_reference_delete") { unsafe git_reference_delete(found) }
      }
    } catch {
      throw lease(error, on: name)
    }
  }

  /// Changes a reference of the bot's own, whose lock file a process may have left that was killed.
  ///
  /// Nobody holds such a lock for longer than it takes to write a small file: one that is ten seconds old
  /// is removed, and a younger one is waited for.
  private func withoutStaleLock(
    of name: ReferenceName, _ change: () throws(GitError) -> Void
  ) throws(GitError) {
    let file = unsafe String(cString: git_repository_commondir(pointer)) + name.text + ".lock"
    for _ in 0..<150 {
      do throws(GitError) {
        return try LocalWrites.perform(change)
      } catch {
        guard error.code == GIT_ELOCKED.rawValue, let age = Host.age(of: file) else { throw error }
        if age >= 10 { Host.remove(file) }
        Host.wait(milliseconds: 100)
      }
    }
    try LocalWrites.perform(change)
  }

  private func lease(_ error: GitError, on name: ReferenceName) -> GitError {
    let unexpected = [GIT_EMODIFIED.rawValue, GIT_EEXISTS.rawValue, GIT_ENOTFOUND.rawValue]
    guard unexpected.contains(error.code) else { return error }
    var lease = error
    lease.code = GIT_EMODIFIED.rawValue
    lease.message = "'\(name)' is not what it was expected to be; somebody changed it meanwhile"
    return lease
  }

  /// The address of a remote as the repository's own configuration has it, without
  /// `url.….insteadOf`: `git_config_get_string`.
  ///
  /// - Parameter name: The remote, such as `origin`.
  /// - Returns: The address, or nil when there is none.
  /// - Throws: `GitError` where the configuration cannot be read.
  public func remoteURL(_ name: String) throws(GitError) -> String? {
    try configuredText("remote.\(name).url")
  }

  /// The names of the remotes: `git_remote_list`.
  ///
  /// - Throws: `GitError` where the configuration cannot be read.
  public func remoteNames() throws(GitError) -> [String] {
    var names = unsafe git_strarray()
    try check("git_remote_list") { unsafe git_remote_list(&names, pointer) }
    defer { unsafe git_strarray_dispose(&names) }
    return unsafe (0..<names.count).compactMap { index in
      unsafe names.strings[index].map { unsafe String(cString: $0) }
    }
  }

  /// A text of the repository's own configuration: `git_config_get_string`; nil where it says nothing.
  func configuredText(_ key: String) throws(GitError) -> String? {
    let configuration = try unsafe make("git_repository_config_snapshot") {
      unsafe git_repository_config_snapshot($0, pointer)
    }
    defer { unsafe git_config_free(configuration) }
    var value: UnsafePointer<CChar>?
    do {
      try check("git_config_get_string") {
        unsafe git_config_get_string(&value, configuration, key)
      }
    } catch {
      guard error.kind == .notFound else { throw error }
      return nil
    }
    return unsafe value.map { unsafe String(cString: $0) }
  }
}
