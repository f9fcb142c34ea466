import CGit2

/// How two trees differ, read from the repository it retains.
@safe public struct TreeDiff: ~Copyable {
  private let pointer: OpaquePointer
  private let repository: Repository
  private let order: [Int]

  /// The files that differ, in the order of their paths.
  public let files: [FileChange]

  /// Owns `pointer` from now on and frees it with `git_diff_free`.
  init(takingOwnershipOf pointer: OpaquePointer, in repository: Repository) throws(GitError) {
    order = unsafe Self.order(of: pointer)
    do {
      files = try unsafe Self.files(of: pointer, in: order)
    } catch {
      unsafe git_diff_free(pointer)
      throw error
    }
    unsafe self.pointer = unsafe pointer
    self.repository = repository
  }

  deinit { unsafe git_diff_free(pointer) }

  /// A unified diff that `git apply` takes, binary files included: `git_patch_to_buf`.
  ///
  /// - Returns: The bytes of the patch; none when nothing differs.
  /// - Throws: `GitError` where a blob cannot be read.
  public func patch() throws(GitError) -> [UInt8] {
    try patches().flatMap(\.bytes)
  }

  /// The part of the patch that each file has: `git_patch_to_buf`.
  ///
  /// - Returns: The parts in the order of `patch()`, a removal and an addition at one path apart.
  /// - Throws: `GitError` where a blob cannot be read.
  public func patches() throws(GitError) -> [FilePatch] {
    var patches: [FilePatch] = []
    for index in order {
      guard let delta = unsafe git_diff_get_delta(pointer, index)?.pointee else { continue }
      var patch: OpaquePointer?
      try check("git_patch_from_diff") { unsafe git_patch_from_diff(&patch, pointer, index) }
      defer { unsafe git_patch_free(patch) }
      var buffer = unsafe git_buf()
      defer { unsafe git_buf_dispose(&buffer) }
      try check("git_patch_to_buf") { unsafe git_patch_to_buf(&buffer, patch) }
      patches.append(
        unsafe FilePatch(
          bytes: Array(UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size)),
          oldPath: String(cString: delta.old_file.path),
          newPath: String(cString: delta.new_file.path),
          old: Self.blob(delta.old_file), new: Self.blob(delta.new_file)))
    }
    return patches
  }

  /// The blob of a side; nil for none, and for a commit of another repository.
  private static func blob(_ file: git_diff_file) -> ObjectID? {
    let isCommit = unsafe file.mode == UInt16(GIT_FILEMODE_COMMIT.rawValue)
    let id = ObjectID(unsafe file.id)
    return isCommit || id == .zero ? nil : id
  }

  /// The files with the number of lines changed in each, and the sums, as `git diff --stat`
  /// prints them: `git_diff_stats_to_buf`.
  ///
  /// - Parameter width: How many columns a line takes at most.
  /// - Returns: Lines; empty when nothing differs.
  /// - Throws: `GitError` where a blob cannot be read.
  public func statistics(width: Int = 80) throws(GitError) -> String {
    if files.isEmpty { return "" }
    let statistics = try unsafe make("git_diff_get_stats") {
      unsafe git_diff_get_stats($0, pointer)
    }
    defer { unsafe git_diff_stats_free(statistics) }
    var buffer = unsafe git_buf()
    defer { unsafe git_buf_dispose(&buffer) }
    try check("git_diff_stats_to_buf") {
      unsafe git_diff_stats_to_buf(&buffer, statistics, GIT_DIFF_STATS_FULL, width)
    }
    return unsafe String(
      decoding: UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size), as: UTF8.self)
  }

  /// The differences in the order that `git apply` needs.
  ///
  /// A change of type is a removal and an addition at one path, and libgit2 lists the addition
  /// first (`git_diff_delta__cmp` in its `diff.c`).
  private static func order(of diff: OpaquePointer) -> [Int] {
    var order = unsafe Array(0..<git_diff_num_deltas(diff))
    for index in order.indices.dropLast() {
      guard let first = unsafe git_diff_get_delta(diff, index)?.pointee,
        let second = unsafe git_diff_get_delta(diff, index + 1)?.pointee,
        unsafe first.status == GIT_DELTA_ADDED, unsafe second.status == GIT_DELTA_DELETED,
        unsafe String(cString: first.new_file.path).utf8
          .elementsEqual(String(cString: second.old_file.path).utf8)
      else { continue }
      order.swapAt(index, index + 1)
    }
    return order
  }

  private static func files(
    of diff: OpaquePointer, in order: [Int]
  ) throws(GitError) -> [FileChange] {
    var files: [FileChange] = []
    for index in order {
      guard let delta = unsafe git_diff_get_delta(diff, index)?.pointee else { continue }
      let change = try unsafe FileChange(delta, at: index, of: diff)
      if let last = files.last, let joined = last.joined(with: change) {
        files[files.count - 1] = joined
      } else {
        files.append(change)
      }
    }
    return files
  }
}

extension FileChange {
  /// Counts the lines: `git_patch_line_stats`.
  fileprivate init(
    _ delta: git_diff_delta, at index: Int, of diff: OpaquePointer
  ) throws(GitError) {
    var patch: OpaquePointer?
    try check("git_patch_from_diff") { unsafe git_patch_from_diff(&patch, diff, index) }
    defer { unsafe git_patch_free(patch) }
    var added = 0
    var removed = 0
    if let patch = unsafe patch {
      try check("git_patch_line_stats") {
        unsafe git_patch_line_stats(nil, &added, &removed, patch)
      }
    }
    // Only after the content was read does libgit2 know whether it is text.
    let flags =
      unsafe patch.flatMap { unsafe git_patch_get_delta($0)?.pointee.flags } ?? delta.flags
    unsafe self.init(
      status: Status(delta.status), oldPath: String(cString: delta.old_file.path),
      newPath: String(cString: delta.new_file.path),
      isBinary: flags & GIT_DIFF_FLAG_BINARY.rawValue != 0, additions: added, deletions: removed)
  }

  /// One change for a removal and an addition at the same path; nil for anything else.
  fileprivate func joined(with next: FileChange) -> FileChange? {
    guard status == .deleted, next.status == .added, oldPath.utf8.elementsEqual(next.newPath.utf8)
    else { return nil }
    return FileChange(
      status: .typeChanged, oldPath: oldPath, newPath: oldPath,
      isBinary: isBinary || next.isBinary, additions: next.additions, deletions: deletions)
  }
}

extension FileChange.Status {
  fileprivate init(_ status: git_delta_t) {
    switch status {
    case GIT_DELTA_ADDED, GIT_DELTA_COPIED: self = .added
    case GIT_DELTA_DELETED: self = .deleted
    case GIT_DELTA_RENAMED: self = .renamed
    case GIT_DELTA_TYPECHANGE: self = .typeChanged
    default: self = .modified
    }
  }
}

/// How one file differs between two trees.
public struct FileChange: Hashable, Sendable {
  /// The kind of difference.
  public enum Status: Hashable, Sendable {
    /// It is new.
    case added
    /// It is gone.
    case deleted
    /// Its content or its mode differs.
    case modified
    /// It has another path, and perhaps another content.
    case renamed
    /// It was a file and is a symbolic link, or the like.
    case typeChanged
  }

  /// The kind of difference.
  public let status: Status
  /// The path before; that of after when it is new.
  ///
  /// Bytes that are not UTF-8 are replaced.
  public let oldPath: String
  /// The path after; that of before when it is gone.
  public let newPath: String
  /// Whether a side is no text.
  public let isBinary: Bool
  /// Lines that are new; 0 for binary files.
  public let additions: Int
  /// Lines that are gone; 0 for binary files.
  public let deletions: Int
}

/// The part of a patch that is about one file.
public struct FilePatch: Hashable, Sendable {
  /// Lines as `git diff` prints them; none where libgit2 has nothing to say.
  public let bytes: [UInt8]
  /// The path before; that of `newPath` for a new file.
  public let oldPath: String
  /// The path after; that of `oldPath` for a file that goes.
  public let newPath: String
  /// The blob before; nil for a new file.
  public let old: ObjectID?
  /// The blob after; nil for a file that goes.
  public let new: ObjectID?
}
