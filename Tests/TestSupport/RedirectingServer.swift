import Foundation

/// An http server, nginx on a loopback port, that sends everybody on who shows a password, and asks everybody
/// else for one.
public final class RedirectingServer: Sendable {
  /// The address of a repository there.
  public var url: String { "http://127.0.0.1:\(port)/r.git" }

  private let port: Int
  private let folder: TemporaryFolder
  private let process: BackgroundProcess

  /// Starts the server and waits until it listens.
  ///
  /// - Parameters:
  ///   - target: Where to, up to the path.
  ///   - status: Such as 302.
  /// - Throws: `TestSupportError` that names a missing program.
  public init(to target: String, status: Int) async throws {
    folder = try TemporaryFolder()
    port = try Loopback.freePort()
    try folder.makeFolder("temporary")
    try folder.write(
      """
      daemon off;
      master_process off;
      pid \(folder.path)/nginx.pid;
      events { worker_connections 64; }
      http {
        access_log off;
        client_body_temp_path \(folder.path)/temporary/body;
        proxy_temp_path \(folder.path)/temporary/proxy;
        fastcgi_temp_path \(folder.path)/temporary/fastcgi;
        uwsgi_temp_path \(folder.path)/temporary/uwsgi;
        scgi_temp_path \(folder.path)/temporary/scgi;
        server {
          listen 127.0.0.1:\(port);
          location / {
            if ($http_authorization = "") {
              add_header WWW-Authenticate 'Basic realm="git"' always;
              return 401;
            }
            return \(status) \(target)$request_uri;
          }
        }
      }

      """, to: "nginx.conf")
    process = BackgroundProcess(
      try Programs.find("nginx"),
      ["-p", folder.path, "-c", folder.path("nginx.conf"), "-e", folder.path("nginx.log")],
      log: folder.path("nginx.log"))
    let port = port
    try await process.wait(for: "nginx") { Loopback.isListening(on: port) }
  }
}
