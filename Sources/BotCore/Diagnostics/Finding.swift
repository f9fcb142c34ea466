internal import YAML

/// Something that a person should know about the repository or the proposal.
public struct Finding: Codable, Hashable, Sendable {
  /// How bad it is.
  public enum Severity: String, Codable, Sendable {
    case error
    case warning
    case note
  }

  /// A stable name, documented in `docs/findings.md`.
  public var code: String
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
    _ code: String, _ severity: Severity, path: String? = nil, line: Int? = nil,
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
}

extension Finding: Comparable {
  /// Orders by place, then by code.
  public static func < (left: Finding, right: Finding) -> Bool {
    (left.path ?? "", left.line ?? 0, left.column ?? 0, left.code, left.message)
      < (right.path ?? "", right.line ?? 0, right.column ?? 0, right.code, right.message)
  }
}

extension Finding {
  /// A problem that stops a run and that a check lists beside others.
  init(_ code: String, _ problem: ConfigurationError.Problem) {
    self.init(
      code, .error, path: problem.file, line: problem.position?.line,
      column: problem.position?.column, problem.message, remedy: problem.remedy)
  }
}

extension ConfigurationError.Problem {
  /// A finding as an error prints it.
  init(_ finding: Finding) {
    self.init(
      "\(finding.message) [\(finding.code)]", file: finding.path,
      position: finding.line.map { TextPosition(line: $0, column: finding.column ?? 1) },
      remedy: finding.remedy)
  }
}
