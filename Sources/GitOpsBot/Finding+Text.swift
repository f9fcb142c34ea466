internal import BotCore
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

  /// A command of GitHub Actions: `::error file=…,line=…,col=…,title=…::message`.
  ///
  /// Source: `toolkit/packages/core/src/command.ts` of GitHub's actions, which escapes so.
  var workflowCommand: String {
    let name = severity == .note ? "notice" : severity.rawValue
    let properties = [
      path.map { ("file", $0) }, line.map { ("line", "\($0)") }, column.map { ("col", "\($0)") },
      ("title", code),
    ]
    let written = properties.compactMap { $0 }.map { "\($0.0)=\($0.1.escapedProperty)" }
    return "::\(name) \(written.joined(separator: ","))::\(sentence.escapedData)"
  }
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

extension String {
  /// The text within the message of a workflow command.
  fileprivate var escapedData: String {
    spelled { ["%": "%25", "\r": "%0D", "\n": "%0A"][$0] }
  }

  /// The text within a property of a workflow command.
  fileprivate var escapedProperty: String {
    escapedData.spelled { [":": "%3A", ",": "%2C"][$0] }
  }

  /// The text with another spelling of some scalars: of characters it would miss one beside a combining mark,
  /// and both of a carriage return with its line feed.
  private func spelled(_ spelling: (Unicode.Scalar) -> String?) -> String {
    unicodeScalars.map { spelling($0) ?? String($0) }.joined()
  }
}
