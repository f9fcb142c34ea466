/// A server on which people review branches.
public struct Forge: Hashable, Sendable {
  /// The software that the server runs.
  public enum Kind: String, Hashable, Sendable {
    case gitHub
    case gitLab
    case gitea
  }

  public let kind: Kind
  /// `https://host[:port]`.
  public let origin: String
  /// The repository's path on the server, such as `acme/infrastructure`.
  public let path: String

  /// Recognises the public forges by the address of a remote; nil for every other server.
  ///
  /// - Parameter address: An `https://`, `http://`, `ssh://` or `user@host:path` address.
  public init?(address: String) {
    guard let (host, path) = Forge.hostAndPath(of: address), !path.isEmpty else { return nil }
    switch host {
    case "github.com", "ssh.github.com": kind = .gitHub
    case "gitlab.com", "altssh.gitlab.com": kind = .gitLab
    case "codeberg.org", "gitea.com": kind = .gitea
    default: return nil
    }
    origin =
      switch kind {
      case .gitHub: "https://github.com"
      case .gitLab: "https://gitlab.com"
      case .gitea: "https://\(host)"
      }
    self.path = path
  }

  /// A server that runs `kind`, by the address of a remote there; nil when that is none.
  ///
  /// - Parameters:
  ///   - kind: The software that the server runs.
  ///   - address: An `https://`, `http://`, `ssh://` or `user@host:path` address. The forge of one
  ///     over ssh is taken to be at `https://host`.
  public init?(kind: Kind, address: String) {
    guard let (host, path) = Forge.hostAndPath(of: address), !path.isEmpty, !host.isEmpty else {
      return nil
    }
    self.kind = kind
    self.path = path
    origin = Forge.origin(of: address) ?? "https://\(host)"
  }

  /// Recognises the forge of a remote: a public one, or the one whose CI runs the process.
  ///
  /// GitHub Actions names its server in `GITHUB_SERVER_URL`; so do Gitea and Forgejo, which also set
  /// `GITEA_ACTIONS`
  /// (https://docs.gitea.com/usage/actions/faq). GitLab CI sets `CI_SERVER_URL`.
  ///
  /// - Parameters:
  ///   - address: The address of the remote.
  ///   - variables: The environment.
  public init?(address: String, variables: [String: String]) {
    let actions: Kind = variables["GITEA_ACTIONS"] == "true" ? .gitea : .gitHub
    for (name, kind) in [("GITHUB_SERVER_URL", actions), ("CI_SERVER_URL", Kind.gitLab)] {
      guard let server = variables[name], let host = Forge.host(of: server),
        host == Forge.hostAndPath(of: address)?.host,
        let forge = Forge(kind: kind, server: server, address: address)
      else { continue }
      self = forge
      return
    }
    self.init(address: address)
  }

  private init?(kind: Kind, server: String, address: String) {
    guard let origin = Forge.origin(of: server), let path = Forge.hostAndPath(of: address)?.path,
      !path.isEmpty
    else { return nil }
    (self.kind, self.origin, self.path) = (kind, origin, path)
  }

  /// `scheme://host[:port]` of an address over HTTP; nil for every other.
  static func origin(of address: String) -> String? {
    guard
      let scheme = ["https", "http"].first(where: { address.lowercased().hasPrefix($0 + "://") })
    else { return nil }
    let authority = address.dropFirst(scheme.count + 3).prefix { !"/?#".contains($0) }
    let place = (authority.split(separator: "@").last ?? "").lowercased()
    let usual = scheme == "https" ? ":443" : ":80"
    guard !place.isEmpty else { return nil }
    return "\(scheme)://" + (place.hasSuffix(usual) ? String(place.dropLast(usual.count)) : place)
  }

  /// The name of the server of an address over HTTP, without its port.
  private static func host(of address: String) -> String? {
    origin(of: address)?.split(separator: "/").last?.split(separator: ":").first.map(String.init)
  }

  private static func hostAndPath(of address: String) -> (host: String, path: String)? {
    var rest = Substring(address)
    var separator: Character = ":"
    if let scheme = rest.firstRange(of: "://") {
      rest = rest[scheme.upperBound...]
      separator = "/"
    }
    guard let end = rest.firstIndex(of: separator) else { return nil }
    let authority = rest[..<end].split(separator: "@").last ?? ""
    let host = authority.split(separator: ":").first ?? ""
    let path = rest[rest.index(after: end)...].trimmingSlashes()
    return (host.lowercased(), path.hasSuffix(".git") ? String(path.dropLast(4)) : String(path))
  }
}

extension Substring {
  func trimmingSlashes() -> Substring {
    var result = drop { $0 == "/" }
    while result.last == "/" { result.removeLast() }
    return result
  }
}
