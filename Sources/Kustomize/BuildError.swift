/// Why a kustomization cannot be built.
public struct BuildError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which side is at fault.
  public enum Cause: Hashable, Sendable {
    /// kustomize itself fails here.
    case invalid
    /// kustomize inside Flux, or this program, does not do this: `helmCharts`, plugins, remote references.
    case unsupported
  }

  /// Which side is at fault.
  public var cause: Cause
  /// What is wrong, without the place.
  public var message: String
  /// The file in which it stands, from the repository's root; nil where that is not known yet.
  public var file: String?
  /// The line, from 1.
  public var line: Int?
  /// What to do; empty where that follows from the message.
  public var remedy: String

  public init(
    _ message: String, cause: Cause = .invalid, file: String? = nil, line: Int? = nil,
    remedy: String = ""
  ) {
    self.cause = cause
    self.message = message
    self.file = file
    self.line = line
    self.remedy = remedy
  }

  /// The error of what is not done, by name.
  public static func unsupported(_ message: String, remedy: String = "") -> BuildError {
    BuildError(message, cause: .unsupported, remedy: remedy)
  }

  /// This error at a place, where it has none yet.
  public func at(_ file: String, line: Int? = nil) -> BuildError {
    var error = self
    if error.file == nil {
      error.file = file
      error.line = line
    }
    return error
  }

  public var description: String {
    guard let file else { return message }
    return line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
  }
}
