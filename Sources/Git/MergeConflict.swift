/// One thing that both sides of a merge changed.
public struct MergeConflict: Hashable, Sendable {
  /// What one side of the merge has.
  public struct Side: Hashable, Sendable {
    /// Where it has it; bytes that are not UTF-8 are replaced.
    public let path: String
    /// The content.
    public let id: ObjectID
    /// What it is.
    public let mode: FileMode
  }

  /// What both started from; nil when both added it.
  public let base: Side?

  /// What our side made of it; nil when it removed it.
  ///
  /// Its path differs from the base's when our
  /// side renamed it.
  public let ours: Side?

  /// What their side made of it; nil when it removed it.
  public let theirs: Side?

  /// Our path, else theirs, else the base's.
  public var path: String { (ours ?? theirs ?? base)?.path ?? "" }

  /// Orders by path, and by the base's path where two conflicts end at one.
  static func sorted(_ conflicts: [MergeConflict]) -> [MergeConflict] {
    conflicts.sorted { ($0.path, $0.base?.path ?? "") < ($1.path, $1.base?.path ?? "") }
  }
}
