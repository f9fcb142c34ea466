internal import BotCore
internal import Findings
internal import Foundation

extension Finding {
  /// `path:line:column: severity: message; remedy [code]`, the form that editors jump to.
  var text: String {
    var place = path.map { "\($0):" } ?? ""
    if let line { place += "\(line):\(column ?? 1):" }
    return (place.isEmpty ? "" : place + " ") + "\(severity.rawValue): \(sentence) [\(code)]"
  }

  /// The message with what to do.
  var sentence: String { remedy.isEmpty ? message : "\(message); \(remedy)" }
}

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
    [errors.counted("error"), warnings.counted("warning"), notes.counted("note")]
      .joined(separator: ", ")
  }
}

extension Int {
  /// `1 error`, `2 errors`: the number with a noun.
  func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
