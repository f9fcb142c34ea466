import CGit2

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
