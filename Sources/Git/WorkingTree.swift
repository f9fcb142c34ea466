import CGit2

/// The files of a working tree as a tree of the object database.
public struct WorkingTree: Hashable, Sendable {
  /// The tree that a commit of all of them would have.
  public let tree: ObjectID
  /// The paths that differ from `HEAD`, sorted: changed, new and deleted ones.
  public let changed: [String]
  /// Those of them that are not in `tree`: larger than `Blob.largest`, or with a name that no tree may hold.
  public let leftOut: [String]
}

extension Repository {
  /// Reads the working tree as `git status` sees it: what `HEAD` has, with the files that differ or are new, and
  /// without those that are ignored: `git_status_list_new`, `git_blob_create_from_workdir`.
  ///
  /// New objects are held in memory from then on, as after `holdNewObjectsInMemory()`; the index is not written. No
  /// configuration of the host has a say, so that `core.excludesFile` of the user's is not read.
  ///
  /// - Returns: The tree; nil where the repository has no working tree.
  /// - Throws: `GitError` where a file or an object cannot be read.
  public func readWorkingTree() throws(GitError) -> WorkingTree? {
    guard let folder = workingTree else { return nil }
    try holdNewObjectsInMemory()
    var changes: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = []
    var leftOut: [String] = []
    let states = try fileStates()
    for state in states {
      switch try change(of: state, in: folder) {
      case .set(let id, let mode): changes.append((state.path, (id, mode)))
      case .remove: changes.append((state.path, nil))
      case .leaveOut:
        changes.append((state.path, nil))
        leftOut.append(state.path)
      case .keep: continue
      }
    }
    let head = try resolve("HEAD").map { id throws(GitError) in try commit(id).tree }
    let base: ObjectID
    if let head { base = head } else { base = try emptyTree() }
    return WorkingTree(
      tree: try writeTree(base, settingPaths: changes),
      changed: changes.map(\.path).sorted(), leftOut: leftOut.sorted())
  }

  /// The paths of the working tree that differ from `HEAD`: changed, new and deleted ones, without those that are
  /// ignored.
  ///
  /// - Throws: `GitError` where a file or an object cannot be read.
  public func uncommittedPaths() throws(GitError) -> [String] {
    try workingTree == nil ? [] : fileStates().map(\.path)
  }

  /// What becomes of a path that differs.
  private enum FileState {
    case set(ObjectID, FileMode)
    case remove
    case leaveOut
    /// A folder that is another repository, or a file that was not checked out.
    case keep
  }

  private func change(
    of state: (path: String, isDeleted: Bool, isExact: Bool), in folder: String
  ) throws(GitError) -> FileState {
    guard state.isExact, Self.isPath(state.path) else { return .leaveOut }
    guard !state.isDeleted, let file = Host.file(folder + state.path) else {
      return try isNotCheckedOut(state.path) ? .keep : .remove
    }
    guard let mode = file.mode else { return .keep }
    guard file.size <= Blob.largest else { return .leaveOut }
    var id = git_oid()
    try check("git_blob_create_from_workdir") {
      unsafe git_blob_create_from_workdir(&id, pointer, state.path)
    }
    return .set(ObjectID(id), mode)
  }

  private static func isPath(_ path: String) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
      (try? TreeName.validate(String($0))) != nil
    }
  }

  /// The paths that differ from `HEAD`, each once.
  private func fileStates() throws(GitError) -> [(path: String, isDeleted: Bool, isExact: Bool)] {
    var options = unsafe git_status_options()
    try check("git_status_options_init") {
      unsafe git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION))
    }
    unsafe options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
    unsafe options.flags =
      GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
      | GIT_STATUS_OPT_EXCLUDE_SUBMODULES.rawValue
    let list = try unsafe make("git_status_list_new") {
      unsafe git_status_list_new($0, pointer, &options)
    }
    defer { unsafe git_status_list_free(list) }
    let inWorkingTree =
      GIT_STATUS_WT_NEW.rawValue | GIT_STATUS_WT_MODIFIED.rawValue
      | GIT_STATUS_WT_TYPECHANGE.rawValue | GIT_STATUS_CONFLICTED.rawValue
    var states: [(path: String, isDeleted: Bool, isExact: Bool)] = []
    for index in unsafe 0..<git_status_list_entrycount(list) {
      guard let entry = unsafe git_status_byindex(list, index)?.pointee else { continue }
      let delta = unsafe entry.index_to_workdir ?? entry.head_to_index
      guard let bytes = unsafe delta?.pointee.new_file.path ?? delta?.pointee.old_file.path else {
        continue
      }
      let exact = unsafe String(validatingCString: bytes)
      let status = unsafe entry.status.rawValue
      let isDeleted =
        status & (GIT_STATUS_WT_DELETED.rawValue | GIT_STATUS_INDEX_DELETED.rawValue) != 0
        && status & inWorkingTree == 0
      states.append(
        (path: unsafe exact ?? String(cString: bytes), isDeleted, isExact: exact != nil))
    }
    return states
  }

  /// Whether a file that is not there was left out by a sparse checkout.
  private func isNotCheckedOut(_ path: String) throws(GitError) -> Bool {
    let index = try unsafe make("git_repository_index") {
      unsafe git_repository_index($0, pointer)
    }
    defer { unsafe git_index_free(index) }
    guard let entry = unsafe git_index_get_bypath(index, path, 0) else { return false }
    return unsafe UInt32(entry.pointee.flags_extended) & GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue
      != 0
  }
}
