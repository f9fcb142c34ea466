internal import Foundation
internal import Git

/// Chooses the credentials for one server from what the user gave.
///
/// A credential belongs to one host: a token of the environment is only offered to the host it was
/// made for, and what stood in an address only to that address's host.
struct Access {
  var request: Request

  /// How `location` is spoken to.
  ///
  /// - Throws: BotError when `--known-hosts`, `--ssh-key` or `--ca-file` name a file that cannot be
  ///   read, and when a credential helper cannot be asked.
  func remoteAccess(to location: Location) async throws(BotError) -> RemoteAccess {
    guard let server = location.server else { return .anonymous }
    if location.isSSH {
      return RemoteAccess(
        server: server, credentials: try sshCredentials(),
        knownHosts: try await knownHosts(of: server))
    }
    if server.scheme == "https" { try trustCertificates() }
    return try RemoteAccess(
      server: server, passwords: try await passwords(for: location), request.variables)
  }

  /// How the template at `location` is spoken to, by somebody who works on `repository`, which is nil
  /// on this machine.
  ///
  /// On the repository's own host its credentials hold for the template too, behind the template's
  /// own; any other host is offered the latter alone.
  ///
  /// - Throws: BotError as `remoteAccess(to:)` does.
  func templateAccess(
    to location: Location, beside repository: Location?
  ) async throws(BotError) -> RemoteAccess {
    guard let server = location.server else { return .anonymous }
    let isSameServer = server == repository?.server
    if location.isSSH {
      var own = self
      own.request.sshKey = variable("GITOPS_BOT_TEMPLATE_SSH_KEY") ?? own.request.sshKey
      if !isSameServer {
        own.request.sshKey = variable("GITOPS_BOT_TEMPLATE_SSH_KEY")
        own.request.variables["GITOPS_BOT_SSH_KEY"] = nil
      }
      return try await own.remoteAccess(to: location)
    }
    var credentials: [Credential] = []
    if let token = variable("GITOPS_BOT_TEMPLATE_TOKEN") {
      let user = variable("GITOPS_BOT_TEMPLATE_USERNAME") ?? location.user ?? "x-access-token"
      credentials.append(.userPassword(user: user, password: token))
    }
    var others = self
    if !isSameServer { others.request.variables["GITOPS_BOT_TOKEN"] = nil }
    let access = try await others.remoteAccess(to: location)
    return try RemoteAccess(
      server: server, passwords: credentials + access.credentials, request.variables)
  }

  /// What the environment says; an empty variable counts as none.
  func variable(_ name: String) -> String? {
    guard let value = request.variables[name], !value.isEmpty else { return nil }
    return value
  }

  private func sshCredentials() throws(BotError) -> [Credential] {
    let passphrase = variable("GITOPS_BOT_SSH_PASSPHRASE")
    if let key = request.sshKey ?? variable("GITOPS_BOT_SSH_KEY") {
      guard FileManager.default.isReadableFile(atPath: key) else {
        throw BotError(
          .authentication, "the key \(key) cannot be read", file: key,
          remedy: "give --ssh-key the path of a private key")
      }
      return [.sshKey(privateKey: key, passphrase: passphrase)]
    }
    var credentials: [Credential] = variable("SSH_AUTH_SOCK") == nil ? [] : [.sshAgent]
    // Ed25519 first: libssh2 1.10 has no RSA keys with SHA-2, which current servers ask for.
    for name in ["id_ed25519", "id_ecdsa", "id_rsa"] {
      let path = (variable("HOME") ?? "") + "/.ssh/" + name
      if FileManager.default.isReadableFile(atPath: path) {
        credentials.append(.sshKey(privateKey: path, passphrase: passphrase))
      }
    }
    return credentials
  }

  private func knownHosts(
    of server: RemoteAddress.Server
  ) async throws(BotError) -> KnownHosts {
    guard let file = request.knownHosts else { return .home }
    let entry = server.port == 22 ? server.host : "[\(server.host)]:\(server.port)"
    return .keys(try await hostKeys(of: entry, in: file, request.variables))
  }
}

extension RemoteAccess {
  /// Access with passwords, which nobody may read on their way.
  ///
  /// - Throws: BotError of exit code 5 over plain http to another machine, unless the environment allows it.
  fileprivate init(
    server: RemoteAddress.Server, passwords: [Credential], _ variables: [String: String]
  ) throws(BotError) {
    if server.scheme != "https", !server.isLoopback, !passwords.isEmpty,
      !isPlainHTTPAllowed(variables)
    {
      throw BotError(
        .authentication,
        "a token or password would be sent to \(server) in the clear, where others can read it",
        remedy:
          "give an address that begins with https://, or set GITOPS_BOT_INSECURE_HTTP=1 where the network "
          + "is your own")
    }
    self.init(server: server, credentials: passwords)
  }
}
