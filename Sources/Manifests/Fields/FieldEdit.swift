/// A scalar that a field rule has set.
public struct FieldEdit: Hashable, Sendable {
  /// Which rule, counted from 0 in the order given.
  public let ruleIndex: Int
  /// Where the scalar starts in the file before any edit.
  public let position: TextPosition
  /// How the scalar was written.
  public let old: String
  /// How it is written now.
  public let new: String
}
