internal import Foundation
internal import YAML

extension Finding {
  /// A problem that stops a run and that a check lists beside others.
  init(_ code: String, _ problem: ConfigurationError.Problem) {
    self.init(
      code, .error, path: problem.file, line: problem.position?.line,
      column: problem.position?.column, problem.message, remedy: problem.remedy)
  }

  /// A conflict that a merge left behind.
  init(unresolved: Conflict) {
    self.init(
      "conflict-unresolved", .warning, path: unresolved.path, line: unresolved.line,
      "your side was kept here against an earlier proposal"
        + (unresolved.theirs.map { ", which has \(quoted($0))" } ?? "")
        + (unresolved.isWithheld ? "; it is in a Secret, whose values are not shown" : ""),
      remedy: "change it to what is right; where that is what you have, remove this entry from "
        + "\"unresolved\" in \(Lock.fileName)")
  }
}

/// The first line of `text`, short enough for a sentence.
private func quoted(_ text: String) -> String {
  let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  let short = line.trimmingCharacters(in: .whitespaces).prefix(80)
  return "\"\(short)\""
}
