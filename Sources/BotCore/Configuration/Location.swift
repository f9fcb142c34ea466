internal import Foundation
internal import Git

/// Where a repository lies: an address that Git understands, or a folder of this machine.
struct Location: Hashable, Sendable {
  /// How the repository is reached.
  enum Kind: Hashable, Sendable {
    case url
    case folder
  }

  let kind: Kind
  /// What libgit2 is given: the address without user name and password, or an absolute path.
  let address: RemoteAddress
  /// User name and password that stood in the address.
  let user: String?
  let password: String?

  /// Understands URLs, the `user@host:path` form of ssh, and paths relative to `folder`.
  ///
  /// - Throws: BotError for an address that cannot be understood; it is not repeated, since a
  ///   password that was not escaped is the usual reason.
  init(_ text: String, relativeTo folder: String) throws(BotError) {
    try Location.check(text)
    if let components = URLComponents(string: text), let scheme = components.scheme,
      text.contains("://")
    {
      kind = .url
      user = components.user
      password = components.password
      // The user of ssh is part of the address: the same server answers each differently.
      address = try Location.address(
        Location.withoutCredentials(text, keepsUser: scheme.lowercased() == "ssh"), scheme)
      return
    }
    password = nil
    if let at = text.firstIndex(of: "@"), text[at...].contains(":"),
      !text[..<at].contains("/")
    {
      kind = .url
      address = try Location.address(text, "ssh")
      user = String(text[..<at])
      return
    }
    kind = .folder
    user = nil
    let base = URL(fileURLWithPath: folder, isDirectory: true)
    address = try Location.address(
      URL(fileURLWithPath: text, relativeTo: base).absoluteURL.standardized.path, nil)
  }

  private static func address(
    _ text: String, _ scheme: String?
  ) throws(BotError) -> RemoteAddress {
    if let address = RemoteAddress(text) { return address }
    guard let scheme else {
      throw BotError(
        "the path of the repository holds a control character",
        remedy: "give the path of a folder without one")
    }
    throw BotError(
      "the \(scheme.lowercased()) address cannot be used",
      remedy:
        "write https://host/path, ssh://user@host/path or user@host:path, without quotes, backslashes, "
        + "control characters, and names that begin with a hyphen")
  }

  /// The server; nil on this machine.
  var server: RemoteAddress.Server? { address.server }

  /// Refuses what looks like an address and is none that can be taken apart.
  private static func check(_ text: String) throws(BotError) {
    let scheme = ["https", "http", "ssh", "git", "file"].first { text.hasPrefix($0 + ":/") }
    if let scheme {
      let components = URLComponents(string: text)
      let isWhole =
        text.hasPrefix(scheme + "://") && components != nil
        && components?.query == nil && components?.fragment == nil
        && (scheme == "file" || components?.host?.isEmpty == false)
      guard !isWhole else { return }
      throw BotError(
        "the \(scheme) address cannot be understood",
        remedy: "write \(scheme)://host/path without a query, percent-encode special characters "
          + "in a password, or give it as GITOPS_BOT_TOKEN")
    }
    let beforeAt = text.prefix { $0 != "@" && $0 != "/" }
    if beforeAt.count < text.count, text.dropFirst(beforeAt.count).first == "@",
      beforeAt.contains(":")
    {
      throw BotError(
        "an ssh address holds no password",
        remedy: "write user@host:path, and give a key with --ssh-key")
    }
  }

  /// `url` without what stands before the `@` of its authority, but for the user where that is kept.
  private static func withoutCredentials(_ url: String, keepsUser: Bool) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    let end = url[scheme.upperBound...].firstIndex { "/?#".contains($0) } ?? url.endIndex
    guard let at = url[scheme.upperBound..<end].lastIndex(of: "@") else { return url }
    let user = url[scheme.upperBound..<at].prefix { $0 != ":" }
    let kept = keepsUser && !user.isEmpty ? user + "@" : ""
    return url[..<scheme.upperBound] + kept + url[url.index(after: at)...]
  }

  /// Whether the address is spoken to over ssh.
  var isSSH: Bool { address.isSSH }

  /// The folder on this machine that a path or a `file://` address names; nil for a server's.
  var folder: String? { address.folder }

  /// The last part of the path without `.git`: what people call the repository.
  var repositoryName: String? {
    let last = address.text.split(whereSeparator: { $0 == "/" || $0 == ":" }).last.map(String.init)
    guard let last else { return nil }
    return last.hasSuffix(".git") ? String(last.dropLast(4)) : last
  }
}
