internal import Foundation

/// Scheme, host and port of an address: what a credential belongs to (RFC 6454).
public struct HTTPOrigin: Hashable, Sendable {
  let scheme: String
  let host: String
  let port: Int

  /// The origin of an absolute address; nil when it is none over HTTP or names a user.
  public init?(address: String) {
    guard let url = URL(string: address), let origin = HTTPOrigin(url) else { return nil }
    self = origin
  }

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
  public var authority: String {
    HTTPOrigin.ports[scheme] == port ? host : "\(host):\(port)"
  }

  /// Whether nobody between here and there can read along: TLS, or this machine.
  public var isPrivate: Bool {
    scheme == "https" || ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
  }

  /// Whether `address` has an origin that is private.
  public static func isPrivate(address: String) -> Bool {
    HTTPOrigin(address: address)?.isPrivate == true
  }

  private static let ports = ["https": 443, "http": 80]
}

extension String {
  /// Percent-encoded but for the unreserved characters of RFC 3986 and the slash.
  public var percentEncoded: String { percentEncoded(keepsSlashes: true) }

  /// Percent-encoded but for the unreserved characters of RFC 3986: one part of a path, or a value
  /// in a query.
  public var percentEncodedWhole: String { percentEncoded(keepsSlashes: false) }

  private func percentEncoded(keepsSlashes: Bool) -> String {
    let hexadecimal = Array("0123456789ABCDEF")
    var result = ""
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.append(Character(UnicodeScalar(byte)))
      case UInt8(ascii: "/") where keepsSlashes:
        result.append("/")
      default:
        result += "%" + String([hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]])
      }
    }
    return result
  }
}
