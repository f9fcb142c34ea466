import CGit2

/// The result of libgit2's merge, in memory.
@safe struct MergeIndex: ~Copyable {
  private let pointer: OpaquePointer

  /// Owns `pointer` from now on and frees it with `git_index_free`.
  init(takingOwnershipOf pointer: OpaquePointer) {
    unsafe self.pointer = unsafe pointer
  }

  deinit { unsafe git_index_free(pointer) }

  /// Whether anything is unmerged: `git_index_has_conflicts`.
  var hasConflicts: Bool { unsafe git_index_has_conflicts(pointer) == 1 }

  /// What is unmerged, with both ends of a rename in one conflict, sorted by path.
  func conflicts() throws(GitError) -> [MergeConflict] {
    var stages: [String: Stages] = [:]
    try unsafe forEachConflict { base, ours, theirs in
      let found = unsafe Stages(
        base: Self.side(base), ours: Self.side(ours), theirs: Self.side(theirs))
      stages[(found.ours ?? found.theirs ?? found.base)?.path ?? ""] = found
    }
    var conflicts = renames().map { rename in
      MergeConflict(
        base: rename.base.flatMap { stages[$0]?.takeBase() },
        ours: rename.ours.flatMap { stages[$0]?.takeOurs() },
        theirs: rename.theirs.flatMap { stages[$0]?.takeTheirs() })
    }
    conflicts += stages.values.map {
      MergeConflict(base: $0.base, ours: $0.ours, theirs: $0.theirs)
    }
    return MergeConflict.sorted(conflicts.filter { !$0.path.isEmpty })
  }

  /// Keeps our side of everything unmerged, and nothing where our side has nothing:
  /// `git_index_conflict_cleanup` and `git_index_add`.
  ///
  /// - Returns: What their side has where a folder or a file of ours is in the way.
  func keepOurs() throws(GitError) -> [MergeConflict.Side] {
    var kept: [(path: [CChar], id: ObjectID, mode: UInt32)] = []
    try unsafe forEachConflict { _, ours, _ in
      guard let ours = unsafe ours else { return }
      unsafe kept.append(
        (Self.bytes(ours.pointee.path), ObjectID(ours.pointee.id), ours.pointee.mode))
    }
    try check("git_index_conflict_cleanup") { unsafe git_index_conflict_cleanup(pointer) }
    let removed = try removeWhatCollides(with: Set(kept.map(\.path)))
    for item in kept {
      var entry = unsafe git_index_entry()
      unsafe entry.mode = item.mode
      unsafe entry.id = item.id.raw
      try check("git_index_add") {
        unsafe item.path.withUnsafeBufferPointer {
          unsafe entry.path = $0.baseAddress
          return unsafe git_index_add(pointer, &entry)
        }
      }
    }
    return removed
  }

  /// Removes files in folders of these paths, and files in the place of the folders above them.
  ///
  /// `git_index_add` is said to do this, but looks for the files from the wrong position on when
  /// the path is new (`index_existing_and_best` in libgit2's `index.c`).
  private func removeWhatCollides(
    with paths: Set<[CChar]>
  ) throws(GitError) -> [MergeConflict.Side] {
    let folders = Set(paths.flatMap(Self.folders))
    var removed: [MergeConflict.Side] = []
    let count = unsafe git_index_entrycount(pointer)
    for index in (0..<count).reversed() {
      guard let entry = unsafe git_index_get_byindex(pointer, index) else { continue }
      let path = unsafe Self.bytes(entry.pointee.path)
      guard folders.contains(path) || Self.folders(above: path).contains(where: paths.contains)
      else { continue }
      if let side = unsafe Self.side(entry) { removed.append(side) }
      try check("git_index_remove") {
        unsafe path.withUnsafeBufferPointer { unsafe git_index_remove(pointer, $0.baseAddress, 0) }
      }
    }
    return removed
  }

  /// The folders that a path leads through, each with its final NUL.
  private static func folders(above path: [CChar]) -> [[CChar]] {
    path.indices.filter { path[$0] == CChar(UInt8(ascii: "/")) }.map { path[..<$0] + [0] }
  }

  /// Stores the merged folders: `git_index_write_tree_to`.
  func writeTree(to repository: Repository) throws(GitError) -> ObjectID {
    var id = git_oid()
    try check("git_index_write_tree_to") {
      unsafe git_index_write_tree_to(&id, pointer, repository.pointer)
    }
    return ObjectID(id)
  }

  private typealias Entry = UnsafePointer<git_index_entry>

  private func forEachConflict(_ body: (Entry?, Entry?, Entry?) -> Void) throws(GitError) {
    let iterator = try unsafe make("git_index_conflict_iterator_new") {
      unsafe git_index_conflict_iterator_new($0, pointer)
    }
    defer { unsafe git_index_conflict_iterator_free(iterator) }
    var base: Entry?
    var ours: Entry?
    var theirs: Entry?
    while true {
      let status = unsafe git_index_conflict_next(&base, &ours, &theirs, iterator)
      if status == GIT_ITEROVER.rawValue { return }
      try check("git_index_conflict_next") { status }
      unsafe body(base, ours, theirs)
    }
  }

  /// The unmerged renames, which libgit2 lists by themselves: `git_index_name_get_byindex`.
  private func renames() -> [(base: String?, ours: String?, theirs: String?)] {
    unsafe (0..<git_index_name_entrycount(pointer)).compactMap { index in
      guard let name = unsafe git_index_name_get_byindex(pointer, index)?.pointee else {
        return nil
      }
      return unsafe (
        name.ancestor.map { unsafe String(cString: $0) },
        unsafe name.ours.map { unsafe String(cString: $0) },
        unsafe name.theirs.map { unsafe String(cString: $0) }
      )
    }
  }

  /// A path with its final NUL, whatever its encoding.
  private static func bytes(_ path: UnsafePointer<CChar>) -> [CChar] {
    var count = 0
    while unsafe path[count] != 0 { count += 1 }
    return unsafe Array(UnsafeBufferPointer(start: path, count: count + 1))
  }

  private static func side(_ entry: Entry?) -> MergeConflict.Side? {
    guard let entry = unsafe entry?.pointee else { return nil }
    return unsafe MergeConflict.Side(
      path: String(cString: entry.path), id: ObjectID(entry.id),
      mode: FileMode(git_filemode_t(rawValue: entry.mode)))
  }
}

extension MergeIndex {
  /// What stands at one path, until a rename takes it.
  private struct Stages {
    var base: MergeConflict.Side?
    var ours: MergeConflict.Side?
    var theirs: MergeConflict.Side?

    mutating func takeBase() -> MergeConflict.Side? { base.take() }
    mutating func takeOurs() -> MergeConflict.Side? { ours.take() }
    mutating func takeTheirs() -> MergeConflict.Side? { theirs.take() }
  }
}
