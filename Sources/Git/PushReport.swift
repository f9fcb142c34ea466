/// What a server made of a push.
public struct PushReport: Hashable, Sendable {
  /// The references that the server said it has changed, sorted.
  public let accepted: [ReferenceName]

  /// The references that it did not change, with its reason.
  public let rejected: [ReferenceName: String]

  /// What the server's hooks printed, line by line, without progress.
  public let serverMessages: String
}
