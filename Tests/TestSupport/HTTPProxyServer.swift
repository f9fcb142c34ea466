import Foundation

/// A real forward proxy for `http://`, nginx on a loopback port, that notes what passes through it.
public final class HTTPProxyServer: Sendable {
  /// A request that passed through.
  public struct Request: Hashable, Sendable {
    /// `host:port` of the server that it is for.
    public let host: String
    /// The path with the query.
    public let target: String
    /// The field `Authorization`; `-` without one.
    public let authorization: String
    /// The field `Proxy-Authorization`, which is for the proxy alone; `-` without one.
    public let proxyAuthorization: String
  }

  /// `host:port` of the proxy.
  public var authority: String { "127.0.0.1:\(port)" }

  private let port: Int
  private let folder: TemporaryFolder
  private let process: BackgroundProcess

  /// Starts the proxy and waits until it listens.
  ///
  /// - Throws: `TestSupportError` that names a missing program.
  public init() async throws {
    folder = try TemporaryFolder()
    port = try Loopback.freePort()
    try folder.makeFolder("temporary")
    try folder.write(Self.configuration(folder: folder.path, port: port), to: "nginx.conf")
    process = BackgroundProcess(
      try Programs.find("nginx"),
      ["-p", folder.path, "-c", folder.path("nginx.conf"), "-e", folder.path("nginx.log")],
      log: folder.path("nginx.log"))
    let port = port
    try await process.wait(for: "nginx") { Loopback.isListening(on: port) }
  }

  /// The requests so far, oldest first.
  ///
  /// - Returns: What the log has.
  /// - Throws: What Foundation throws.
  public func requests() throws -> [Request] {
    String(decoding: try folder.read("requests.log"), as: UTF8.self)
      .split(separator: "\n").map { line in
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        return Request(
          host: fields[0], target: fields[1], authorization: fields[2],
          proxyAuthorization: fields[3])
      }
  }

  private static func configuration(folder: String, port: Int) -> String {
    let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    let temporary = kinds.map { "  \($0)_temp_path \(folder)/temporary/\($0);" }
    return """
      daemon off;
      master_process off;
      pid \(folder)/nginx.pid;
      events { worker_connections 64; }
      http {
        log_format lines
          "$http_host\t$request_uri\t$http_authorization\t$http_proxy_authorization";
        access_log \(folder)/requests.log lines;
      \(temporary.joined(separator: "\n"))
        client_max_body_size 0;
        proxy_read_timeout 600s;
        server {
          listen 127.0.0.1:\(port);
          location / {
            proxy_pass http://$http_host$request_uri;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Proxy-Authorization "";
          }
        }
      }

      """
  }
}
