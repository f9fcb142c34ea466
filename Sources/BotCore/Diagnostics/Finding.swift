internal import Findings
internal import YAML

extension Finding {
  /// A problem that stops a run and that a check lists beside others.
  init(_ code: FindingCode, _ problem: ConfigurationError.Problem) {
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
