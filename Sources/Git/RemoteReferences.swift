/// What a server has.
public struct RemoteReferences: Hashable, Sendable {
  /// The branch its `HEAD` names, such as `refs/heads/main`; nil when it does not say.
  public let defaultBranch: ReferenceName?

  /// Each reference with what it points at; for an annotated tag that is the tag.
  public let ids: [ReferenceName: ObjectID]

  /// Each annotated tag with the object it leads to in the end.
  public let peeled: [ReferenceName: ObjectID]

  /// Describes what a repository has.
  public init(
    defaultBranch: ReferenceName?, ids: [ReferenceName: ObjectID],
    peeled: [ReferenceName: ObjectID] = [:]
  ) {
    self.defaultBranch = defaultBranch
    self.ids = ids
    self.peeled = peeled
  }

  /// The object that a reference leads to in the end.
  ///
  /// - Parameter name: The reference.
  /// - Returns: The object, or nil when there is no such reference.
  public func target(of name: ReferenceName) -> ObjectID? { peeled[name] ?? ids[name] }
}
