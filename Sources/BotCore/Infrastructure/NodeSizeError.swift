/// A node size whose CPU and memory nobody here knows.
public struct NodeSizeError: Error, Hashable, Sendable {
  /// What is wrong, as one sentence without a final full stop.
  public var message: String
  /// What to do about it, as one sentence without a final full stop.
  public var remedy: String
}
