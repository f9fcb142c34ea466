import Foundation

/// An http server, nginx on a loopback port, that does what a few directives say.
public final class PlainHTTPServer: Sendable {
  /// The port on 127.0.0.1.
  public let port: Int
  private let folder: TemporaryFolder
  private let process: BackgroundProcess

  /// Starts the server and waits until it listens.
  ///
  /// - Parameters:
  ///   - directives: What stands in its `server` (https://nginx.org/en/docs/http/ngx_http_core_module.html#server).
  ///   - files: What it may serve, by name below its root.
  /// - Throws: `TestSupportError` that names a missing program.
  public init(_ directives: String, files: [String: [UInt8]] = [:]) async throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    port = try Loopback.freePort()
    try folder.makeFolder("temporary")
    for (name, bytes) in files { try folder.write(bytes, to: "root/\(name)") }
    let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    let temporary = kinds.map { "\($0)_temp_path \(folder.path)/temporary/\($0);" }
    try folder.write(
      """
      daemon off;
      master_process off;
      pid \(folder.path)/nginx.pid;
      events { worker_connections 64; }
      http {
        log_format lines '$request_method $request_uri $http_authorization';
        access_log \(folder.path)/requests.log lines;
        \(temporary.joined(separator: "\n  "))
        server {
          listen 127.0.0.1:\(port);
          root \(folder.path)/root;
          \(directives)
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

  /// A server that sends everybody on who shows a password, and asks everybody else for one.
  ///
  /// - Parameters:
  ///   - target: Where to, up to the path.
  ///   - status: Such as 302.
  /// - Returns: The server.
  /// - Throws: `TestSupportError` that names a missing program.
  public static func redirecting(to target: String, status: Int) async throws -> PlainHTTPServer {
    try await PlainHTTPServer(
      """
      location / {
        if ($http_authorization = "") {
          add_header WWW-Authenticate 'Basic realm="git"' always;
          return 401;
        }
        return \(status) \(target)$request_uri;
      }
      """)
  }

  /// A Git server that lists what it is told to list, and has nothing.
  ///
  /// - Parameter lines: What follows the length of each line (gitprotocol-pack(5), Reference Discovery).
  /// - Returns: The server.
  /// - Throws: `TestSupportError` that names a missing program.
  public static func advertising(_ lines: [[UInt8]]) async throws -> PlainHTTPServer {
    func line(_ bytes: [UInt8]) -> [UInt8] {
      let length = String(bytes.count + 4, radix: 16)
      return Array((String(repeating: "0", count: 4 - length.count) + length).utf8) + bytes
    }
    let flush = Array("0000".utf8)
    let answer =
      line(Array("# service=git-upload-pack\n".utf8)) + flush + lines.flatMap(line) + flush
    return try await PlainHTTPServer(
      "default_type application/x-git-upload-pack-advertisement;",
      files: ["r.git/info/refs": answer])
  }

  /// The method, address and credentials of each request so far, oldest first.
  ///
  /// - Returns: A line for each.
  /// - Throws: What Foundation throws.
  public func requests() throws -> [String] {
    String(decoding: try folder.read("requests.log"), as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }

  /// The address of the repository `r.git` there.
  public var url: String { "http://127.0.0.1:\(port)/r.git" }
}
