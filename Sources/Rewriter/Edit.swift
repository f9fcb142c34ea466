/// One replacement, as data: what `plan`, JSON output and the review show.
public struct Edit: Hashable, Sendable {
  /// The byte offsets of the old text in the input, never empty.
  public let range: Range<Int>
  /// The bytes that take its place; never those that stood there.
  public let replacement: [UInt8]
  /// Which rule, counted from 0 in ``RuleSet/rules``.
  public let ruleIndex: Int

  /// An edit of any origin, such as one that another module proposes.
  public init(range: Range<Int>, replacement: [UInt8], ruleIndex: Int) {
    self.range = range
    self.replacement = replacement
    self.ruleIndex = ruleIndex
  }
}
