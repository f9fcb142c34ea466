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
  fileprivate func trimmingSlashes() -> Substring {
    var result = drop { $0 == "/" }
    while result.last == "/" { result.removeLast() }
    return result
  }
}
