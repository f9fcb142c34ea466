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

extension InputResolution {
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
      resolved.values[$0] == nil && self.keys.named($0) != nil && seen.insert($0).inserted
    }.map { Missing(key: $0, environment: resolved.environment, index: index) }
  }

  /// Rules that cannot be compiled and placeholders that no value can ever fill, where they stand.
  func replacementProblems() -> [ConfigurationError.Problem] {
    var problems: [ConfigurationError.Problem] = []
    do {
      _ = try RuleSet(
        bot.replacements.map {
          Rule(
            kind: $0.kind, from: $0.from, to: $0.to, renamesPaths: $0.paths,
            exactBoundary: $0.exactBoundary, spellings: $0.spellings)
        })
    } catch {
      problems.append(
        ConfigurationError.Problem(
          "this replacement cannot be used: \(error)", file: bot.file,
          position: bot.replacements[error.ruleIndex].fromPosition, remedy: "change its \"from\""))
    }
    let names = keys.names
    for (key, position) in bot.placeholders where !names.contains(key) {
      problems.append(
        ConfigurationError.Problem(
          "unknown placeholder {{\(key)}}", file: bot.file, position: position,
          remedy: nearestSpelling(to: key, among: names).map { "did you mean {{\($0)}}?" }
            ?? "known: \(names.joined(separator: ", "))"))
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
  /// What to write, with the template's own words.
  fileprivate static func expectation(_ key: ValueKey) -> String {
    let help = key.declaration?.help ?? ""
    return key.kind.expected + (help.isEmpty ? "" : ": \(help)")
  }
}
