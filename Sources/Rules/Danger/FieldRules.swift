import YAML

/// A dangerous change of a field of an object that stays the same one.
struct FieldDanger {
  let code: DangerousChange.Code
  let difference: ValueDifference
  let effect: String
  let remedy: String
}

/// What is dangerous in the fields of an object, whoever applies it.
struct FieldRules {
  let order: ValueDifference.QuantityOrder
  /// Whether Flux deletes and creates what it cannot change: `spec.force` of the Kustomization.
  var isForced = false

  /// All that is dangerous about an object before and after.
  func dangers(_ pair: ObjectMatching.Pair) -> [FieldDanger] {
    immutableChanges(pair) + claimChanges(pair) + serviceChanges(pair) + releaseChanges(pair)
      + sizeChanges(pair) + recordOwnerChanges(pair)
  }
}
