internal import Foundation
internal import Git

/// What two addresses of one repository have in common, whatever the protocol and the spelling.
struct RepositoryIdentity: Hashable {
  /// The server with its port where that is not the protocol's own; nil on this machine.
  private let host: String?
  private let path: String

  /// The repository at `location`.
  init(_ location: Location) {
    if let folder = location.folder {
      self.init(folder: folder)
      return
    }
    let server = location.server
    let isUsual = server.map { [22, 80, 443].contains($0.port) } ?? true
    self.init(
      host: isUsual ? server?.host : server.map { "\($0.host):\($0.port)" },
      // Servers that tell names apart by their case alone are not known.
      path: RepositoryIdentity.trimmed(location.pathOnServer).lowercased())
  }

  /// The repository in a folder of this machine, symbolic links followed.
  init(folder: String) {
    var real = RepositoryIdentity.untrailed(
      URL(fileURLWithPath: folder).resolvingSymlinksInPath().standardized.path)
    // The folder of the files and the `.git` in it are one repository.
    if real.hasSuffix("/.git") { real = String(real.dropLast(5)) }
    self.init(host: nil, path: RepositoryIdentity.trimmed(real))
  }

  private init(host: String?, path: String) {
    self.host = host
    self.path = path
  }

  private static func trimmed(_ path: String) -> String {
    let path = untrailed(path)
    return String((path.hasSuffix(".git") ? path.dropLast(4) : path[...]).drop { $0 == "/" })
  }

  private static func untrailed(_ path: String) -> String {
    var path = path
    while path.last == "/" { path.removeLast() }
    return path
  }
}

extension Location {
  /// What follows the server in the address.
  fileprivate var pathOnServer: String {
    guard let scheme = address.text.firstRange(of: "://") else {
      return String(address.text.drop { $0 != ":" }.dropFirst())
    }
    return String(address.text[scheme.upperBound...].drop { $0 != "/" })
  }
}
