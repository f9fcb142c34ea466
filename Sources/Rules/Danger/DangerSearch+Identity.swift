import Flux
import YAML

extension DangerSearch {
  /// Objects that are called or placed otherwise: Flux deletes the old one and creates the new one.
  ///
  /// Flux prunes what stands in the inventory of its last run and not in the new one, by group, kind,
  /// namespace and name. Source: `inventory.Diff` in fluxcd/kustomize-controller.
  func identityChanges() -> [DangerousChange] {
    var own: [DangerousChange] = []
    var byCause: [Cause: [ObjectMatching.Pair]] = [:]
    for pair in matching.renamed where isReplaced(pair) {
      for field in ["name", "namespace"] where pair.value(of: field).isChanged {
        if isCausedByOwner(pair, field) { continue }
        if let cause = cause(of: pair, field) {
          byCause[cause, default: []].append(pair)
        } else {
          own.append(change(pair, field))
        }
      }
    }
    return own + byCause.map { change($0.key, $0.value) }
  }

  /// Whether the old object would be deleted, and not as a matter of course.
  private func isReplaced(_ pair: ObjectMatching.Pair) -> Bool {
    !pair.before.key.isKind("batch", "Job") && !pair.differsByHash
      && comparison.deletion(of: pair.before) == .pruned
  }

  /// Whether a field of the Kustomization, which has a finding of its own, changes the name.
  private func isCausedByOwner(_ pair: ObjectMatching.Pair, _ field: String) -> Bool {
    guard let old = comparison.oldOwner(of: pair.before),
      let new = comparison.counterpart(of: old.spec)
    else { return false }
    let fields = field == "name" ? ["namePrefix", "nameSuffix"] : ["targetNamespace"]
    let isNamespace = pair.before.key.kind == "Namespace"
    return (isNamespace ? fields + ["targetNamespace"] : fields).contains {
      old.spec.object["spec", $0] != new.spec.object["spec", $0]
    }
  }

  /// A field of a kustomization that changes what objects are called.
  private struct Cause: Hashable {
    let path: String
    let position: TextPosition?
    let field: String
    let old: String?
    let new: String?
  }

  /// The outermost kustomization to blame; nil where none is.
  private func cause(of pair: ObjectMatching.Pair, _ field: String) -> Cause? {
    let fields =
      field == "name" && pair.before.key.kind != "Namespace"
      ? ["namePrefix", "nameSuffix"] : ["namespace"]
    for layer in places.layers {
      for name in fields {
        let (old, new) = layer.texts(name)
        guard old != new, explains(pair.value(of: field), name, old, new) else { continue }
        return Cause(
          path: layer.file, position: layer.position(of: name), field: name, old: old, new: new)
      }
    }
    return nil
  }

  /// Whether a value of a kustomization is what the names of before and after have.
  private func explains(
    _ names: (old: String?, new: String?, isChanged: Bool), _ field: String, _ old: String?,
    _ new: String?
  ) -> Bool {
    func fits(_ name: String?, _ part: String?) -> Bool {
      guard let part else { return true }
      return switch field {
      case "namePrefix": name?.hasPrefix(part) == true
      case "nameSuffix": name?.hasSuffix(part) == true
      default: name == part
      }
    }
    return fits(names.old, old) && fits(names.new, new)
  }

  private func change(_ pair: ObjectMatching.Pair, _ field: String) -> DangerousChange {
    let values = pair.value(of: field)
    let place = places.place(of: pair.after, ["metadata", field])
    return DangerousChange(
      code: .identity, path: place.file, position: place.position, object: pair.before.key.text,
      field: "metadata.\(field)", old: values.old, new: values.new,
      effect: effect(pair.before.key, count: 1), remedy: remedy(pair.before.key))
  }

  private func change(_ cause: Cause, _ pairs: [ObjectMatching.Pair]) -> DangerousChange {
    let keys = pairs.map(\.before.key)
    let key = keys.first(where: \.isFlux) ?? keys.first(where: StatefulKinds.contains) ?? keys[0]
    return DangerousChange(
      code: .identity, path: cause.path, position: cause.position, object: key.text,
      field: cause.field, old: cause.old, new: cause.new,
      effect: effect(key, count: Set(keys).count), remedy: remedy(key))
  }

  private func effect(_ key: ObjectKey, count: Int) -> String {
    let others = count > 1 ? " and \(count - 1) more" : ""
    let loss =
      key.isFlux
      ? ", with all that it prunes,"
      : StatefulKinds.contains(key) ? ", whose data is lost," : ""
    return "Flux would delete \(key.text)\(others)\(loss) and create another in its place"
  }

  private func remedy(_ key: ObjectKey) -> String {
    if key.isFlux {
      return "keep the name; or merge spec.deletionPolicy: Orphan first, so that its objects stay, "
        + "and then give --allow-replace"
    }
    return StatefulKinds.contains(key)
      ? "keep the name; or annotate \(key.text) with kustomize.toolkit.fluxcd.io/prune: disabled, "
        + "back its data up, merge with --allow-replace, restore, and delete the old one"
      : "keep the name; or see that nothing refers to the old one, and give --allow-replace"
  }
}

extension ObjectMatching.Pair {
  /// What the cluster has as `name` or `namespace`, on both sides.
  fileprivate func value(of field: String) -> (old: String?, new: String?, isChanged: Bool) {
    let (old, new) =
      field == "name"
      ? (before.key.name, after.key.name) : (before.key.namespace, after.key.namespace)
    return (old, new, old != new)
  }

  /// Whether the names differ by the hash that kustomize gives what it generates: so its users are started anew.
  fileprivate var differsByHash: Bool {
    guard ["ConfigMap", "Secret"].contains(before.key.kind),
      before.key.namespace == after.key.namespace
    else { return false }
    let (old, new) = (before.key.name, after.key.name)
    return old.dropLast(10) == new.dropLast(10) && old.dropLast(10).hasSuffix("-")
      && [old, new].allSatisfy { $0.suffix(10).allSatisfy(Self.hashCharacters.contains) }
  }

  /// Source: `encode` in kustomize's `api/hasher`.
  private static let hashCharacters = Set("bcdfghkmt2456789")
}
