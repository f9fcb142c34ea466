import CGit2

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
