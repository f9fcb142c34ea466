import Flux
import YAML

/// Finds what is dangerous for one cluster.
struct DangerSearch {
  let comparison: ClusterComparison
  let matching: ObjectMatching
  let places: ChangePlaces
  let order: ValueDifference.QuantityOrder

  init(
    _ comparison: ClusterComparison, _ places: ChangePlaces,
    _ order: @escaping ValueDifference.QuantityOrder
  ) {
    self.comparison = comparison
    self.places = places
    self.order = order
    matching = ObjectMatching(comparison, pathsAfter: places.pathsAfter)
  }

  /// All dangerous changes.
  func changes() -> [DangerousChange] {
    let lost = lostByPath()
    let others = matching.removed.filter { object in
      comparison.oldOwner(of: object).map { lost[$0.spec.identifier] == nil } ?? true
    }
    return identityChanges() + lossChanges(lost) + instanceChanges(lost)
      + others.compactMap(removal) + matching.kept.flatMap(changes)
  }

  private func changes(of pair: ObjectMatching.Pair) -> [DangerousChange] {
    let isSame = pair.before.value == pair.after.value && pair.before.file == pair.after.file
    guard !isSame, comparison.applies(pair) else { return [] }
    return fieldChanges(pair) + fluxChanges(pair)
  }

  /// What happens to an object that stays the same one, whoever applies it.
  private func fieldChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    let owner = comparison.newOwner(of: pair.after)
    let rules = FieldRules(
      order: order, isForced: owner?.spec.object["spec", "force"] == .bool(true))
    return rules.dangers(pair).map { danger in
      selectorChange(pair, danger.difference)
        ?? change(
          danger.code, pair, danger.difference, effect: danger.effect, remedy: danger.remedy)
    }
  }

  /// A change of a field, with its place after.
  func change(
    _ code: DangerousChange.Code, _ pair: ObjectMatching.Pair, _ difference: ValueDifference,
    effect: String, remedy: String
  ) -> DangerousChange {
    let isSecret =
      [pair.before.key, pair.after.key].contains { $0.kind == "Secret" }
      && ["data", "stringData"].contains(difference.path.first)
    func text(_ value: Value?) -> String? {
      value.map { isSecret ? SecretLines.mark : $0.inMessage }
    }
    let place = places.place(of: pair.after, difference.path)
    return DangerousChange(
      code: code, path: place.file, position: place.position, object: pair.before.key.text,
      field: difference.path.fieldText, old: text(difference.old), new: text(difference.new),
      expression: pair.after.text(of: difference.path), effect: effect, remedy: remedy)
  }

  /// A label that a kustomization writes into selectors, which never change.
  private func selectorChange(
    _ pair: ObjectMatching.Pair, _ difference: ValueDifference
  ) -> DangerousChange? {
    guard difference.path.prefix(2) == ["spec", "selector"] else { return nil }
    func selected(_ object: ClusterObject, _ label: String) -> String? {
      object.value["spec", "selector", "matchLabels", label]?.plainText
    }
    var found: (layer: ChangePlaces.Layer, label: String)?
    for layer in places.layers where found == nil {
      let (old, new) = layer.selectorLabels
      let label = Set(old.keys).union(new.keys).sorted().first {
        old[$0] != new[$0] && selected(pair.before, $0) == old[$0]
          && selected(pair.after, $0) == new[$0]
      }
      found = label.map { (layer, $0) }
    }
    guard let (layer, label) = found else { return nil }
    let field = layer.new?["commonLabels"] != nil ? "commonLabels" : "labels"
    return DangerousChange(
      code: .immutable, path: layer.file, position: layer.position(of: field),
      object: pair.before.key.text, field: "\(field).\(label)",
      old: layer.selectorLabels.old[label], new: layer.selectorLabels.new[label],
      effect: "kustomize writes the label into spec.selector, which Kubernetes never changes, so "
        + "Flux would fail to apply what comes with it",
      remedy: "keep the label, or set it without selectors; or give --allow-replace and, once "
        + "merged, delete the workloads by hand: Flux creates them anew")
  }
}
