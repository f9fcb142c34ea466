/// How to reach a server, and who asks.
public struct RemoteAccess: Sendable {
  /// The only server that sees the credentials: a host, or `host:port`.
  public var host: String

  /// Each is offered once, in order, where the server takes its kind.
  public var credentials: [Credential]

  /// Which ssh servers are trusted.
  public var knownHosts: KnownHosts

  /// Nobody in particular, for paths and for public repositories.
  public static let anonymous = RemoteAccess(host: "", credentials: [])

  /// Describes access to one server.
  ///
  /// - Parameters:
  ///   - host: The only server that sees the credentials: a host, or `host:port`.
  ///   - credentials: Each is offered once, in order, where the server takes its kind.
  ///   - knownHosts: Which ssh servers are trusted.
  public init(host: String, credentials: [Credential], knownHosts: KnownHosts = .home) {
    self.host = host
    self.credentials = credentials
    self.knownHosts = knownHosts
  }
}
