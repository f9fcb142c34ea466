internal import Foundation
internal import Git
internal import YAML

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
      let key = variable("GITOPS_BOT_TEMPLATE_SSH_KEY")
      own.request.sshKey = key ?? own.request.sshKey
      if key != nil { own.sshKeySource = "GITOPS_BOT_TEMPLATE_SSH_KEY" }
      if !isSameServer {
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

extension Access {
  /// Where operating systems keep the certificates that they trust in one file: Debian and Alpine,
  /// Fedora, openSUSE, macOS and the BSDs.
  private static let systemBundles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
  ]

  /// Has servers over https judged by `SSL_CERT_FILE` in place of the system's certificates, where it
  /// is set, and by those of `--ca-file` as well.
  ///
  /// - Throws: BotError when one of them cannot be read or holds no certificate.
  func trustCertificates() throws(BotError) {
    let replacement = variable("SSL_CERT_FILE")
    guard let own = request.caFile else {
      if let replacement { try load([try certificates(in: replacement)]) }
      return
    }
    // mbedTLS forgets the system's certificates when it is given others.
    let system =
      replacement
      ?? Access.systemBundles.first { FileManager.default.isReadableFile(atPath: $0) }
    var bundles = [try certificates(in: own)]
    if let system { bundles.append(try certificates(in: system)) }
    try load(bundles)
  }

  private func load(_ bundles: [[UInt8]]) throws(BotError) {
    let folder = try ScratchFolder()
    let file = folder.path + "/certificates.pem"
    let isWritten = FileManager.default.createFile(
      atPath: file, contents: Data(bundles.joined(separator: [UInt8(ascii: "\n")])))
    guard isWritten else {
      throw BotError("\(file) cannot be written", remedy: "free some space for temporary files")
    }
    do throws(GitError) {
      try TrustedCertificates.load(from: file)
    } catch {
      throw BotError(
        "the certificates cannot be used: \(error.message)",
        file: request.caFile ?? variable("SSL_CERT_FILE"),
        remedy: "give certificates in PEM form, or add them to the system's own")
    }
    // The folder goes with its last owner, and must not go before the file was read.
    withExtendedLifetime(folder) {}
  }

  private func certificates(in file: String) throws(BotError) -> [UInt8] {
    let bytes = try localFile(file, relativeTo: request.folder, option: "--ca-file")
    guard bytes.withUnsafeBytes({ $0.contains("-----BEGIN CERTIFICATE-----") }) else {
      throw BotError(
        "\(file) holds no certificate", file: file,
        remedy: "give --ca-file a file of certificates in PEM form")
    }
    return bytes
  }
}
