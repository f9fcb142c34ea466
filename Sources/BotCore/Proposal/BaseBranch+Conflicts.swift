internal import Git
internal import Manifests

extension BaseBranch {
  /// The conflicts of earlier proposals that nobody has decided since.
  ///
  /// One counts as decided when the text that was kept, or the markers, are no longer in its file, when
  /// a file that was kept as a whole has changed or gone, and when somebody removed it from the lock.
  ///
  /// - Throws: BotError when an object cannot be read.
  func standingConflicts(in repository: Repository) throws(BotError) -> [Conflict] {
    var standing: [Conflict] = []
    for conflict in lock?.unresolved ?? [] where try stands(conflict, in: repository) {
      standing.append(conflict)
    }
    return standing
  }

  private func stands(_ conflict: Conflict, in repository: Repository) throws(BotError) -> Bool {
    if let kept = conflict.kept {
      let entry = try git("reading \(conflict.path)") { () throws(GitError) in
        try repository.entry(at: conflict.path, in: tree)
      }
      return entry?.id.hex == kept
    }
    guard let bytes = try repository.bytes(at: conflict.path, in: tree) else { return false }
    let ours = conflict.ours ?? ""
    if let key = conflict.key {
      let value = values(in: bytes, at: conflict.path)
      return ConfigMapMerge.text(of: key.joined(separator: "."), value?[path: key]) == ours
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if bot.conflicts == .markers, !text.contains("<<<<<<< ") { return false }
    // A long text was cut, and ends with an ellipsis that the file does not have.
    return text.contains(ours) || text.contains(ours.hasSuffix("…") ? ours.dropLast() : ours[...])
  }

  /// The values of the generated ConfigMap at `path`; nil where they cannot be read, which is an
  /// error of its own.
  private func values(in bytes: [UInt8], at path: String) -> Value? {
    guard let name = lock?.knownInputs.configMaps?.first(where: { $0.path == path })?.name,
      let text = try? ConfigMap.text(of: ConfigMap.valuesKey, in: bytes, name: name)
    else { return nil }
    return try? Value(yaml: Array(text.utf8))
  }
}
