internal import Git
internal import Manifests
internal import Rewriter

extension Renderer {
  /// The id of the rewritten file; `id` itself when no rule matches.
  mutating func renderedBlob(_ id: ObjectID, at place: Place) throws(BotError) -> ObjectID {
    let repository = repository
    let blob = try git("reading \(place.old)") { () throws(GitError) in try repository.blob(id) }
    guard blob.size <= SkipReason.largest else {
      skip(place, .tooLarge)
      return id
    }
    let set = rules.set(for: place.environment)
    var content = Content(blob.withBytes { set.rewrite($0) })
    if let reason = content.skipped {
      skip(place, reason)
      return id
    }
    if !content.edits.isEmpty { try prove(&content, from: blob.bytes, by: set, at: place) }
    if isYAML(place.old) {
      try setFields(&content, in: blob, at: place)
      noteEncoded(in: blob, by: set, at: place)
    }
    guard let bytes = content.bytes, content.report.isEmpty == false else {
      noteRename(place)
      return id
    }
    files.append(
      Rendering.File(
        path: place.new, renamedFrom: place.old == place.new ? nil : place.old,
        edits: content.report))
    return try git("writing \(place.new)") { () throws(GitError) in
      try repository.writeBlob(bytes)
    }
  }

  /// A file on its way through the rules.
  private struct Content {
    /// The bytes so far; nil while they are those of the template.
    var bytes: [UInt8]?
    var edits: [Edit] = []
    var skipped: SkipReason?
    var report: [Rendering.PlacedEdit] = []

    init(_ outcome: Outcome) {
      switch outcome {
      case .unchanged: break
      case .changed(let bytes, let edits): (self.bytes, self.edits) = (bytes, edits)
      case .skipped(let reason): skipped = reason
      }
    }
  }

  /// Makes sure that YAML stays what it was, and lists the edits that were made.
  private mutating func prove(
    _ content: inout Content, from original: [UInt8], by set: RuleSet, at place: Place
  ) throws(BotError) {
    if isYAML(place.old) {
      let edits = content.edits.map { ByteEdit(range: $0.range, replacement: $0.replacement) }
      switch StructureProof.rewriting(original, edits: edits, with: { set.rewrite($0) }) {
      case .notYAML(let error):
        unproven.append(
          Rendering.Unproven(path: place.new, position: error.position, reason: error.message))
      case .rewritten(let bytes, let made):
        content.bytes = bytes
        // An edit of an anchor's name is left out, and is none to report.
        content.edits = content.edits.filter { edit in
          made.contains { $0.range.overlaps(edit.range) }
        }
      case .failed(let position, let reason):
        problems.append(
          ConfigurationError.Problem(
            "the replacement would break this file: \(reason)", file: place.old,
            position: position,
            remedy: "change the value, quote the text in the template, or exclude the file"))
      }
    }
    let lines = original.withUnsafeBytes { LineIndex($0) }
    for edit in content.edits {
      let position = lines.position(of: edit.range.lowerBound)
      let placed = Rendering.PlacedEdit(
        line: position.line, column: position.column, rule: places[edit.ruleIndex],
        old: String(decoding: original[edit.range], as: UTF8.self),
        new: String(decoding: edit.replacement, as: UTF8.self))
      content.report.append(placed)
      if rules.isAmbiguous(edit.ruleIndex, for: place.environment) {
        reportAmbiguity("\"\(placed.old)\"", placed, at: place)
      }
    }
  }

  /// Sets the fields that rules name in this file.
  private mutating func setFields(
    _ content: inout Content, in blob: borrowing Blob, at place: Place
  ) throws(BotError) {
    let fields = rules.fieldRules(for: place.environment)
    guard !fields.isEmpty else { return }
    let setting = try manifest(place.old) {
      [bytes = content.bytes ?? blob.bytes] () throws(ManifestError) in
      try FieldSetting(fields.map(\.rule), in: bytes)
    }
    foundFields.formUnion(setting.found.map { fields[$0].index })
    if !setting.edits.isEmpty { content.bytes = setting.bytes }
    for edit in setting.edits {
      let field = fields[edit.ruleIndex]
      let placed = Rendering.PlacedEdit(
        line: edit.position.line, column: edit.position.column, rule: fieldPlaces[field.index],
        old: edit.old, new: edit.new)
      content.report.append(placed)
      if rules.isAmbiguousField(field.index, for: place.environment) {
        reportAmbiguity(field.rule.path.joined(separator: "."), placed, at: place)
      }
    }
  }

  /// Lists values of Secrets that would be rewritten if they were not encoded.
  private mutating func noteEncoded(in blob: borrowing Blob, by set: RuleSet, at place: Place) {
    guard blob.withBytes({ $0.contains("Secret") }) else { return }
    for value in SecretValue.all(in: blob.bytes) where set.rewrite(value.text) != value.text {
      encoded.append(
        Rendering.Encoded(path: place.new, key: value.key, position: value.position))
    }
  }

  private mutating func reportAmbiguity(
    _ what: String, _ edit: Rendering.PlacedEdit, at place: Place
  ) {
    problems.append(
      ConfigurationError.Problem(
        "\(what) has another value in each environment", file: place.old,
        position: TextPosition(line: edit.line, column: edit.column),
        remedy: "add the file to perEnvironment, or exclude it"))
  }
}

/// Whether a file is YAML by its name; JSON is, and the proof holds for it too.
func isYAML(_ path: String) -> Bool {
  [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
}
