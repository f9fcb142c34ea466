internal import HTTP

/// A server on which people review branches.
public struct Forge: Hashable, Sendable {
  /// The software that the server runs.
  public let kind: ForgeKind
  /// `https://host[:port]`.
  public let origin: String
  /// The repository's path on the server, such as `acme/infrastructure`.
  public let path: String

  /// Recognises the public forges by the address of a remote; nil for every other server.
  ///
  /// - Parameter address: An `https://`, `http://`, `ssh://` or `user@host:path` address.
  public init?(address: String) {
    guard let (host, path) = Forge.hostAndPath(of: address), !path.isEmpty else { return nil }
    for kind in ForgeKind.allCases {
      guard let origin = kind.server.publicServers[host] else { continue }
      (self.kind, self.origin, self.path) = (kind, origin, path)
      return
    }
    return nil
  }

  /// A server that runs `kind`, by the address of a remote there; nil when that is none.
  ///
  /// - Parameters:
  ///   - kind: The software that the server runs.
  ///   - address: An `https://`, `http://`, `ssh://` or `user@host:path` address. The forge of one
  ///     over ssh is taken to be at `https://host`.
  public init?(kind: ForgeKind, address: String) {
    guard let (host, path) = Forge.hostAndPath(of: address), !path.isEmpty, !host.isEmpty else {
      return nil
    }
    self.kind = kind
    self.path = path
    origin = Forge.origin(of: address) ?? "https://\(host)"
  }

  /// Recognises the forge of a remote: a public one, or the one whose CI runs the process.
  ///
  /// - Parameters:
  ///   - address: The address of the remote.
  ///   - variables: The environment.
  public init?(address: String, variables: [String: String]) {
    for kind in ForgeKind.allCases {
      guard let server = kind.server.ciServer(variables), let host = Forge.host(of: server),
        host == Forge.hostAndPath(of: address)?.host,
        let forge = Forge(kind: kind, server: server, address: address)
      else { continue }
      self = forge
      return
    }
    self.init(address: address)
  }

  private init?(kind: ForgeKind, server: String, address: String) {
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

extension Forge {
  /// The address below which the server's API lies, without a slash at its end.
  ///
  /// CI names the API of its server, which counts where that is this one. Else it is where the software
  /// has it. `variables` is the environment.
  public func api(_ variables: [String: String]) -> String {
    if let names = server.apiVariables, isServer(variables[names.server]),
      let url = variables[names.api], url.contains("://")
    {
      return String(Substring(url).trimmingSlashes())
    }
    return server.api(at: origin)
  }

  /// Whether `address`, such as `https://git.example.com`, is this server.
  func isServer(_ address: String?) -> Bool {
    guard let address else { return false }
    return Forge.origin(of: address) == Forge.origin(of: origin)
  }
}

extension Forge {
  /// The page on which a person opens a review that brings `branch` into `base`, both without
  /// `refs/heads/`.
  public func compareURL(base: String, branch: String) -> String {
    server.compareURL(of: self, base: base.percentEncoded, branch: branch.percentEncoded)
  }

  /// The user name that goes with a token over Git.
  public var gitUser: String { server.gitUser }

  /// What a job in CI may give to Git besides a token; nil where there is no such thing.
  public var jobPassword: JobPassword? { server.jobPassword }

  /// The page of the repository, for remedies.
  var page: String { "\(origin)/\(path)" }

  /// What the software is like.
  var server: any ReviewServer { kind.server }
}

extension Forge {
  /// Finds what is missing when the server declines a push; nil where its words do not tell, as those of
  /// an owner's own hooks.
  ///
  /// A declined push has no status code: what a server's hooks print, and the reason that it gives for
  /// the reference, are all that there is. Texts are in GitLab's `lib/gitlab/checks` and in Gitea's
  /// `routers/private/hook_pre_receive.go`.
  ///
  /// - Parameters:
  ///   - branch: The branch, without `refs/heads/`.
  ///   - words: Everything that the server said.
  /// - Returns: The permission, with the page where it is given.
  public func missing(forPushTo branch: String, saying words: String) -> MissingPermission? {
    let words = words.lowercased()
    func says(_ texts: String...) -> Bool { texts.contains { words.contains($0) } }
    // Whichever server this is: one that pushes on to another repeats what that one said.
    for kind in ForgeKind.allCases {
      if let missing = kind.server.permission(toPush: branch, to: self, saying: words) {
        return missing
      }
    }
    if says("gh006", "protected branch", "\(branch.lowercased()) is protected") {
      return MissingPermission(
        name: "push to the protected branch \(branch)",
        remedy: "let the bot push to \(branch) at \(server.protectionPage(of: self)), or choose "
          + "another review.branch")
    }
    if says("not allowed to push code", "not allowed to upload code") { return pushPermission }
    return nil
  }

  /// What is missing when the server knows who pushes and lets them push nothing: status 403.
  public var pushPermission: MissingPermission { server.pushPermission(of: self) }
}

extension Substring {
  func trimmingSlashes() -> Substring {
    var result = drop { $0 == "/" }
    while result.last == "/" { result.removeLast() }
    return result
  }
}
