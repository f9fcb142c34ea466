/// A permission that a token lacks.
public struct MissingPermission: Hashable, Sendable {
  /// As the forge's settings name it.
  public let name: String
  /// Where it is given.
  public let remedy: String

  /// The error of an answer that says `message`.
  func error(_ message: String) -> ForgeError {
    ForgeError(.permission, message, remedy: remedy, permission: name)
  }
}
