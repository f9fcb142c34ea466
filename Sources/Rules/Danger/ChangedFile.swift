/// A file that differs between two trees.
public struct ChangedFile: Hashable, Sendable {
  /// Its path in the tree before; nil where it is new.
  public var old: String?
  /// Its path in the tree after; nil where it has gone.
  public var new: String?
  /// Whether it is a plain file in one tree and a link or a submodule in the other.
  public var changesKind: Bool
  /// Whether it is known that the file of the tree before can be read as YAML.
  public var isOldYAML = false
  /// The same of the tree after.
  public var isNewYAML = false

  /// Makes a changed file from its two paths, which differ where it was renamed.
  public init(old: String?, new: String?, changesKind: Bool = false) {
    self.old = old
    self.new = new
    self.changesKind = changesKind
  }
}
