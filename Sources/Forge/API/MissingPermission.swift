/// A permission that a token lacks.
struct MissingPermission: Hashable {
  /// As the forge's settings name it.
  let name: String
  /// Where it is given.
  let remedy: String

  /// The error of an answer that says `message`.
  func error(_ message: String) -> ForgeError {
    ForgeError(.permission, message, remedy: remedy, permission: name)
  }
}
