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
