import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A real `sshd` on a loopback port, with keys of its own.
public final class SSHServer: Sendable {
  /// The host.
  public let host = "127.0.0.1"

  /// The port on 127.0.0.1.
  public let port: Int

  /// The user that runs the tests, the only one who may come in.
  public let user: String

  /// The line of a `known_hosts` file for this server, with a newline.
  public let knownHosts: String

  private let folder: TemporaryFolder
  private let process: BackgroundProcess

  /// Starts the server and waits until it answers.
  ///
  /// - Throws: `TestSupportError` that names a missing program.
  public init() async throws {
    folder = try TemporaryFolder()
    port = try Loopback.freePort()
    guard let account = getpwuid(getuid()) else {
      throw TestSupportError("the user that runs the tests has no account")
    }
    user = String(cString: account.pointee.pw_name)
    let server = try Programs.find("sshd")
    for key in ["host", "user", "stranger"] { try await Self.makeKey(folder.path(key)) }
    let hostKey = try String(decoding: folder.read("host.pub"), as: UTF8.self)
    knownHosts =
      "[\(host)]:\(port) " + hostKey.split(separator: " ").prefix(2).joined(separator: " ") + "\n"
    try folder.write(try folder.read("user.pub"), to: "authorized_keys")
    try folder.makeFolder("repositories")
    try folder.write(Self.configuration(folder: folder.path, port: port), to: "sshd_config")
    // Where sshd as root goes without privileges; the package's service would make it.
    if getuid() == 0 { mkdir("/run/sshd", 0o755) }
    // From 9.8 on OpenSSH turns away for a while who was cut off, which all tests are as one address.
    let lenient = ["-o", "PerSourcePenalties=no"]
    let isKnown = try await run(
      server, ["-t", "-f", folder.path("sshd_config")] + lenient)
    process = BackgroundProcess(
      server,
      ["-D", "-e", "-f", folder.path("sshd_config")] + (isKnown.status == 0 ? lenient : []),
      log: folder.path("sshd.log"))
    let port = port
    try await process.wait(for: "sshd") { Loopback.isListening(on: port) }
  }

  /// Ends the server; it ends by itself when nothing retains it any more.
  public func stop() { process.stop() }

  /// A folder for bare repositories.
  public var repositories: String { folder.path("repositories") }

  /// The private key that is let in.
  public var userKey: String { folder.path("user") }

  /// A private key that is not let in.
  public var strangerKey: String { folder.path("stranger") }

  /// The address of a repository.
  ///
  /// - Parameter name: The folder in `repositories`.
  /// - Returns: An `ssh://` URL.
  public func url(_ name: String) -> String {
    "ssh://\(user)@\(host):\(port)\(repositories)/\(name)"
  }

  private static func makeKey(_ path: String) async throws {
    let made = try await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path])
    guard made.status == 0 else { throw TestSupportError("ssh-keygen: \(made.errorOutput)") }
  }

  private static func configuration(folder: String, port: Int) -> String {
    """
    ListenAddress 127.0.0.1:\(port)
    HostKey \(folder)/host
    AuthorizedKeysFile \(folder)/authorized_keys
    PidFile \(folder)/sshd.pid
    StrictModes no
    UsePAM no
    MaxStartups 100
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    PermitRootLogin yes
    SetEnv GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1

    """
  }
}
