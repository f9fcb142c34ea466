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

extension String {
  /// The text within the message of a workflow command.
  fileprivate var escapedData: String {
    replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  /// The text within a property of a workflow command.
  fileprivate var escapedProperty: String {
    escapedData.replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
