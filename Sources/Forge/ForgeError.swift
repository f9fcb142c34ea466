/// What a forge declined, or why it could not be asked.
///
/// It never holds a credential, so that it can be printed.
public struct ForgeError: Error, Hashable, Sendable {
  /// What kind of failure it is.
  public enum Kind: Hashable, Sendable {
    /// There is no token, or the forge does not accept it.
    case authentication
    /// The token is accepted and may not do this.
    case permission
    /// The repository or a part of it does not exist, or the token may not see it.
    case notFound
    /// The forge does not take what was sent.
    case validation
    /// Too many requests, and the wait would be long.
    case rateLimited
    /// No answer, or none that can be used; another try may help.
    case unavailable
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// What is wrong, as one sentence without a final full stop; with the forge's own words where it
  /// gave some.
  public var message: String
  /// What to do about it.
  public var remedy: String
  /// The missing permission as the forge's settings name it; nil when none is missing, or which one
  /// is not known.
  public var permission: String?

  public init(_ kind: Kind, _ message: String, remedy: String, permission: String? = nil) {
    self.kind = kind
    self.message = message
    self.remedy = remedy
    self.permission = permission
  }
}
