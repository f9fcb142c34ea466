internal import Rewriter

/// The compiled rules of every environment.
struct EnvironmentRules {
  /// One rule set for each environment, all with the same rules in the same order.
  private let sets: [RuleSet]
  private let names: [String]
  /// The indexes of rules whose replacement differs between environments.
  private let varying: Set<Int>

  /// Compiles the rules of `inputs`.
  ///
  /// - Throws: RuleError with the index of the rule at fault.
  init(_ inputs: Inputs.Replacements) throws(RuleError) {
    var sets: [RuleSet] = []
    for environment in inputs.environments {
      sets.append(try RuleSet(inputs.rules(for: environment)))
    }
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

  /// The new name of `component` in the environment at `index`.
  ///
  /// - Returns: Nil when it stays. `.failure` when environments would name it differently.
  func renamed(_ component: String, for index: Int?) -> Result<String, AmbiguousName>? {
    let name = set(for: index).renamed(component)
    if index == nil, Set(sets.map { $0.renamed(component) }).count > 1 {
      return .failure(AmbiguousName(environments: names))
    }
    return name.map { .success($0) }
  }

  /// A name that the environments would change in different ways.
  struct AmbiguousName: Error {
    var environments: [String]
  }
}
