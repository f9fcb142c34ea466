internal import BotCore
internal import YAML

/// An error in the form of `--output json` (documented in `docs/output.md`).
struct FailureReport: Encodable {
  /// One thing that is wrong.
  struct Problem: Encodable {
    let message: String
    let file: String?
    let line: Int?
    let column: Int?
    let remedy: String
  }

  /// Why nothing was done.
  struct Failure: Encodable {
    /// `failure`, `conflicts`, `refused` or `authentication`, as the exit code has it.
    let code: String
    /// The first problem.
    let message: String
    let remedy: String
    /// All of them, the first included.
    let problems: [Problem]
    /// The keys of the values that are missing; absent where none is.
    let missing: [String]?
  }

  let outcome = "failed"
  let error: Failure

  init(_ error: BotError) {
    let problems = error.problems.map { problem in
      Problem(
        message: problem.message, file: problem.file, line: problem.line, column: problem.column,
        remedy: problem.remedy)
    }
    let missing = error.problems.flatMap(\.missingKeys)
    self.error = Failure(
      code: "\(error.exit)", message: problems.first?.message ?? "",
      remedy: problems.first?.remedy ?? "", problems: problems,
      missing: missing.isEmpty ? nil : missing)
  }
}
