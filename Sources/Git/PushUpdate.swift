/// One reference of a server that is to change.
public struct PushUpdate: Hashable, Sendable {
  /// The commit it is to point at; nil removes the reference.
  public var source: ObjectID?

  /// The reference on the server.
  public var destination: ReferenceName

  /// What it points at until now; nil when it must not exist.
  public var expected: ObjectID?

  /// Describes the change of one reference.
  ///
  /// - Parameters:
  ///   - source: The commit it is to point at; nil removes the reference.
  ///   - destination: The reference on the server.
  ///   - expected: What it points at until now; nil when it must not exist.
  public init(source: ObjectID?, destination: ReferenceName, expected: ObjectID?) {
    self.source = source
    self.destination = destination
    self.expected = expected
  }
}
