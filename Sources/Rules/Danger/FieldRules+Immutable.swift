import Flux
import YAML

extension FieldRules {
  /// Fields of the table that Kubernetes refuses to change.
  func immutableChanges(_ pair: ObjectMatching.Pair) -> [FieldDanger] {
    let (old, new) = (pair.before, pair.after)
    guard !isReplacedOnPurpose(new) else { return [] }
    return ImmutableFields.fields(of: old).compactMap { field in
      let difference = ValueDifference(
        plain(old.value[path: field.path]) ?? field.standard,
        plain(new.value[path: field.path]) ?? field.standard, at: field.path, order)
      return difference.map { immutable(pair, $0) }
    }
  }

  /// A claim keeps everything but a growing size.
  ///
  /// Source: `ValidatePersistentVolumeClaimUpdate` of Kubernetes.
  func claimChanges(_ pair: ObjectMatching.Pair) -> [FieldDanger] {
    guard pair.before.key.isKind("", "PersistentVolumeClaim") else { return [] }
    let (old, new) = (pair.before.value, pair.after.value)
    let standards = ["volumeMode": Value.string("Filesystem")]
    // A class may follow later; the volume is named by Kubernetes; `sizeChanges` has the size.
    let free: Set = ["resources", "volumeAttributesClassName"]
    var fields = Set(
      (old["spec"]?.members ?? []).map(\.key) + (new["spec"]?.members ?? []).map(\.key))
    fields.subtract(free)
    if old["spec", "volumeName"] == nil { fields.remove("volumeName") }
    return fields.sorted().compactMap { field in
      ValueDifference(
        old["spec", field] ?? standards[field], new["spec", field] ?? standards[field],
        at: ["spec", field], order
      ).map { immutable(pair, $0) }
    }
  }

  /// A Service keeps the address that it has, unless it has none.
  ///
  /// Source: `ValidateServiceUpdate` of Kubernetes, and `patchAllocatedValues`, by which a missing
  /// address stays the one that was given.
  func serviceChanges(_ pair: ObjectMatching.Pair) -> [FieldDanger] {
    let (old, new) = (pair.before, pair.after)
    let isExternal = [old, new].contains { $0.value["spec", "type"] == .string("ExternalName") }
    guard old.key.isKind("", "Service"), !isExternal, !isReplacedOnPurpose(new),
      let address = new.value["spec", "clusterIP"]?.plainText, !address.isEmpty
    else { return [] }
    return ValueDifference(
      old.value["spec", "clusterIP"], .string(address), at: ["spec", "clusterIP"], order
    ).map { [immutable(pair, $0)] } ?? []
  }

  /// Flux deletes and creates such objects by itself, which costs nothing where they hold no data.
  private func isReplacedOnPurpose(_ object: ClusterObject) -> Bool {
    (isForced || object.isMarked("force", "enabled")) && !StatefulKinds.contains(object.key)
  }

  /// A template of claims without what Kubernetes adds; other values as they are.
  private func plain(_ value: Value?) -> Value? {
    guard case .list(let elements) = value else { return value }
    return .list(
      elements.map { element in
        guard case .map(var claim) = element, claim["spec"] != nil else { return element }
        for key in ["apiVersion", "kind", "status"] { claim[key] = nil }
        if case .map(var spec) = claim["spec"] {
          spec["volumeMode"] = spec["volumeMode"] ?? .string("Filesystem")
          claim["spec"] = .map(spec)
        }
        return .map(claim)
      })
  }

  private func immutable(
    _ pair: ObjectMatching.Pair, _ difference: ValueDifference
  ) -> FieldDanger {
    FieldDanger(
      code: .immutable, difference: difference,
      effect: "Kubernetes never changes this field, so Flux would fail to apply what comes with it",
      remedy: remedy(pair.before.key))
  }

  private func remedy(_ key: ObjectKey) -> String {
    switch key.kind {
    case "StatefulSet":
      "keep the value; or give --allow-replace and, once merged, run kubectl delete statefulset "
        + "\(key.name) --cascade=orphan: Flux creates it anew around its pods and claims"
    case "PersistentVolumeClaim":
      "keep the value; or add a claim of another name, copy the data, and let the pods use that"
    default:
      "keep the value; or give --allow-replace and, once merged, delete \(key.text) by hand: Flux "
        + "creates it anew"
    }
  }
}
