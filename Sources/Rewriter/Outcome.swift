/// What rewriting made of one file.
public enum Outcome: Hashable, Sendable {
  /// No rule matched.
  case unchanged
  /// The new bytes, and the edits that lead to them, in order.
  case changed([UInt8], [Edit])
  /// Left as it is, to be reported.
  case skipped(SkipReason)
}
