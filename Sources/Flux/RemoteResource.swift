/// What kustomize fetches from another host, or with `git`.
enum RemoteResource {
  private static let beginnings = [
    "git::", "gh:", "http:", "https:", "ssh:", "file:", "git:", "github.com/", "github.com:",
  ]

  /// Whether one of kustomize's releases takes `text` for a URL or a repository.
  ///
  /// Source: `api/internal/git/repospec.go` and `IsRemoteFile` of `api/internal/loader`.
  static func isMeant(by text: String) -> Bool {
    let lowered = text.lowercased()
    let parts = lowered.split(separator: "/")
    return beginnings.contains { lowered.hasPrefix($0) } || lowered.contains("://")
      || lowered.contains("?ref=") || lowered.contains("?version=") || hasUser(text)
      || parts.dropLast().contains { $0.hasSuffix("_git") }
  }

  /// Whether this is `user@host:path` or `user@host/path`.
  private static func hasUser(_ text: String) -> Bool {
    guard let at = text.firstIndex(of: "@") else { return false }
    return text[at...].contains { $0 == ":" || $0 == "/" } && !text[..<at].contains("/")
  }
}
