internal import Flux
internal import Rewriter
internal import YAML

/// The compiled rules of every environment.
struct EnvironmentRules {
  /// One rule set for each environment, all with the same rules in the same order.
  private let sets: [RuleSet]
  private let names: [String]
  /// The indexes of rules whose replacement differs between environments.
  private let varying: Set<Int>
  /// For each environment the rules for fields; nil where one is not for that environment.
  private let fields: [[FieldRule?]]

  /// Compiles the rules of `inputs`; with `keepsSelfContained` a stand-in that lies inside its own
  /// replacement stays.
  ///
  /// - Throws: ConfigurationError that names the rule at fault.
  init(
    _ inputs: Inputs.Replacements, keepsSelfContained: Bool
  ) throws(ConfigurationError) {
    var sets: [RuleSet] = []
    var fields: [[FieldRule?]] = []
    for environment in inputs.environments {
      do throws(RuleError) {
        sets.append(
          try RuleSet(
            inputs.rules(for: environment), keepsSelfContained: keepsSelfContained))
      } catch {
        throw ConfigurationError(
          "replacement \(inputs.rules[error.ruleIndex].place) cannot be used: \(error)",
          file: BotFile.configuration, remedy: "change its \"from\" or its value")
      }
      var rules: [FieldRule?] = []
      for field in inputs.fields {
        do throws(ManifestError) {
          rules.append(try field.rule(for: environment))
        } catch {
          throw ConfigurationError(
            "replacement \(field.place) cannot be used: \(error.message)",
            file: BotFile.configuration, remedy: error.remedy)
        }
      }
      fields.append(rules)
    }
    self.fields = fields
    self.sets = sets
    names = inputs.environments.map(\.name)
    varying = Set(
      inputs.rules.indices.filter { index in
        Set(sets.map { $0.rules[index].to }).count > 1
      })
  }

  /// The environments' indexes; empty when there is nothing to rewrite with.
  var indices: Range<Int> {
    sets.indices
  }

  /// The rules for a file of the environment at `index`; nil means a file of all environments.
  func set(for index: Int?) -> RuleSet {
    sets[index ?? 0]
  }

  /// Whether the rule at `ruleIndex` has no single replacement in a file of all environments.
  func isAmbiguous(_ ruleIndex: Int, for index: Int?) -> Bool {
    index == nil && varying.contains(ruleIndex)
  }

  /// The rules for fields in a file of the environment at `index`, by their place in the inputs.
  func fieldRules(for index: Int?) -> [(index: Int, rule: FieldRule)] {
    (fields.isEmpty ? [] : fields[index ?? 0]).enumerated().compactMap { index, rule in
      rule.map { (index, $0) }
    }
  }

  /// Whether the rule for a field at `fieldIndex` differs between environments in a file of all.
  func isAmbiguousField(_ fieldIndex: Int, for index: Int?) -> Bool {
    index == nil && Set(fields.map { $0[fieldIndex] }).count > 1
  }

  /// The new name of `component` in the environment at `index`.
  ///
  /// - Returns: Nil when it stays. `.failure` when environments would name it differently.
  func renamed(_ component: String, for index: Int?) -> Result<String, AmbiguousName>? {
    let name = sets[index ?? 0].renamed(component)
    if index == nil, sets.dropFirst().contains(where: { $0.renamed(component) != name }) {
      return .failure(AmbiguousName(environments: names))
    }
    return name.map { .success($0) }
  }

  /// A name that the environments would change in different ways.
  struct AmbiguousName: Error {
    var environments: [String]
  }
}
