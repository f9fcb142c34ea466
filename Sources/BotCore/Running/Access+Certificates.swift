internal import Foundation
internal import Git

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
