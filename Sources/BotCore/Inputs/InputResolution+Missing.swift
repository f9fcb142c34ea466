internal import Findings
internal import Rewriter
internal import YAML

extension BotConfiguration {
  /// Every placeholder of the replacements, with the place of the value that holds it.
  var placeholders: [(key: String, position: TextPosition)] {
    let rules = replacements.flatMap { rule in
      Placeholder.keys(in: rule.to).map { (key: $0, position: rule.toPosition) }
    }
    return rules
      + fields.flatMap { field in
        Placeholder.keys(in: field.to.plainText ?? "").map { (key: $0, position: field.position) }
      }
  }
}

extension BotConfiguration {
  /// Every value that there is, with the stand-ins that count as missing.
  var keys: ValueKeys {
    var keys = ValueKeys(declared: values)
    for replacement in replacements {
      let pieces = Placeholder.split(replacement.to)
      if pieces.count == 1, case .key(let key) = pieces[0] {
        keys.standIns[key, default: []].insert(replacement.from)
      }
    }
    // An environment's name is chosen and not set, so that it cannot be missing.
    keys.standIns["environment.name"] = nil
    return keys
  }
}

extension BotConfiguration {
  /// The rules without their values, and what is wrong with those that are left out, each where it stands.
  func compiled() -> (rules: RuleSet?, places: [Int], problems: [ConfigurationError.Problem]) {
    var (sound, problems) = (replacements, [ConfigurationError.Problem]())
    while true {
      do throws(RuleError) {
        let rules = try RuleSet(
          sound.map {
            Rule(
              kind: $0.kind, from: $0.from, to: $0.to, renamesPaths: $0.paths,
              exactBoundary: $0.exactBoundary, spellings: $0.spellings)
          })
        return (rules, sound.map(\.place), problems)
      } catch {
        guard sound.indices.contains(error.ruleIndex) else { return (nil, [], problems) }
        let rule = sound.remove(at: error.ruleIndex)
        problems.append(
          ConfigurationError.Problem(
            "this replacement cannot be used: \(error)", file: file, position: rule.fromPosition,
            remedy: "change its \"from\""))
      }
    }
  }

  /// Every text that may hold placeholders, with its place.
  fileprivate var texts: [(text: String, position: TextPosition)] {
    replacements.map { ($0.to, $0.toPosition) }
      + fields.map { ($0.to.plainText ?? "", $0.position) }
      + (configMap.map { [($0.path, $0.pathPosition)] } ?? [])
  }

  /// The keys that something in the configuration asks for: replacements, the path of the ConfigMap, texts.
  var usedKeys: Set<String> {
    var used = Set(placeholders.map(\.key))
    used.formUnion(configMap.map { Placeholder.keys(in: $0.path) } ?? [])
    for text in [review.title, commit.statics, commit.dynamics] {
      used.formUnion(text?.names ?? [])
    }
    if case .template(let text) = review.body { used.formUnion(text.names) }
    return used
  }

  /// A note for each value that is declared and that nothing uses.
  ///
  /// A body in a file may use it, which is not looked into here.
  var unusedValues: [Finding] {
    if case .file = review.body { return [] }
    return values.filter { !usedKeys.contains($0.name) }.map { key in
      Finding(
        .valueUnused, .note, path: file, line: key.declaration?.position.line,
        column: key.declaration?.position.column,
        "the value \(key.name) is declared, and no replacement or text uses it",
        remedy: "use {{\(key.name)}} in a replacement, or remove it")
    }
  }
}

extension InputResolution {
  /// Notes for values that are given now and that nothing uses.
  ///
  /// Not in later runs: who gives all values of all repositories to each would hear it for ever.
  func unusedNotes(isWritten: Bool) -> [Finding] {
    guard locked == nil || isWritten else { return [] }
    let isSized = bot.configMap != nil && request.only != .static
    let given = overrides.entries.filter { entry in
      entry.source == "--set" && !bot.usedKeys.contains(entry.key.name)
        && !(entry.key.declaration == nil && (isSized || entry.key.isAncestor(of: bot.usedKeys)))
    }
    return (locked == nil ? bot.unusedValues : [])
      + given.map { entry in
        Finding(
          .valueUnused, .note, "\(entry.key.name) was given with --set, and nothing uses it",
          remedy: "leave it out, or use {{\(entry.key.name)}} in a replacement")
      }
  }

  /// A key without a value, in one environment.
  struct Missing: Hashable {
    var key: String
    var environment: String
    /// The environment's place in the file.
    var index: Int
  }

  /// What is wrong with values that neither a file nor an option has given: live facts, what the lock has, and
  /// what follows from other values.
  func wrongValues(in resolved: ResolvedValues) -> [ConfigurationError.Problem] {
    let used = Set(bot.placeholders.map(\.key))
    let given = Set(overrides.entries.map(\.source)).union([BotFile.infrastructure])
    return keys.all.compactMap { key in
      guard used.contains(key.name), let text = resolved.values[key.name],
        let source = resolved.sources[key.name], !given.contains(source)
      else { return nil }
      return key.problem(with: text, in: source)
    }
  }

  /// The keys that replacements or the ConfigMap need and that nothing gave.
  func missingKeys(
    in resolved: ResolvedValues, at index: Int, _ live: [LiveFacts]
  ) -> [Missing] {
    var keys: [String] = []
    if request.only != .dynamic { keys += bot.placeholders.map(\.key) }
    if request.only != .static, bot.configMap != nil {
      keys += infrastructure.configuration.missingKeys(
        for: resolved.environment,
        facts: live.first { $0.environment == resolved.environment }?.facts)
    }
    // What was given and is wrong is not missing; and an unknown name has no value to be missing.
    var seen = overrides.refused
    return keys.filter {
      resolved.values[$0] == nil
        && self.keys.named($0).map { !infrastructure.isUnreadable($0, at: index) } == true
        && seen.insert($0).inserted
    }.map { Missing(key: $0, environment: resolved.environment, index: index) }
  }

  /// Rules that cannot be compiled and placeholders that no value can ever fill, where they stand.
  func replacementProblems() -> [ConfigurationError.Problem] {
    var problems = bot.compiled().problems
    let names = keys.names
    for (key, position) in bot.placeholders where !names.contains(key) {
      problems.append(
        ConfigurationError.Problem(
          "unknown placeholder {{\(key)}}", file: bot.file, position: position,
          remedy: nearestSpelling(to: key, among: names).map { "did you mean {{\($0)}}?" }
            ?? "known: \(names.joined(separator: ", "))"))
    }
    problems += bot.texts.compactMap { text, position in
      Placeholder.halfWritten(in: text, among: names).map { found in
        ConfigurationError.Problem(
          "\"\(found.written)\" is not a placeholder, and would be written as it is",
          file: bot.file, position: position, remedy: "did you mean {{\(found.key)}}?")
      }
    }
    return problems
  }

  /// One problem that lists every missing key, what is expected and each place where it may be set; none
  /// where nothing is missing.
  func missingValues(_ missing: [Missing]) -> [ConfigurationError.Problem] {
    if missing.isEmpty { return [] }
    let several = Set(missing.map(\.environment)).count > 1
    var lines: [String] = []
    for item in missing {
      let key = keys.named(item.key)
      let standIn = bot.replacements.first { $0.to == "{{\(item.key)}}" }?.from
      lines.append(
        "  \(item.key)\(several ? " (\(item.environment))" : ""): "
          + "--set \(item.key)=VALUE, \(key?.variable ?? ""), or \(key.map { place(of: $0, item) } ?? "")"
          + (standIn.map { " (its stand-in \"\($0)\" does not count)" } ?? "")
          + "; \(key.map(ValueKey.expectation) ?? "")")
    }
    let count = missing.count == 1 ? "a value is missing" : "\(missing.count) values are missing"
    var problem = ConfigurationError.Problem(
      "\(count):\n" + lines.joined(separator: "\n") + "\n",
      remedy: "set \(missing.count == 1 ? "it" : "each") in one of these places")
    problem.missingKeys = missing.map(\.key)
    return [problem]
  }

  /// Where a missing value can be written into the file, as a person finds it there.
  private func place(of key: ValueKey, _ item: Missing) -> String {
    let names = infrastructure.configuration.environments.map(\.name)
    guard key.isOfEnvironment else { return "\"\(key.name)\" in \(BotFile.infrastructure)" }
    let parts = key.parts[0] == "environment" ? Array(key.parts.dropFirst()) : key.parts
    let last = parts.last.map { "\"\($0)\": …" } ?? ""
    let member = parts.dropLast().reversed().reduce(last) { "\"\($1)\": { \($0) }" }
    guard names.indices.contains(item.index) else {
      return "\"environments\": [{ \"name\": \"\(item.environment)\", \(member) }] in "
        + BotFile.infrastructure
    }
    return "\(member) in the environment \"\(item.environment)\" of \(BotFile.infrastructure)"
  }
}

extension ValueKey {
  /// Whether one of `used` is derived from this one where it is not given itself.
  fileprivate func isAncestor(of used: Set<String>) -> Bool {
    switch name {
    case "project.name": used.contains("cluster.name")
    case "project.domain": used.contains("environment.domain")
    default: false
    }
  }

  /// What to write, with the template's own words.
  fileprivate static func expectation(_ key: ValueKey) -> String {
    let help = key.declaration?.help ?? ""
    return key.kind.expected + (help.isEmpty ? "" : ": \(help)")
  }
}
