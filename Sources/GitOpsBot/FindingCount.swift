internal import BotCore

/// How many findings there are of each severity.
struct FindingCount {
  let errors: Int
  let warnings: Int
  let notes: Int

  init(_ findings: [Finding]) {
    errors = findings.count { $0.severity == .error }
    warnings = findings.count { $0.severity == .warning }
    notes = findings.count { $0.severity == .note }
  }

  /// `2 errors, 1 warning, 0 notes`.
  var text: String {
    func counted(_ count: Int, _ name: String) -> String {
      "\(count) \(name)\(count == 1 ? "" : "s")"
    }
    return [counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note")]
      .joined(separator: ", ")
  }
}
