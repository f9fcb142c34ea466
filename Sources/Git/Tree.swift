import CGit2

/// A folder of a commit, read from the repository it retains.
@safe public struct Tree: ~Copyable {
  let pointer: OpaquePointer
  private let repository: Repository

  /// Owns `pointer` from now on and frees it with `git_tree_free`.
  init(takingOwnershipOf pointer: OpaquePointer, in repository: Repository) {
    unsafe self.pointer = unsafe pointer
    self.repository = repository
  }

  deinit { unsafe git_tree_free(pointer) }

  /// Its own name: `git_tree_id`.
  public var id: ObjectID { unsafe ObjectID(copying: git_tree_id(pointer)) }

  /// The entries in Git's order: `git_tree_entry_byindex`.
  public var entries: [TreeEntry] {
    let count = unsafe git_tree_entrycount(pointer)
    var entries: [TreeEntry] = []
    entries.reserveCapacity(count)
    for index in 0..<count {
      guard let entry = unsafe git_tree_entry_byindex(pointer, index) else { continue }
      entries.append(unsafe TreeEntry(copying: entry))
    }
    return entries
  }

  /// The entry with `name`, or nil: `git_tree_entry_byname`.
  public subscript(name: String) -> TreeEntry? {
    unsafe git_tree_entry_byname(pointer, name).map { unsafe TreeEntry(copying: $0) }
  }
}

/// One name in a folder.
public struct TreeEntry: Hashable, Sendable {
  /// The name, without a slash.
  ///
  /// Lossy where `hasExactName` is false.
  public var name: String {
    didSet { hasExactName = true }
  }

  /// The blob, tree or commit.
  public var id: ObjectID

  /// What it is.
  public var mode: FileMode

  /// False when the name's bytes are not UTF-8.
  ///
  /// Such an entry stays as it is when its tree is
  /// rewritten, and cannot be inserted.
  public private(set) var hasExactName: Bool

  /// Makes an entry to insert.
  ///
  /// - Parameters:
  ///   - name: The name, without a slash.
  ///   - id: The blob, tree or commit.
  ///   - mode: What it is.
  public init(name: String, id: ObjectID, mode: FileMode) {
    self.name = name
    self.id = id
    self.mode = mode
    hasExactName = true
  }

  /// Copies what libgit2 points at: `git_tree_entry_name`, `git_tree_entry_id` and
  /// `git_tree_entry_filemode`.
  init(copying entry: OpaquePointer) {
    let bytes = unsafe git_tree_entry_name(entry)
    let exact = unsafe bytes.flatMap { unsafe String(validatingCString: $0) }
    name = unsafe exact ?? bytes.map { unsafe String(cString: $0) } ?? ""
    id = unsafe ObjectID(copying: git_tree_entry_id(entry))
    mode = unsafe FileMode(git_tree_entry_filemode(entry))
    hasExactName = exact != nil
  }
}

/// What an entry of a tree is.
public enum FileMode: Hashable, Sendable {
  /// A folder.
  case tree
  /// A file.
  case blob
  /// A file with the executable bit.
  case executable
  /// A symbolic link; its blob holds the target.
  case symbolicLink
  /// A commit of another repository.
  case submodule

  /// Whether it is a file with bytes of its own.
  public var isFile: Bool { self == .blob || self == .executable }

  /// Reads libgit2's mode, which is one of five after its own clean-up of historic modes.
  init(_ mode: git_filemode_t) {
    switch mode {
    case GIT_FILEMODE_TREE: self = .tree
    case GIT_FILEMODE_BLOB_EXECUTABLE: self = .executable
    case GIT_FILEMODE_LINK: self = .symbolicLink
    case GIT_FILEMODE_COMMIT: self = .submodule
    default: self = .blob
    }
  }

  /// libgit2's mode.
  var raw: git_filemode_t {
    switch self {
    case .tree: GIT_FILEMODE_TREE
    case .blob: GIT_FILEMODE_BLOB
    case .executable: GIT_FILEMODE_BLOB_EXECUTABLE
    case .symbolicLink: GIT_FILEMODE_LINK
    case .submodule: GIT_FILEMODE_COMMIT
    }
  }
}

/// A tree or NULL, for functions that take either.
@safe struct OptionalTree: ~Copyable {
  let pointer: OpaquePointer?

  deinit { unsafe git_tree_free(pointer) }
}

extension Repository {
  /// Reads a tree: `git_tree_lookup`.
  ///
  /// - Parameter id: Its name.
  /// - Returns: The tree, which retains the repository.
  /// - Throws: `GitError` of kind `notFound` when it is absent or no tree, or a tree in it is, and of
  ///   kind `limit` when it holds more than `TreeLimits` allow.
  public func tree(_ id: ObjectID) throws(GitError) -> Tree {
    try checkExtent(of: id)
    var raw = id.raw
    let found = try unsafe make("git_tree_lookup") { unsafe git_tree_lookup($0, pointer, &raw) }
    return unsafe Tree(takingOwnershipOf: found, in: self)
  }

  /// Reads a tree as `tree` does; NULL for nil.
  func optionalTree(_ id: ObjectID?) throws(GitError) -> OptionalTree {
    guard let id else { return unsafe OptionalTree(pointer: nil) }
    try checkExtent(of: id)
    var raw = id.raw
    return unsafe OptionalTree(
      pointer: try make("git_tree_lookup") { unsafe git_tree_lookup($0, pointer, &raw) })
  }
}
