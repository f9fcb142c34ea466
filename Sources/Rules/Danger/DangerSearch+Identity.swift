import Flux
import YAML

extension DangerSearch {
  /// Objects that are called or placed otherwise: Flux deletes the old one and creates the new one.
  ///
  /// Flux prunes what stands in the inventory of its last run and not in the new one, by group, kind,
  /// namespace and name. Source: `inventory.Diff` in fluxcd/kustomize-controller.
  func identityChanges(_ pairs: [ObjectMatching.Pair]) -> [DangerousChange] {
    var own: [DangerousChange] = []
    var byLayer: [Cause: [ObjectMatching.Pair]] = [:]
    for pair in pairs where !pair.before.key.isKind("batch", "Job") {
      for field in ["name", "namespace"] where pair.value(of: field).isChanged {
        if let cause = cause(of: pair, field) {
          byLayer[cause, default: []].append(pair)
        } else {
          own.append(change(pair, field))
        }
      }
    }
    return own + byLayer.map { change($0.key, $0.value) }
  }

  /// A field of a kustomization that changes what objects are called.
  private struct Cause: Hashable {
    let path: String
    let position: TextPosition?
    let field: String
    let old: String?
    let new: String?
  }

  /// The outermost kustomization to blame; nil where the object itself changed.
  private func cause(of pair: ObjectMatching.Pair, _ field: String) -> Cause? {
    let fields =
      field == "name" && pair.before.key.kind != "Namespace"
      ? ["namePrefix", "nameSuffix"] : ["namespace"]
    let (old, new) = (pair.before.layers, pair.after.layers)
    for layer in (new + old).reversed() {
      let isNew = new.contains { $0.file == layer.file }
      let before = isNew ? old.first { newPath($0.file) == layer.file } : layer
      let after = isNew ? layer : new.first { $0.file == newPath(layer.file) }
      for field in fields where before?.text(field) != after?.text(field) {
        return Cause(
          path: layer.file, position: layer.root[field]?.position ?? layer.root.position,
          field: field, old: before?.text(field), new: after?.text(field))
      }
    }
    return nil
  }

  private func newPath(_ path: String) -> String { pathsAfter[path] ?? path }

  private func change(_ pair: ObjectMatching.Pair, _ field: String) -> DangerousChange {
    let values = pair.value(of: field)
    return DangerousChange(
      code: .identity, path: pair.after.object.file,
      position: pair.after.object.position(of: ["metadata", field]), object: pair.before.key.text,
      field: "metadata.\(field)", old: values.old, new: values.new,
      effect: effect(pair.before.key, count: 1), remedy: remedy(pair.before.key))
  }

  private func change(_ cause: Cause, _ pairs: [ObjectMatching.Pair]) -> DangerousChange {
    let keys = pairs.map(\.before.key)
    let key = keys.first(where: isFlux) ?? keys.first(where: StatefulKinds.contains) ?? keys[0]
    return DangerousChange(
      code: .identity, path: cause.path, position: cause.position, object: key.text,
      field: cause.field, old: cause.old, new: cause.new,
      effect: effect(key, count: Set(keys).count), remedy: remedy(key))
  }

  private func effect(_ key: ObjectKey, count: Int) -> String {
    let others = count > 1 ? " and \(count - 1) more" : ""
    let loss =
      isFlux(key)
      ? ", with all that it prunes,"
      : StatefulKinds.contains(key) ? ", whose data is lost," : ""
    return "Flux would delete \(key.text)\(others)\(loss) and create another in its place"
  }

  private func remedy(_ key: ObjectKey) -> String {
    if isFlux(key) {
      return "keep the name; or merge spec.deletionPolicy: Orphan first, so that its objects stay, "
        + "and then give --allow-replace"
    }
    return StatefulKinds.contains(key)
      ? "keep the name; or annotate \(key.text) with kustomize.toolkit.fluxcd.io/prune: disabled, "
        + "back its data up, merge with --allow-replace, restore, and delete the old one"
      : "keep the name; or see that nothing refers to the old one, and give --allow-replace"
  }

  private func isFlux(_ key: ObjectKey) -> Bool {
    key.isKind(FluxKustomization.group, "Kustomization")
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
}
