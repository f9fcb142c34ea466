/// Lines of one text that another text has other lines for.
public struct LineChange: Hashable, Sendable {
  /// The lines that went, counted from 0; empty, at the place of the new ones, where none did.
  public let old: Range<Int>

  /// The lines that came, counted from 0; empty, at the place of the old ones, where none did.
  public let new: Range<Int>

  /// Makes a change from its two parts.
  ///
  /// - Parameters:
  ///   - old: Lines of the text before.
  ///   - new: Lines of the text after.
  public init(old: Range<Int>, new: Range<Int>) {
    self.old = old
    self.new = new
  }
}
