internal import Flux
internal import Git
internal import Rewriter
internal import YAML

/// I of the design: everything besides the template's tree that decides what a rendering holds.
///
/// It is written to the lock, so it holds no positions, no secrets and no times.
struct Inputs: Codable, Hashable, Sendable {
  /// The static part; nil when it was never applied.
  var replacements: Replacements?
  /// The dynamic part, one for each environment; nil when it was never applied.
  var configMaps: [GeneratedConfigMap]?

  /// What live sources told; nil when there never were any.
  var live: [LiveFacts]?

  /// What is rewritten, by which rules, with which values.
  struct Replacements: Codable, Hashable, Sendable {
    var include: [String]
    var exclude: [String]
    /// A second list like `include` that a path has to be in; nil for none, and never in a lock.
    var within: [String]?
    var perEnvironment: [String]
    var rules: [RuleInput]
    var fields: [FieldInput]
    var environments: [EnvironmentValues]
  }

  /// A rule whose replacement still has its placeholders.
  struct RuleInput: Codable, Hashable, Sendable {
    var kind: String
    var from: String
    var to: String
    var paths: Bool
    var exactBoundary: Bool
    var spellings: [String]
    /// Its place in the configuration's `replacements`, counted from 1.
    var place: Int
  }

  /// A field that is set, with the placeholders of its value.
  struct FieldInput: Codable, Hashable, Sendable {
    var object: String
    var field: String
    var to: Value
    /// Nil for all environments.
    var environments: [String]?
    /// Its place in the configuration's `replacements`, counted from 1.
    var place: Int
  }

  /// The values of the placeholders that the rules use, for one environment.
  struct EnvironmentValues: Codable, Hashable, Sendable {
    var name: String
    var values: [String: String]
  }

  /// One generated ConfigMap.
  struct GeneratedConfigMap: Codable, Hashable, Sendable {
    var environment: String
    var path: String
    var name: String
    var namespace: String
    /// What stands under the key `values.yaml`.
    var values: Value
  }
}

extension Inputs.Replacements {
  /// The rules of `environment` with their placeholders filled in.
  ///
  /// A rule whose values are not known there is left out: its stand-in stays, and
  /// `ValueResolution` has reported it as missing where that is a mistake.
  func rules(for environment: Inputs.EnvironmentValues) -> [Rule] {
    rules.compactMap { input in
      guard let kind = RuleKind(rawValue: input.kind),
        let to = Placeholder.expand(input.to, with: environment.values)
      else { return nil }
      return Rule(
        kind: kind, from: input.from, to: to, renamesPaths: input.paths,
        exactBoundary: input.exactBoundary,
        spellings: Set(input.spellings.compactMap(Spelling.init(rawValue:))))
    }
  }
}

extension Inputs.RuleInput {
  init(_ replacement: BotConfiguration.Replacement) {
    kind = replacement.kind.rawValue
    from = replacement.from
    to = replacement.to
    paths = replacement.paths
    exactBoundary = replacement.exactBoundary
    spellings = replacement.spellings.map(\.rawValue).sorted()
    place = replacement.place
  }
}

extension Inputs.FieldInput {
  init(_ replacement: BotConfiguration.FieldReplacement) {
    object = replacement.object
    field = replacement.field
    to = replacement.to
    environments = replacement.environments
    place = replacement.place
  }

  /// The rule for `environment`; nil when it is not for that one.
  ///
  /// - Throws: ManifestError when the entry is no rule; a configuration's entries were checked where
  ///   they stand.
  func rule(for environment: Inputs.EnvironmentValues) throws(ManifestError) -> FieldRule? {
    if let environments, !environments.contains(environment.name) { return nil }
    var value = to
    if case .string(let text) = to {
      guard let expanded = Placeholder.expand(text, with: environment.values) else { return nil }
      value = .string(expanded)
    }
    return try FieldRule(object: object, field: field, value: value)
  }
}

extension Inputs {
  /// A name of these inputs in 40 hexadecimal digits, the same for equal inputs.
  ///
  /// - Throws: BotError when a number among the values cannot be written as JSON.
  func digest() throws(BotError) -> String {
    let bytes = try configuration { () throws(ConfigurationError) in
      try stableJSON(self, file: BotFile.lock)
    }
    return try git("naming the inputs") { () throws(GitError) in try ObjectID(hashing: bytes) }.hex
  }
}

extension Inputs {
  /// These inputs without the rules that `new` no longer has, or has for less.
  func withoutRulesRemoved(in new: Inputs) -> Inputs {
    guard let wanted = new.replacements else { return self }
    var result = self
    result.replacements?.rules = (replacements?.rules ?? []).compactMap { rule in
      guard let same = wanted.rules.first(where: { ($0.kind, $0.from) == (rule.kind, rule.from) })
      else { return nil }
      var rule = rule
      rule.paths = rule.paths && same.paths
      rule.spellings = rule.spellings.filter(same.spellings.contains)
      return rule
    }
    result.replacements?.fields = (replacements?.fields ?? []).filter { field in
      wanted.fields.contains { ($0.object, $0.field) == (field.object, field.field) }
    }
    return result
  }

  /// These inputs without the paths that are no longer in the scope of `new`.
  ///
  /// A base that is rendered with them has the stand-ins there, as the new rendering does, so what
  /// was written into the owner's branch counts as the owner's and stays.
  func withoutPathsLeft(by new: Inputs) -> Inputs {
    guard var replacements, let wanted = new.replacements else { return self }
    replacements.exclude += wanted.exclude.filter { !replacements.exclude.contains($0) }
    if replacements.include != wanted.include, !wanted.include.isEmpty {
      replacements.within = wanted.include
    }
    var result = self
    result.replacements = replacements
    return result
  }
}

extension Inputs.GeneratedConfigMap {
  /// The values as the bytes of its file have them, with what the owner set by hand; nil where the file holds
  /// no ConfigMap of that name with values.
  ///
  /// - Throws: BotError where the file or the values cannot be read as YAML.
  func values(in bytes: [UInt8]) throws(BotError) -> Value? {
    let found = try manifest(path) { () throws(ManifestError) -> String? in try text(in: bytes) }
    return try found.map { text throws(BotError) in try values(of: text) }
  }

  /// The text of the values in the bytes of its file; nil as for the values.
  ///
  /// - Throws: ManifestError where the file cannot be read as YAML.
  func text(in bytes: [UInt8]) throws(ManifestError) -> String? {
    try ConfigMap.text(of: ConfigMap.valuesKey, in: bytes, name: name)
  }

  /// The values of that text.
  ///
  /// - Throws: BotError where it cannot be read as YAML.
  func values(of text: String) throws(BotError) -> Value {
    do {
      return try Value(yaml: Array(text.utf8))
    } catch {
      throw BotError(
        "\(ConfigMap.valuesKey) of \(name) is no YAML in its line "
          + "\(error.position.line): \(error.message)",
        file: path, remedy: error.remedy)
    }
  }
}

extension ConfigMap {
  /// The key that holds the nested values, as Flux's `valuesFrom` expects it by default.
  static let valuesKey = "values.yaml"
}
