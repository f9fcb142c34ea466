internal import Foundation
internal import Git

/// Chooses the credentials for one server from what the user gave.
///
/// A credential belongs to one host: a token of the environment is only offered to the host it was
/// made for, and what stood in an address only to that address's host.
struct Access {
  var request: Request
  /// What gives the path in `request.sshKey`.
  var sshKeySource = "--ssh-key"

  /// How `location` is spoken to.
  ///
  /// - Throws: BotError when `--known-hosts`, `--ssh-key` or `--ca-file` name a file that cannot be
  ///   read, and when a credential helper cannot be asked.
  func remoteAccess(to location: Location) async throws(BotError) -> RemoteAccess {
    guard let host = location.host else { return .anonymous }
    if location.isSSH {
      return RemoteAccess(
        host: host, credentials: try sshCredentials(),
        knownHosts: try await knownHosts(for: location))
    }
    if location.address.lowercased().hasPrefix("https://") { try trustCertificates() }
    return RemoteAccess(host: host, credentials: try await passwords(for: location))
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
    guard let host = location.host else { return .anonymous }
    let isSameHost = host == repository?.host && location.scheme == repository?.scheme
    if location.isSSH {
      var own = self
      let key = variable("GITOPS_BOT_TEMPLATE_SSH_KEY")
      own.request.sshKey = key ?? own.request.sshKey
      if key != nil { own.sshKeySource = "GITOPS_BOT_TEMPLATE_SSH_KEY" }
      if !isSameHost {
        own.request.sshKey = key
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
    if !isSameHost { others.request.variables["GITOPS_BOT_TOKEN"] = nil }
    let access = try await others.remoteAccess(to: location)
    return RemoteAccess(host: host, credentials: credentials + access.credentials)
  }

  /// What the environment says; an empty variable counts as none.
  func variable(_ name: String) -> String? {
    guard let value = request.variables[name], !value.isEmpty else { return nil }
    return value
  }

  private func sshCredentials() throws(BotError) -> [Credential] {
    let passphrase = variable("GITOPS_BOT_SSH_PASSPHRASE")
    if let key = request.sshKey ?? variable("GITOPS_BOT_SSH_KEY") {
      let given = GivenKey(
        text: key, source: request.sshKey == nil ? "GITOPS_BOT_SSH_KEY" : sshKeySource,
        role: "private key", folder: request.folder)
      try given.check()
      guard FileManager.default.isReadableFile(atPath: key) else {
        throw given.unreadable("give \(given.source) the path of a private key")
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

  private func knownHosts(for location: Location) async throws(BotError) -> KnownHosts {
    guard let file = request.knownHosts else { return .home }
    let name = location.hostName ?? ""
    let entry = location.port.map { $0 == 22 ? name : "[\(name)]:\($0)" } ?? name
    return .keys(try await hostKeys(of: entry, in: file, request.variables))
  }
}

extension Location {
  /// What stands before `://`; nil for `user@host:path` and folders.
  fileprivate var scheme: Substring? {
    address.firstRange(of: "://").map { address[..<$0.lowerBound] }
  }
}
