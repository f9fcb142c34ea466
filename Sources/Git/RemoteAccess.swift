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

/// One way to say who asks.
public enum Credential: Hashable, Sendable {
  /// A name and a password or token, for `http(s)://` and for ssh servers that take passwords.
  case userPassword(user: String, password: String)
  /// A private key in a file, and what it is encrypted with. Its public half is read from the
  /// same path with `.pub`, where that exists. libssh2 before 1.11 signs with Ed25519 and ECDSA
  /// keys in a way that today's servers take, with RSA keys it does not.
  case sshKey(privateKey: String, passphrase: String?)
  /// The keys of the running ssh agent, found through `SSH_AUTH_SOCK`.
  case sshAgent
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Its kind, without what is secret.
  public var description: String {
    switch self {
    case .userPassword: "user and password"
    case .sshKey(let path, _): "ssh key \(path)"
    case .sshAgent: "ssh agent"
    }
  }

  /// The same as `description`, so that no dump shows a secret.
  public var debugDescription: String { description }

  /// Without children, so that no dump shows a secret.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
