internal import Manifests

extension Finding {
  /// A problem that stops a run and that a check lists beside others.
  init(_ code: String, _ problem: ConfigurationError.Problem) {
    self.init(
      code, .error, path: problem.file, line: problem.position?.line,
      column: problem.position?.column, problem.message, remedy: problem.remedy)
  }

  /// A conflict that a merge left behind.
  init(_ unresolved: Checking.Unresolved) {
    self.init(
      "conflict-unresolved", .warning, path: unresolved.path, line: unresolved.line,
      "your side was kept here against an earlier proposal",
      remedy: "take over what is right, or leave it and decline the proposal")
  }
}
