/// The address of a repository, taken apart: a server's, or a folder's on this machine.
///
/// What comes out is what libgit2 is given, so nothing in it can be taken for an option, another command or
/// a line of a protocol.
public struct RemoteAddress: Hashable, Sendable, CustomStringConvertible {
  /// As libgit2 is given it: without a password, and without a user but for ssh.
  public let text: String

  /// The server; nil for a folder of this machine.
  public let server: Server?

  /// A server, as a credential is bound to it: all three count (RFC 6454).
  public struct Server: Hashable, Sendable, CustomStringConvertible {
    /// `http`, `https`, `ssh` or `git`.
    public let scheme: String
    /// The name or address in lower case; an address of IPv6 without its brackets.
    public let host: String
    /// The one that is named, else the usual one of the scheme.
    public let port: Int

    /// `host`, with `:port` where that is not the usual one.
    public var authority: String {
      let name = host.contains(":") ? "[\(host)]" : host
      return port == Self.usualPorts[scheme] ? name : "\(name):\(port)"
    }

    /// `scheme://host`, with `:port` where that is not the usual one.
    public var description: String { "\(scheme)://\(authority)" }

    /// Whether it is this machine, which nobody can read along with.
    public var isLoopback: Bool {
      host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
        || (host.hasPrefix("127.") && host.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") })
    }

    fileprivate static let usualPorts = ["http": 80, "https": 443, "ssh": 22, "git": 9418]
  }

  /// Reads `scheme://[user@]host[:port]/path` of http, https, ssh and git, `file://` with a path,
  /// `user@host:path` of ssh, and absolute paths.
  ///
  /// Nil for everything else: another scheme, a control character, a host or a path that begins with a
  /// hyphen, a password, a user of http, and a quote in a path that a server's shell gets.
  ///
  /// - Parameter text: The address.
  public init?(_ text: String) {
    guard !text.isEmpty, !text.hasPrefix("-"), text.unicodeScalars.allSatisfy(Self.isPlain) else {
      return nil
    }
    if text.hasPrefix("/") {
      server = nil
    } else if let separator = text.firstRange(of: "://") {
      let scheme = text[..<separator.lowerBound].lowercased()
      let rest = text[separator.upperBound...]
      if scheme == "file" {
        guard rest.hasPrefix("/") else { return nil }
        server = nil
      } else {
        guard let server = Self.server(scheme, rest) else { return nil }
        self.server = server
      }
    } else {
      guard let server = Self.serverOfShortForm(text) else { return nil }
      self.server = server
    }
    self.text = text
  }

  /// Whether the server is spoken to over ssh.
  public var isSSH: Bool { server?.scheme == "ssh" }

  /// The folder that a path or a `file://` address names; nil for a server's.
  public var folder: String? {
    guard server == nil else { return nil }
    guard let separator = text.firstRange(of: "://") else { return text }
    return PercentEncoding.decoded(text[separator.upperBound...])
  }

  /// The same as `text`.
  public var description: String { text }

  /// The server that `text` leads to, where libgit2 says with a user whom it asks.
  static func server(of text: String) -> Server? {
    guard let separator = text.firstRange(of: "://") else { return serverOfShortForm(text) }
    let rest = text[separator.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let place = rest.split(separator: "@", omittingEmptySubsequences: false).last ?? rest
    let scheme = text[..<separator.lowerBound].lowercased()
    guard let usual = Server.usualPorts[scheme], let (host, port) = hostAndPort(place) else {
      return nil
    }
    return Server(scheme: scheme, host: host, port: port ?? usual)
  }

  /// Takes `user:password@` out of every URL in a text.
  static func withoutCredentials(in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let separator = rest.firstRange(of: "://") {
      result += rest[..<separator.upperBound]
      rest = rest[separator.upperBound...]
      let authority = rest.prefix { $0 != "/" && !$0.isWhitespace && $0 != "'" && $0 != "\"" }
      if let at = authority.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    }
    return result + rest
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
  }

  private static func server(_ scheme: String, _ rest: Substring) -> Server? {
    guard let usual = Server.usualPorts[scheme] else { return nil }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let path = rest[authority.endIndex...]
    var place = authority
    if let at = authority.lastIndex(of: "@") {
      guard scheme == "ssh", isUser(authority[..<at]) else { return nil }
      place = authority[authority.index(after: at)...]
    }
    guard let (host, port) = hostAndPort(place), path.first == "/" || path.isEmpty,
      scheme != "ssh" || isPathForShell(path)
    else { return nil }
    return Server(scheme: scheme, host: host, port: port ?? usual)
  }

  /// `user@host:path`, as ssh(1) and scp(1) write it.
  private static func serverOfShortForm(_ text: String) -> Server? {
    guard let at = text.firstIndex(of: "@"), isUser(text[..<at]) else { return nil }
    let rest = text[text.index(after: at)...]
    let isBracketed = rest.hasPrefix("[")
    guard
      let colon = isBracketed
        ? rest.firstRange(of: "]:").map({ rest.index(before: $0.upperBound) })
        : rest.firstIndex(of: ":"),
      let (host, port) = hostAndPort(rest[..<colon]), port == nil
    else { return nil }
    let path = rest[rest.index(after: colon)...]
    guard !path.isEmpty, !path.hasPrefix("-"), isPathForShell(path) else { return nil }
    return Server(scheme: "ssh", host: host, port: 22)
  }

  private static func hostAndPort(_ text: Substring) -> (host: String, port: Int?)? {
    var name = text
    var digits: Substring?
    if text.hasPrefix("["), let end = text.lastIndex(of: "]") {
      name = text[text.index(after: text.startIndex)..<end]
      let rest = text[text.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":"), name.contains(":"),
        name.allSatisfy({ $0.isHexDigit || ":.".contains($0) })
      else { return nil }
      digits = rest.isEmpty ? nil : rest.dropFirst()
    } else if let colon = text.firstIndex(of: ":") {
      (name, digits) = (text[..<colon], text[text.index(after: colon)...])
    }
    guard !name.isEmpty, !name.hasPrefix("-"), name.unicodeScalars.allSatisfy(isInHost) else {
      return nil
    }
    guard let digits, !digits.isEmpty else { return (name.lowercased(), nil) }
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(digits),
      (1...65_535).contains(port)
    else { return nil }
    return (name.lowercased(), port)
  }

  /// Letters of all languages, since names may be international, and what addresses hold.
  private static func isInHost(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || "-._:".unicodeScalars.contains(scalar)
  }

  private static func isUser(_ text: Substring) -> Bool {
    !text.isEmpty && !text.hasPrefix("-")
      && !text.contains { ":/@".contains($0) || $0.isWhitespace }
  }

  /// The server's shell gets the path between quotes, which libgit2 does not escape (`gen_proto` in its
  /// ssh transport), percent-decoded.
  private static func isPathForShell(_ path: Substring) -> Bool {
    guard let decoded = PercentEncoding.decoded(path) else { return false }
    return !decoded.hasPrefix("-") && !decoded.hasPrefix("/-") && !decoded.contains("'")
      && !decoded.contains("\\") && decoded.unicodeScalars.allSatisfy(isPlain)
  }
}

/// `%XX` in addresses (RFC 3986, 2.1).
enum PercentEncoding {
  /// The text with each `%XX` as its byte; nil where that is not UTF-8.
  static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
