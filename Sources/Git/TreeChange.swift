/// One change of a folder.
public enum TreeChange: Hashable, Sendable {
  /// Adds the entry, or replaces the one with its name.
  case set(TreeEntry)
  /// Removes the entry; nothing happens when it is absent.
  case remove(name: String)
}
