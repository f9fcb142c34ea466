/// A file that differs between two trees.
public struct ChangedFile: Hashable, Sendable {
  /// Its path in the tree before; nil where it is new.
  public var old: String?
  /// Its path in the tree after; nil where it has gone.
  public var new: String?

  /// Makes a changed file from its two paths, which differ where it was renamed.
  public init(old: String?, new: String?) {
    self.old = old
    self.new = new
  }
}
