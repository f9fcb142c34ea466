/// A certificate authority of its own, and a certificate of it for this machine, made by `openssl`.
public final class CertificateAuthority: Sendable {
  /// The name that the server's certificate is for.
  public static let host = "localhost"

  private let folder: TemporaryFolder

  /// Makes both, for one day.
  ///
  /// - Throws: `TestSupportError` that names a missing program, or with what `openssl` printed.
  public init() async throws {
    folder = try TemporaryFolder()
    try folder.write(Self.configuration, to: "openssl.cnf")
    for name in ["authority", "server"] {
      try await openssl([
        "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "\(name).key", "-out",
        "\(name).csr", "-subj", "/CN=\(name) of a test", "-config", "openssl.cnf",
      ])
    }
    try await openssl([
      "x509", "-req", "-in", "authority.csr", "-signkey", "authority.key", "-out", "authority.pem",
      "-days", "1", "-extfile", "openssl.cnf", "-extensions", "authority",
    ])
    try await openssl([
      "x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
      "-set_serial", "2", "-out", "server.pem", "-days", "1", "-extfile", "openssl.cnf",
      "-extensions", "server",
    ])
  }

  /// The authority's own certificate, which clients are to trust.
  public var certificate: String { folder.path("authority.pem") }

  /// The server's certificate.
  public var serverCertificate: String { folder.path("server.pem") }

  /// The private key of the server's certificate.
  public var serverKey: String { folder.path("server.key") }

  private func openssl(_ arguments: [String]) async throws {
    let result = try await run("openssl", arguments, in: folder.path)
    guard result.status == 0 else { throw TestSupportError("openssl: \(result.errorOutput)") }
  }

  private static let configuration = """
    [req]
    distinguished_name = name
    [name]
    [authority]
    basicConstraints = critical, CA:TRUE
    keyUsage = critical, keyCertSign
    subjectKeyIdentifier = hash
    [server]
    basicConstraints = critical, CA:FALSE
    subjectAltName = DNS:\(host)
    extendedKeyUsage = serverAuth

    """
}
