internal import Git
internal import Manifests
internal import Rewriter

extension Renderer {
  /// The longest file that is rewritten; longer ones are reported as skipped.
  static let longestBlob = 10 << 20

  /// The id of the rewritten file; `id` itself when no rule matches.
  mutating func renderedBlob(_ id: ObjectID, at place: Place) throws(BotError) -> ObjectID {
    let repository = repository
    let blob = try git("reading \(place.old)") { () throws(GitError) in try repository.blob(id) }
    guard blob.size <= Renderer.longestBlob else {
      skip(place, .tooLarge)
      return id
    }
    let set = rules.set(for: place.environment)
    switch blob.withBytes({ bytes in set.rewrite(bytes) }) {
    case .unchanged:
      noteRename(place)
      return id
    case .skipped(let reason):
      skip(place, reason)
      return id
    case .changed(let naive, let edits):
      let original = blob.bytes
      note(edits, in: original, at: place)
      let bytes = try proven(naive, edits, from: original, by: set, at: place)
      return try git("writing \(place.new)") { () throws(GitError) in
        try repository.writeBlob(bytes)
      }
    }
  }

  /// The rewritten bytes of a file, with YAML kept what it was; `naive` are the bytes with the edits
  /// applied and nothing else.
  private mutating func proven(
    _ naive: [UInt8], _ edits: [Edit], from original: [UInt8], by set: RuleSet, at place: Place
  ) throws(BotError) -> [UInt8] {
    guard isYAML(place.old) else { return naive }
    let byteEdits = edits.map { ByteEdit(range: $0.range, replacement: $0.replacement) }
    switch StructureProof.rewriting(original, edits: byteEdits, with: { set.rewrite($0) }) {
    case .notYAML(let error):
      unproven.append(Rendering.Unproven(path: place.new, position: error.position))
      return naive
    case .rewritten(let bytes, _): return bytes
    case .failed(let position, let reason):
      problems.append(
        ConfigurationError.Problem(
          "the replacement would break this file: \(reason)", file: place.old, position: position,
          remedy: "change the value, quote the text in the template, or exclude the file"))
      return original
    }
  }

  /// Adds the file and its edits to the report, and reports ambiguous ones as problems.
  private mutating func note(_ edits: [Edit], in original: [UInt8], at place: Place) {
    let lines = original.withUnsafeBytes { LineIndex($0) }
    let placed = edits.map { edit in
      let position = lines.position(of: edit.range.lowerBound)
      return Rendering.PlacedEdit(
        line: position.line, column: position.column, ruleIndex: edit.ruleIndex,
        old: String(decoding: original[edit.range], as: UTF8.self),
        new: String(decoding: edit.replacement, as: UTF8.self))
    }
    for edit in placed where rules.isAmbiguous(edit.ruleIndex, for: place.environment) {
      problems.append(
        ConfigurationError.Problem(
          "\"\(edit.old)\" has another value in each environment", file: place.old,
          position: TextPosition(line: edit.line, column: edit.column),
          remedy: "add the file to perEnvironment, or exclude it"))
    }
    files.append(
      Rendering.File(
        path: place.new, renamedFrom: place.old == place.new ? nil : place.old, edits: placed))
  }
}

/// Whether a file is YAML by its name; JSON is, and the proof holds for it too.
func isYAML(_ path: String) -> Bool {
  [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
}
