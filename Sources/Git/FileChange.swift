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
