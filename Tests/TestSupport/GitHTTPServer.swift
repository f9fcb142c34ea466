import Foundation

/// A real `git-http-backend` behind nginx on a loopback port, with basic authentication, over http or
/// https.
public final class GitHTTPServer: Sendable {
  /// The user that may do everything.
  public let user = "bot"

  /// That user's password.
  public let password = "correct horse"

  /// The port on 127.0.0.1.
  public let port: Int

  /// The host: an address, or with a certificate the name that it is for.
  public let host: String

  private let scheme: String
  private let folder: TemporaryFolder
  private let processes: [BackgroundProcess]

  /// Starts the server and waits until it answers.
  ///
  /// - Parameter authority: Certifies the server, which then speaks https.
  /// - Throws: `TestSupportError` that names a missing program.
  public init(certifiedBy authority: CertificateAuthority? = nil) async throws {
    scheme = authority == nil ? "http" : "https"
    host = authority == nil ? "127.0.0.1" : CertificateAuthority.host
    folder = try TemporaryFolder()
    port = try Loopback.freePort()
    let backend = try await Self.backend()
    let nginx = try Programs.find("nginx")
    let wrapper = try Programs.find("fcgiwrap")
    for name in ["repositories", "temporary"] { try folder.makeFolder(name) }
    try folder.write("\(user):{PLAIN}\(password)\n", to: "passwords")
    try folder.write(
      Self.configuration(
        folder: folder.path, port: port, backend: backend, authority: authority),
      to: "nginx.conf")
    let socket = folder.path("fcgi.sock")
    // Several children: the second of two pushes at once is not to wait for the first.
    let script = BackgroundProcess(
      wrapper, ["-c", "4", "-s", "unix:\(socket)"], log: folder.path("fcgi.log"))
    try await script.wait(for: "fcgiwrap") { FileManager.default.fileExists(atPath: socket) }
    let server = BackgroundProcess(
      nginx, ["-p", folder.path, "-c", folder.path("nginx.conf"), "-e", folder.path("nginx.log")],
      log: folder.path("nginx.log"))
    processes = [server, script]
    let port = port
    try await server.wait(for: "nginx") { Loopback.isListening(on: port) }
  }

  /// Ends the server; it ends by itself when nothing retains it any more.
  public func stop() {
    for process in processes { process.stop() }
  }

  /// The folder whose bare repositories are served; those in its folder `public` to anybody.
  public var repositories: String { folder.path("repositories") }

  /// The address of a repository, without a user.
  ///
  /// - Parameter name: The folder in `repositories`.
  /// - Returns: An `http://` or `https://` URL.
  public func url(_ name: String) -> String { "\(scheme)://\(host):\(port)/\(name)" }

  /// Makes a repository refuse every push with status 403.
  ///
  /// - Parameter name: The folder in `repositories`.
  /// - Throws: `TestSupportError` when `git` fails.
  public func makeReadOnly(_ name: String) async throws {
    try await git("config", "http.receivepack", "false", in: "\(repositories)/\(name)")
  }

  /// The method and address of each request so far, oldest first.
  public func requests() throws -> [String] {
    String(decoding: try folder.read("requests.log"), as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }

  /// The bytes of the first such request as they came over the wire, with its head.
  ///
  /// - Parameter request: The method and address.
  /// - Returns: Their number.
  /// - Throws: `TestSupportError` when it is never answered.
  public func length(of request: String) async throws -> Int {
    var length: Int?
    // A line is written once the answer has left, which its reader may see earlier.
    try await processes[0].wait(for: request) {
      let log = (try? folder.read("lengths.log")) ?? []
      length = String(decoding: log, as: UTF8.self).split(separator: "\n")
        .first { $0.hasSuffix(" \(request)") }.flatMap { Int($0.prefix { $0 != " " }) }
      return length != nil
    }
    return length ?? 0
  }

  private static func backend() async throws -> String {
    try Programs.find("git-http-backend", in: [try await git("--exec-path")])
  }

  /// One process without a master, so that it keeps the user that started it, root or not.
  private static func configuration(
    folder: String, port: Int, backend: String, authority: CertificateAuthority?
  ) -> String {
    let certificate = authority.map {
      "ssl_certificate \($0.serverCertificate); ssl_certificate_key \($0.serverKey);"
    }
    let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    let temporary = kinds.map { "  \($0)_temp_path \(folder)/temporary/\($0);" }
    return """
      daemon off;
      master_process off;
      pid \(folder)/nginx.pid;
      events { worker_connections 64; }
      http {
        log_format lines '$request_method $request_uri';
        log_format lengths '$request_length $request_method $request_uri';
        access_log \(folder)/requests.log lines;
        access_log \(folder)/lengths.log lengths;
      \(temporary.joined(separator: "\n"))
        client_max_body_size 0;
        server {
          listen 127.0.0.1:\(port)\(authority == nil ? "" : " ssl");
          \(certificate ?? "")
          fastcgi_param SCRIPT_FILENAME \(backend);
          fastcgi_param PATH_INFO $uri;
          fastcgi_param QUERY_STRING $query_string;
          fastcgi_param REQUEST_METHOD $request_method;
          fastcgi_param CONTENT_TYPE $content_type;
          fastcgi_param CONTENT_LENGTH $content_length;
          fastcgi_param REMOTE_USER $remote_user;
          fastcgi_param REMOTE_ADDR $remote_addr;
          fastcgi_param GIT_PROJECT_ROOT \(folder)/repositories;
          fastcgi_param GIT_HTTP_EXPORT_ALL 1;
          fastcgi_param GIT_CONFIG_GLOBAL /dev/null;
          fastcgi_param GIT_CONFIG_NOSYSTEM 1;
          fastcgi_param HOME \(folder);
          fastcgi_param PATH /usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin;
          location / {
            auth_basic git;
            auth_basic_user_file \(folder)/passwords;
            fastcgi_pass unix:\(folder)/fcgi.sock;
          }
          location /public/ {
            fastcgi_pass unix:\(folder)/fcgi.sock;
          }
        }
      }

      """
  }
}
