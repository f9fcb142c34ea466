internal import Flux
internal import Rewriter
internal import YAML

/// Rewrites the bytes of single files: pure, so that several threads may do it at once.
struct FileRendering: Sendable {
  let rules: EnvironmentRules
  /// The places of the rules in the configuration's `replacements`.
  let places: [Int]
  /// Those of the rules for fields.
  let fieldPlaces: [Int]

  /// What becomes of `bytes`, the file at `place`; nil for one that is too large to be read.
  func rendered(_ bytes: UnsafeRawBufferPointer?, at place: Place) -> RenderedFile {
    let name = RepositoryPath.name(of: place.old)
    var file = RenderedFile()
    guard let bytes else {
      file.skipped = .tooLarge
      return file
    }
    if RepositoryPath.isYAML(name) { file.before = FileContent(of: bytes, name: name) }
    let set = rules.set(for: place.environment)
    var outcome = set.rewrite(bytes)
    if case .skipped(.sopsEncrypted) = outcome, isProse(name) {
      // SOPS writes YAML, JSON, INI and dotenv files; this one speaks of them.
      let edits = set.edits(in: bytes)
      outcome = edits.isEmpty ? .unchanged : .changed(Edit.apply(edits, to: bytes), edits)
    }
    switch outcome {
    case .unchanged: break
    case .changed(let new, let edits):
      file.bytes = new
      prove(&file, edits, from: Array(bytes), by: set, at: place)
    case .skipped(let reason):
      file.skipped = reason
      return file
    }
    if isYAMLOrJSON(name) {
      setFields(&file, in: bytes, at: place)
      file.encoded = encoded(in: bytes, by: set, at: place)
    }
    if file.edits.isEmpty { file.bytes = nil }
    noteContent(of: &file, name)
    return file
  }

  /// Whether the new bytes are YAML was proven where the old ones are.
  private func noteContent(of file: inout RenderedFile, _ name: String) {
    guard file.before != nil, let bytes = file.bytes else { return }
    file.after = bytes.withUnsafeBytes { FileContent(of: $0, name: name) }
    if file.before?.isYAML == true, file.problems.isEmpty { file.after?.isYAML = true }
  }

  /// Makes sure that YAML stays what it was, and lists the edits that were made.
  private func prove(
    _ file: inout RenderedFile, _ proposed: [Edit], from original: [UInt8], by set: RuleSet,
    at place: Place
  ) {
    var edits = proposed
    if isYAMLOrJSON(place.old) {
      let bytes = edits.map { ByteEdit(range: $0.range, replacement: $0.replacement) }
      switch StructureProof.rewriting(original, edits: bytes, with: { set.rewritten($0) }) {
      case .notYAML(let error):
        file.before?.isYAML = false
        file.unproven = Rendering.Unproven(
          path: place.new, position: error.position, reason: error.message)
      case .rewritten(let bytes, let made):
        file.before?.isYAML = true
        file.bytes = bytes
        // An edit of an anchor's name is left out, and is none to report.
        edits = edits.touching(made)
      case .failed(let position, let reason):
        file.problems.append(
          ConfigurationError.Problem(
            "the replacement would break this file: \(reason)", file: place.old,
            position: position,
            remedy: "change the value, quote the text in the template, or exclude the file"))
      }
    }
    let lines = original.withUnsafeBytes { LineIndex($0) }
    // Most edits of a rule in a file have the same texts, which are kept once.
    var last: [Int: (old: String, new: String)] = [:]
    file.edits.reserveCapacity(edits.count)
    for edit in edits {
      let position = lines.position(of: edit.range.lowerBound)
      let old = original[edit.range]
      let known = last[edit.ruleIndex].flatMap { texts in
        texts.old.utf8.elementsEqual(old) && texts.new.utf8.elementsEqual(edit.replacement)
          ? texts : nil
      }
      let texts =
        known
        ?? (String(decoding: old, as: UTF8.self), String(decoding: edit.replacement, as: UTF8.self))
      last[edit.ruleIndex] = texts
      let placed = Rendering.PlacedEdit(
        line: position.line, column: position.column, rule: places[edit.ruleIndex],
        old: texts.old, new: texts.new)
      file.edits.append(placed)
      if rules.isAmbiguous(edit.ruleIndex, for: place.environment) {
        file.problems.append(ambiguity("\"\(placed.old)\"", placed, at: place))
      }
    }
  }

  /// Sets the fields that rules name in this file.
  private func setFields(
    _ file: inout RenderedFile, in original: UnsafeRawBufferPointer, at place: Place
  ) {
    let fields = rules.fieldRules(for: place.environment)
    guard !fields.isEmpty else { return }
    do throws(BotError) {
      let setting = try manifest(place.old) {
        [bytes = file.bytes ?? Array(original)] () throws(ManifestError) in
        try FieldSetting(fields.map(\.rule), in: bytes)
      }
      file.foundFields = Set(setting.found.map { fields[$0].index })
      if !setting.edits.isEmpty { file.bytes = setting.bytes }
      let secrets = SecretLines(of: setting.edits.isEmpty ? [] : Array(original))
      for edit in setting.edits {
        let field = fields[edit.ruleIndex]
        let placed = Rendering.PlacedEdit(
          line: edit.position.line, column: edit.position.column, rule: fieldPlaces[field.index],
          old: secrets.touches(edit.position.line - 1..<edit.position.line)
            ? SecretLines.mark : edit.old, new: edit.new)
        file.edits.append(placed)
        if rules.isAmbiguousField(field.index, for: place.environment) {
          file.problems.append(ambiguity(field.rule.path.joined(separator: "."), placed, at: place))
        }
      }
    } catch {
      file.error = error
    }
  }

  /// The values of Secrets that would be rewritten if they were not encoded.
  private func encoded(
    in bytes: UnsafeRawBufferPointer, by set: RuleSet, at place: Place
  ) -> [Rendering.Encoded] {
    guard bytes.contains("Secret") else { return [] }
    return SecretValue.all(in: Array(bytes)).filter { set.rewrite($0.text) != $0.text }.map {
      Rendering.Encoded(path: place.new, key: $0.key, position: $0.position)
    }
  }

  private func ambiguity(
    _ what: String, _ edit: Rendering.PlacedEdit, at place: Place
  ) -> ConfigurationError.Problem {
    ConfigurationError.Problem(
      "\(what) has another value in each environment", file: place.old,
      position: TextPosition(line: edit.line, column: edit.column),
      remedy: "add the file to perEnvironment, or exclude it")
  }
}

/// Whether a file is text for people by its name.
private func isProse(_ name: String) -> Bool {
  [".md", ".markdown", ".mdx", ".rst", ".adoc"].contains { name.lowercased().hasSuffix($0) }
}

/// Whether a file is YAML by its name; JSON is, and the proof holds for it too.
func isYAMLOrJSON(_ path: String) -> Bool {
  RepositoryPath.isYAML(path) || path.hasSuffix(".json")
}

extension [Edit] {
  /// Those that have bytes in common with one of `made`; both are sorted and do not overlap.
  fileprivate func touching(_ made: [ByteEdit]) -> [Edit] {
    var next = made.startIndex
    return filter { edit in
      while next < made.endIndex, made[next].range.upperBound <= edit.range.lowerBound { next += 1 }
      return next < made.endIndex && made[next].range.overlaps(edit.range)
    }
  }
}

/// Where a file of the template was, and where it goes.
struct Place: Sendable {
  /// The path in the template.
  var old: String
  /// The path in the rendered tree.
  var new: String
  /// The index of the environment whose values hold; nil for a file of all environments.
  var environment: Int?
}

/// What became of one file of the template, and everything a report says of it.
struct RenderedFile: Sendable {
  /// The new bytes; nil where they stay.
  var bytes: [UInt8]?
  /// What was replaced, in the order of the text.
  var edits: [Rendering.PlacedEdit] = []
  var skipped: SkipReason?
  var unproven: Rendering.Unproven?
  var encoded: [Rendering.Encoded] = []
  /// The rules for fields, by index, whose field the file has.
  var foundFields: Set<Int> = []
  var problems: [ConfigurationError.Problem] = []
  /// Why a field cannot be set.
  var error: BotError?
  /// What the template's bytes tell; nil for a file that is no manifest.
  var before: FileContent?
  /// What the new bytes tell.
  var after: FileContent?
}
