import Findings

/// One kind of mistake, found in what clusters apply.
protocol CheckRule: Sendable {
  /// The mistakes of this kind in a tree.
  ///
  /// What stands in what several clusters apply may be given several times.
  static func findings(in tree: CheckedTree) -> [Finding]
}

/// The rules of a check.
enum CheckRules {
  /// All of them; a finding of an earlier one takes the place of an equal one of a later one.
  static var all: [any CheckRule.Type] {
    [
      MentionRule.self, SubstitutionRule.self, SourceRule.self, PathRule.self,
      VariableSourceRule.self, DependencyRule.self, HealthCheckRule.self, ValuesFromRule.self,
      NamespaceRule.self, AppliedTwiceRule.self, BuildRule.self, UnlistedManifestRule.self,
      UnmatchedPatchRule.self, MisplacedFieldRule.self, DecryptionRule.self,
      SubstituteTypeRule.self,
    ]
  }
}
