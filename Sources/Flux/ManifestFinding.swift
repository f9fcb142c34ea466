public import YAML

/// Something about the manifests of a repository that a person should know.
public struct ManifestFinding: Hashable, Sendable, CustomStringConvertible {
  /// How bad it is.
  public enum Severity: String, Sendable {
    /// Flux will not apply this as it stands.
    case error
    /// It may not do what its author wants.
    case warning
    /// Nothing has to be done.
    case note
  }

  /// A stable name of the kind of finding.
  public var code: String
  /// How bad it is.
  public var severity: Severity
  /// The file, relative to the repository's root.
  public var path: String
  /// Where in the file; nil where the whole file is meant.
  public var position: TextPosition?
  /// What is so, as one sentence without a full stop.
  public var message: String
  /// What the reader can do, as one sentence without a full stop.
  public var remedy: String

  /// Makes a finding from its parts.
  public init(
    _ code: String, _ severity: Severity, path: String, position: TextPosition? = nil,
    _ message: String, remedy: String
  ) {
    self.code = code
    self.severity = severity
    self.path = path
    self.position = position
    self.message = message
    self.remedy = remedy
  }

  /// `path:line:column: severity: message; remedy [code]`.
  public var description: String {
    let place = path + (position.map { ":\($0)" } ?? "")
    return "\(place): \(severity.rawValue): \(message); \(remedy) [\(code)]"
  }
}
