import Foundation

/// A key of OpenSSH and one of OpenPGP, each known to nobody else.
public final class SigningKeys: Sendable {
  /// Whose signatures they are.
  public let email = "gitops-bot@example.org"

  /// The fingerprint of the OpenPGP key.
  public let fingerprint: String

  private let folder: TemporaryFolder

  /// Makes both keys.
  ///
  /// - Throws: `TestSupportError` that names a missing program, or with what it printed.
  public init() async throws {
    folder = try TemporaryFolder()
    let key = folder.path("key")
    _ = try await Self.expect("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key])
    let publicKey = String(decoding: try folder.read("key.pub"), as: UTF8.self)
    try folder.write("\(email) namespaces=\"git\" \(publicKey)", to: "allowed_signers")
    let home = try folder.makeFolder("gnupg")
    // gpg warns about a folder that others can read.
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: home)
    let gnupg = ["GNUPGHOME": home]
    let identity = "GitOps Bot <\(email)>"
    _ = try await Self.expect(
      "gpg",
      [
        "--batch", "--pinentry-mode", "loopback", "--passphrase", "", "--quick-generate-key",
        identity, "ed25519", "sign", "1d",
      ], gnupg)
    let listed = try await Self.expect("gpg", ["--batch", "--with-colons", "-K"], gnupg)
    let line = listed.split(separator: "\n").first { $0.hasPrefix("fpr:") }
    guard let line else { throw TestSupportError("gpg made no key:\n\(listed)") }
    fingerprint = String(line.split(separator: ":").last ?? "")
  }

  /// The private key of OpenSSH.
  public var sshKey: String { folder.path("key") }

  /// What signers need to find the OpenPGP key.
  public var environment: [String: String?] { ["GNUPGHOME": folder.path("gnupg")] }

  /// Lets Git judge a commit: `git verify-commit`.
  ///
  /// - Parameters:
  ///   - commit: A revision.
  ///   - repository: Where it is.
  /// - Returns: Status 0 where it has a good signature of one of these keys.
  /// - Throws: `TestSupportError` when `git` is missing.
  public func verify(_ commit: String, in repository: String) async throws -> ProgramResult {
    let signers = "gpg.ssh.allowedSignersFile=\(folder.path("allowed_signers"))"
    return try await runGit(
      ["-c", signers, "verify-commit", "--verbose", commit], in: repository,
      environment: environment)
  }

  private static func expect(
    _ program: String, _ arguments: [String], _ environment: [String: String?] = [:]
  ) async throws -> String {
    let result = try await run(program, arguments, environment: environment)
    guard result.status == 0 else { throw TestSupportError("\(program): \(result.errorOutput)") }
    return result.output
  }
}
