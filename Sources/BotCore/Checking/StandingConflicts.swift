internal import Findings
internal import Flux
internal import Foundation
internal import Git
internal import YAML

extension TargetBranch {
  /// The conflicts of earlier proposals that nobody has decided since.
  ///
  /// One counts as decided when the text that was kept, or the markers, are no longer in its file, when
  /// the text against which a deletion was kept is in it, when a file that was kept as a whole has changed
  /// or gone, and when somebody removed it from the lock.
  ///
  /// - Throws: BotError when an object cannot be read.
  func standingConflicts(in repository: Repository) throws(BotError) -> [Conflict] {
    var standing: [Conflict] = []
    for conflict in lock?.unresolved ?? [] where try stands(conflict, in: repository) {
      standing.append(try withheld(conflict, in: repository))
    }
    return standing
  }

  /// The conflict without its texts where its place is in a Secret: a lock of an earlier version has them.
  private func withheld(
    _ conflict: Conflict, in repository: Repository
  ) throws(BotError) -> Conflict {
    guard let line = conflict.line, conflict.key == nil, conflict.ours != nil,
      let bytes = try repository.bytes(at: conflict.path, in: tree)
    else { return conflict }
    // Lines may have moved since, so that any Secret in the file counts.
    guard !SecretLines(of: bytes).isEmpty else { return conflict }
    return Conflict(path: conflict.path, kind: conflict.kind, line: line)
  }

  private func stands(_ conflict: Conflict, in repository: Repository) throws(BotError) -> Bool {
    if let kept = conflict.kept {
      let entry = try git("reading \(conflict.path)") { () throws(GitError) in
        try repository.entry(at: conflict.path, in: tree)
      }
      return entry?.id.hex == kept
    }
    guard let bytes = try repository.bytes(at: conflict.path, in: tree) else { return false }
    let text = String(decoding: bytes, as: UTF8.self)
    if bot.conflicts == .markers, conflict.key == nil, !text.contains("<<<<<<< ") { return false }
    // What a Secret held is not known here, so that only its entry in the lock tells.
    guard let ours = conflict.ours else { return true }
    if let key = conflict.key {
      let value = values(in: bytes, at: conflict.path)
      return ConfigMapMerge.text(of: key.joined(separator: "."), value?[path: key]) == ours
    }
    if ours.isEmpty { return bot.conflicts == .markers || !holds(conflict.theirs, text) }
    // A long text was cut, and ends with an ellipsis that the file does not have.
    return text.contains(ours) || text.contains(ours.hasSuffix("…") ? ours.dropLast() : ours[...])
  }

  /// Whether a text has lines of theirs that met a deletion of the owner's, who has taken them since.
  private func holds(_ theirs: String?, _ text: String) -> Bool {
    guard let theirs, !theirs.isEmpty else { return false }
    let isCut = theirs.hasSuffix("…")
    return ("\n" + text).contains("\n" + (isCut ? theirs.dropLast() : theirs[...]))
  }

  /// The values of the generated ConfigMap at `path`; nil where they cannot be read, which is an
  /// error of its own.
  private func values(in bytes: [UInt8], at path: String) -> Value? {
    let configMap = lock?.knownInputs.configMaps?.first { $0.path == path }
    return (try? configMap?.values(in: bytes)) ?? nil
  }
}

extension Finding {
  /// A conflict that a merge left behind.
  init(unresolved: Conflict) {
    self.init(
      .conflictUnresolved, .warning, path: unresolved.path, line: unresolved.line,
      "your side was kept here against an earlier proposal"
        + (unresolved.theirs.map { ", which has \(quoted($0))" } ?? "")
        + (unresolved.isWithheld ? "; it is in a Secret, whose values are not shown" : ""),
      remedy: "change it to what is right; where that is what you have, remove this entry from "
        + "\"unresolved\" in \(BotFile.lock)")
  }
}

/// The first line of `text`, short enough for a sentence.
private func quoted(_ text: String) -> String {
  let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  let short = line.trimmingCharacters(in: .whitespaces).prefix(80)
  return "\"\(short)\""
}
