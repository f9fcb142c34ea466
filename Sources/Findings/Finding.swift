public import YAML

/// Something that a person should know about the repository or the proposal.
public struct Finding: Codable, Hashable, Sendable {
  /// How bad it is.
  public enum Severity: String, Codable, Sendable {
    /// Flux will not apply this as it stands, or the run could not do what it was asked for.
    case error
    /// It may not do what its author wants.
    case warning
    /// Nothing has to be done.
    case note
  }

  public var code: FindingCode
  public var severity: Severity
  /// Relative to the repository's root; nil when no file is concerned.
  public var path: String?
  /// Counted from 1.
  public var line: Int?
  /// Counted from 1.
  public var column: Int?
  public var message: String
  public var remedy: String

  public init(
    _ code: FindingCode, _ severity: Severity, path: String? = nil, line: Int? = nil,
    column: Int? = nil, _ message: String, remedy: String
  ) {
    self.code = code
    self.severity = severity
    self.path = path
    self.line = line
    self.column = column
    self.message = message
    self.remedy = remedy
  }

  /// A finding at a position of a file; nil for the whole file.
  public init(
    _ code: FindingCode, _ severity: Severity, path: String, position: TextPosition?,
    _ message: String, remedy: String
  ) {
    self.init(
      code, severity, path: path, line: position?.line, column: position?.column, message,
      remedy: remedy)
  }

  /// Where in the file; nil where the whole file or a whole line is meant.
  public var position: TextPosition? {
    guard let line, let column else { return nil }
    return TextPosition(line: line, column: column)
  }
}

extension Finding: CustomStringConvertible {
  /// `path:line:column: severity: message; remedy [code]`.
  public var description: String {
    let place = (path ?? "") + (position.map { ":\($0)" } ?? "")
    return "\(place): \(severity.rawValue): \(message); \(remedy) [\(code)]"
  }
}

extension Finding: Comparable {
  /// Orders by place, then by code.
  public static func < (left: Finding, right: Finding) -> Bool {
    (left.path ?? "", left.line ?? 0, left.column ?? 0, left.code, left.message)
      < (right.path ?? "", right.line ?? 0, right.column ?? 0, right.code, right.message)
  }
}
