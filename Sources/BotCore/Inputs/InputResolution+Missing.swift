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

extension InputResolution {
  /// A key without a value, in one environment.
  struct Missing: Hashable {
    var key: String
    var environment: String
  }

  /// The keys that replacements or the ConfigMap need and that nothing gave.
  func missingKeys(in resolved: ResolvedValues, _ live: [LiveFacts]) -> [Missing] {
    var keys: [String] = []
    if request.only != .dynamic { keys += bot.placeholders.map(\.key) }
    if request.only != .static, bot.configMap != nil {
      keys += infrastructure.configuration.missingKeys(
        for: resolved.environment,
        facts: live.first { $0.environment == resolved.environment }?.facts)
    }
    var seen: Set<String> = []
    return keys.filter { resolved.values[$0] == nil && seen.insert($0).inserted }
      .map { Missing(key: $0, environment: resolved.environment) }
  }

  /// Refuses rules that cannot be compiled and placeholders that no value can ever fill, where
  /// they stand.
  func checkReplacements() throws(ConfigurationError) {
    do {
      _ = try RuleSet(
        bot.replacements.map {
          Rule(
            kind: $0.kind, from: $0.from, to: $0.to, renamesPaths: $0.paths,
            exactBoundary: $0.exactBoundary, spellings: $0.spellings)
        })
    } catch {
      throw ConfigurationError(
        "this replacement cannot be used: \(error)", file: bot.file,
        position: bot.replacements[error.ruleIndex].fromPosition, remedy: "change its \"from\"")
    }
    let names = ValueKey.all.map(\.name)
    var problems: [ConfigurationError.Problem] = []
    for (key, position) in bot.placeholders where !names.contains(key) {
      problems.append(
        ConfigurationError.Problem(
          "unknown placeholder {{\(key)}}", file: bot.file, position: position,
          remedy: nearestSpelling(to: key, among: names).map { "did you mean {{\($0)}}?" }
            ?? "known: \(names.joined(separator: ", "))"))
    }
    if !problems.isEmpty { throw ConfigurationError(problems) }
  }

  /// One error that lists every missing key and each place where it may be set.
  func missingValues(_ missing: [Missing]) -> ConfigurationError {
    let several = Set(missing.map(\.environment)).count > 1
    var lines: [String] = []
    for item in missing {
      let key = ValueKey.named(item.key)
      let standIn = bot.replacements.first { $0.to == "{{\(item.key)}}" }?.from
      lines.append(
        "  \(item.key)\(several ? " (\(item.environment))" : ""): "
          + "--set \(item.key)=VALUE, \(key?.variable ?? ""), or \"\(item.key)\" in "
          + BotFile.infrastructure
          + (standIn.map { " (its stand-in \"\($0)\" does not count)" } ?? ""))
    }
    let count = missing.count == 1 ? "a value is missing" : "\(missing.count) values are missing"
    var problem = ConfigurationError.Problem(
      "\(count):\n" + lines.joined(separator: "\n") + "\n",
      remedy: "set \(missing.count == 1 ? "it" : "each") in one of these places")
    problem.missingKeys = missing.map(\.key)
    return ConfigurationError([problem])
  }
}
