internal import YAML

/// What tells the reference to another repository from a path.
///
/// Source: `api/internal/git/repospec.go`.
public enum RemoteReference {
  /// Whether kustomize takes the path of a folder for the address of a Git repository.
  public static func isRepository(_ path: String) -> Bool {
    guard !path.hasPrefix("/") else { return false }
    let isForced = path.lowercased().hasPrefix("git::")
    let rest = path.dropFirst(isForced ? 5 : 0)
    let lowered = rest.lowercased()
    if ["ssh://", "https://", "http://", "file://"].contains(where: lowered.hasPrefix) {
      return true
    }
    if lowered.hasPrefix("github.com/") || lowered.hasPrefix("github.com:") { return true }
    // `user@host:path` and `user@host/path`, as scp has it.
    guard let at = rest.firstIndex(of: "@"), let first = rest.utf8.first else { return false }
    let user = rest[..<at].utf8
    let isUser = first.isLetter && user.allSatisfy { $0.isLetter || $0.isDigit || $0 == .minus }
    let host = rest[rest.index(after: at)...]
    return isUser && host.contains { $0 == ":" || $0 == "/" } && !host.hasPrefix("/")
  }

  /// Whether kustomize fetches a file from there.
  static func isFile(_ path: String) -> Bool {
    let lowered = path.lowercased()
    return lowered.hasPrefix("http://") || lowered.hasPrefix("https://")
  }
}
