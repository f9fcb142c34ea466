/// How to reach a server, and who asks.
public struct RemoteAccess: Sendable {
  /// The only server that sees the credentials; nil where there are none.
  public var server: RemoteAddress.Server?

  /// Each is offered once, in order, where the server takes its kind.
  public var credentials: [Credential]

  /// Which ssh servers are trusted.
  public var knownHosts: KnownHosts

  /// Nobody in particular, for paths and for public repositories.
  public static let anonymous = RemoteAccess(server: nil, credentials: [])

  /// Describes access to one server.
  ///
  /// - Parameters:
  ///   - server: The only server that sees the credentials; nil where there are none.
  ///   - credentials: Each is offered once, in order, where the server takes its kind.
  ///   - knownHosts: Which ssh servers are trusted.
  public init(
    server: RemoteAddress.Server?, credentials: [Credential], knownHosts: KnownHosts = .home
  ) {
    self.server = server
    self.credentials = credentials
    self.knownHosts = knownHosts
  }
}
