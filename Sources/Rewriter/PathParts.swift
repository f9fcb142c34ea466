/// A path taken apart at its slashes.
public struct PathParts: Sendable {
  let parts: [Substring.UTF8View]

  public init(_ path: String) {
    parts = path.utf8.split(separator: UInt8(ascii: "/"))
  }
}
