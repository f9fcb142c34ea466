/// What the address of a repository says about its server.
struct RemoteURL {
  /// The host in lower case, with `:port` where one is named; nil for a path or a `file://` URL.
  let authority: String?

  /// Reads `scheme://user@host:port/path`, `user@host:path` and paths.
  init(_ url: String) {
    if let separator = url.firstRange(of: "://") {
      let rest = url[separator.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
      let host = rest.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
      authority = url.hasPrefix("file:") || host.isEmpty ? nil : host.lowercased()
    } else if let colon = url.firstIndex(of: ":"), !url[..<colon].contains("/") {
      authority = url[..<colon].split(separator: "@").last.map { $0.lowercased() }
    } else {
      authority = nil
    }
  }

  /// The host alone.
  var host: String? {
    guard let authority else { return nil }
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      return String(authority[authority.index(after: authority.startIndex)..<end])
    }
    return authority.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init)
  }

  /// Whether a credential bound to `binding`, a host or `host:port`, may go there.
  func isAllowed(by binding: String) -> Bool {
    guard let authority, !binding.isEmpty else { return false }
    let binding = binding.lowercased()
    return binding == authority || binding == host
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
}
