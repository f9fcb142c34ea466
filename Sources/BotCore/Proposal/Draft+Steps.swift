internal import Git
internal import Providers
internal import Rewriter

extension Draft {
  /// The commits of the proposal, oldest first; the last one has the lock.
  func steps(_ halves: Halves) -> [Proposal.Step] {
    let undone = change.undone.map { "\(Trailer.undone): \($0)\n" } ?? ""
    let trailers = trailers + undone + "\(Trailer.base): \(target.commit)\n"
    func step(_ parts: Set<Part>, _ tree: ObjectID) -> Proposal.Step {
      let template =
        parts == [.dynamic] ? target.bot.commit.dynamics : target.bot.commit.statics
      let text = message(template, standard: CommitText(self, parts).text)
      return Proposal.Step(message: text + trailers, tree: tree)
    }
    let first = halves.first.map { step([$0.part], $0.tree) }
    return (first.map { [$0] } ?? []) + [step(halves.last, tree)]
  }
}

/// What a commit of the bot's says: its subject names what is in it.
struct CommitText {
  private let draft: Draft
  private let parts: Set<Part>

  init(_ draft: Draft, _ parts: Set<Part>) {
    self.draft = draft
    self.parts = parts
  }

  /// With a blank line at its end, for the trailers.
  var text: String {
    let body = (parts.contains(.static) ? [counts] : []) + (parts.contains(.dynamic) ? [paths] : [])
    let all = [subject] + body.filter { !$0.isEmpty }
    return all.joined(separator: "\n\n") + "\n\n"
  }

  /// Names values as long as the line is none that Git's tools cut.
  private var subject: String {
    let long = sentence(naming: 3)
    return long.count > 72 ? sentence(naming: 1) : long
  }

  private func sentence(naming most: Int) -> String {
    var clauses: [String] = []
    if parts.contains(.static) {
      clauses += isUndo ? undoneClauses(most) : staticClauses(most)
    }
    if parts.contains(.dynamic) { clauses.append(dynamicClause) }
    let text = clauses.listed
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private var counts: String {
    let files = draft.files
    if isUndo { return "" }
    return """
      \(files.reduce(0) { $0 + $1.edits.count }) replacements in \
      \(files.count { !$0.edits.isEmpty }) files, \
      \(files.count { $0.renamedFrom != nil }) paths renamed.
      """
  }

  private var paths: String {
    isUndo
      ? "" : (change.inputs.configMaps ?? []).map { "- \($0.path)" }.joined(separator: "\n")
  }

  private var change: Change { draft.change }
  private var lock: Lock? { draft.target.lock }
  private var isUndo: Bool { change.undone != nil }
}

extension CommitText {
  private func staticClauses(_ most: Int) -> [String] {
    let release = change.origin.map { "update to the template's \($0.release)" }
    guard let lock, let old = lock.inputs.replacements else {
      // Without changes of its own an adoption brings what lies behind the commit it starts from.
      let brings = change.origin?.earlier.commit.map { $0 != change.commit } ?? false
      return ["replace the template's stand-ins"] + (brings ? [release].compactMap { $0 } : [])
    }
    var clauses: [String] = []
    if let release, change.commit != lock.template.commit { clauses.append(release) }
    if let new = change.inputs.replacements {
      clauses += InputsDifference(from: old, to: new).clauses(naming: most)
    }
    if !clauses.isEmpty { return clauses }
    return [
      change.inputs.configMaps?.isEmpty == false
        ? "wire manifests to the infrastructure ConfigMap" : "bring manifests up to date"
    ]
  }

  private func undoneClauses(_ most: Int) -> [String] {
    guard let lock, let old = lock.inputs.replacements, let new = change.inputs.replacements else {
      return ["bring the template's stand-ins back"]
    }
    var clauses: [String] = []
    if change.template.commit != lock.template.commit {
      clauses.append("go back to the template's \(change.template.release)")
    }
    clauses += InputsDifference(from: old, to: new).clauses(naming: most, verb: "take back")
    return clauses.isEmpty ? ["take the last proposal back"] : clauses
  }

  private var dynamicClause: String {
    let verbs =
      switch (lock?.inputs.configMaps?.isEmpty == false, change.inputs.configMaps?.isEmpty == false)
      {
      case (_, false): ("take", " back")
      case (true, true): isUndo ? ("bring", " back as it was") : ("update", "")
      case (false, true): ("generate", "")
      }
    return "\(verbs.0) the infrastructure ConfigMap\(verbs.1)"
  }
}

extension Lock.Template {
  /// How people call this commit: by its version where it has one, else by the beginning of its id.
  fileprivate var release: String {
    guard let ref, SemanticVersion(tag: ref) != nil else { return String(commit.hex.prefix(12)) }
    return ref
  }
}

/// What differs between the static parts of two inputs.
private struct InputsDifference {
  private let old: Inputs.Replacements
  private let new: Inputs.Replacements

  init(from old: Inputs.Replacements, to new: Inputs.Replacements) {
    self.old = old
    self.new = new
  }

  /// What is done about it, each for a sentence; at most `most` values by their names.
  func clauses(naming most: Int, verb: String? = nil) -> [String] {
    let keys = changedKeys
    let names = (old: old.environments.map(\.name), new: new.environments.map(\.name))
    func environments(_ these: [String], without others: [String], _ verb: String) -> [String] {
      let names = these.filter { !others.contains($0) }.map(\.inertLine)
      if names.isEmpty { return [] }
      return ["\(verb) \(names.count > most ? "\(names.count) environments" : names.listed)"]
    }
    var clauses: [String] = []
    if !keys.isEmpty {
      let text = keys.count > most ? "\(keys.count) values" : keys.listed
      clauses.append("\(verb ?? "change") \(text)")
    }
    clauses += environments(names.new, without: names.old, verb ?? "add")
    clauses += environments(names.old, without: names.new, verb == nil ? "remove" : "bring back")
    if hasOtherRules { clauses.append("\(verb ?? "apply") changed rules") }
    return clauses
  }

  /// The keys of the values that differ in an environment of both.
  private var changedKeys: [String] {
    var keys: Set<String> = []
    for environment in new.environments {
      guard let before = old.environments.first(where: { $0.name == environment.name }) else {
        continue
      }
      keys.formUnion(
        environment.values.filter { key, value in
          before.values[key].map { $0 != value } ?? false
        }.keys)
    }
    return keys.sorted()
  }

  private var hasOtherRules: Bool {
    rules(old) != rules(new) || fields(old) != fields(new)
      || old.include != new.include || old.exclude != new.exclude
      || old.perEnvironment != new.perEnvironment
  }

  // Where a rule stands in the configuration makes no difference.

  private func rules(_ replacements: Inputs.Replacements) -> Set<Inputs.RuleInput> {
    Set(
      replacements.rules.map { rule in
        var rule = rule
        rule.place = 0
        return rule
      })
  }

  private func fields(_ replacements: Inputs.Replacements) -> Set<Inputs.FieldInput> {
    Set(
      replacements.fields.map { field in
        var field = field
        field.place = 0
        return field
      })
  }
}

extension [String] {
  /// As a list in a sentence: `a, b and c`.
  fileprivate var listed: String {
    count > 1 ? dropLast().joined(separator: ", ") + " and " + (last ?? "") : first ?? ""
  }
}
