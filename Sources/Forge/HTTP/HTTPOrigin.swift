internal import Foundation

/// Scheme, host and port of an address: what a credential belongs to (RFC 6454).
struct HTTPOrigin: Hashable, Sendable {
  let scheme: String
  let host: String
  let port: Int

  /// The origin of an absolute address; nil when it is none over HTTP or names a user.
  init?(_ url: URL) {
    guard let scheme = url.scheme?.lowercased(), let usual = HTTPOrigin.ports[scheme],
      let host = url.host(percentEncoded: false)?.lowercased(), !host.isEmpty,
      url.user == nil, url.password == nil
    else { return nil }
    self.scheme = scheme
    self.host = host
    port = url.port ?? usual
  }

  /// The host, with its port where that is not the usual one.
  var authority: String {
    HTTPOrigin.ports[scheme] == port ? host : "\(host):\(port)"
  }

  /// Whether nobody between here and there can read along: TLS, or this machine.
  var isPrivate: Bool {
    scheme == "https" || ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
  }

  /// Whether `address` has an origin that is private.
  static func isPrivate(address: String) -> Bool {
    URL(string: address).flatMap { HTTPOrigin($0) }?.isPrivate == true
  }

  private static let ports = ["https": 443, "http": 80]
}
