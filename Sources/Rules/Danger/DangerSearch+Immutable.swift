import Flux
import YAML

extension DangerSearch {
  /// Fields of the table that Kubernetes refuses to change.
  func immutableChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    let (old, new) = (pair.before.object, pair.after.object)
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
  func claimChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    guard pair.before.object.key.isKind("", "PersistentVolumeClaim") else { return [] }
    let (old, new) = (pair.before.object.value, pair.after.object.value)
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
  func serviceChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    let (old, new) = (pair.before.object, pair.after.object)
    let isExternal = [old, new].contains { $0.value["spec", "type"] == .string("ExternalName") }
    guard old.key.isKind("", "Service"), !isExternal, !isReplacedOnPurpose(new),
      let address = new.value["spec", "clusterIP"]?.plainText, !address.isEmpty
    else { return [] }
    return ValueDifference(
      old.value["spec", "clusterIP"], .string(address), at: ["spec", "clusterIP"], order
    ).map { [immutable(pair, $0)] } ?? []
  }

  /// Flux deletes and creates such objects by itself, which costs nothing where they hold no data.
  private func isReplacedOnPurpose(_ object: ManifestObject) -> Bool {
    object.isMarked("force", "enabled") && !StatefulKinds.contains(object.key)
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
  ) -> DangerousChange {
    DangerousChange(
      .immutable, pair, difference,
      effect: "Kubernetes never changes this field, so Flux would fail to apply what comes with it",
      remedy: remedy(pair.before.object.key))
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

extension DangerousChange {
  /// A changed field of an object that stays the same one.
  init(
    _ code: Code, _ pair: ObjectMatching.Pair, _ difference: ValueDifference, effect: String,
    remedy: String
  ) {
    let isSecret =
      [pair.before.key, pair.after.key].contains { $0.kind == "Secret" }
      && ["data", "stringData"].contains(difference.path.first)
    func text(_ value: Value?) -> String? {
      value.map { isSecret ? SecretLines.mark : $0.inMessage }
    }
    self.init(
      code: code, path: pair.after.object.file,
      position: pair.after.object.position(of: difference.path), object: pair.before.key.text,
      field: difference.path.fieldText, old: text(difference.old), new: text(difference.new),
      effect: effect, remedy: remedy)
  }
}

extension DangerSearch {
  /// Labels that kustomizations write into selectors, which never change.
  func selectorChanges() -> [DangerousChange] {
    changedLayers.compactMap { file in
      guard let old = file.old.flatMap({ KustomizeLayer($0, before.reader) }),
        let new = file.new.flatMap({ KustomizeLayer($0, after.reader) })
      else { return nil }
      return selectorChange(old, new)
    }
  }

  private func selectorChange(_ old: KustomizeLayer, _ new: KustomizeLayer) -> DangerousChange? {
    let (before, after) = (old.selectorLabels, new.selectorLabels)
    let names = Set(before.keys).union(after.keys).sorted()
    guard let label = names.first(where: { before[$0] != after[$0] }),
      let object = selectingObject(below: new.file)
    else { return nil }
    let field = new.root["commonLabels"] != nil ? "commonLabels" : "labels"
    return DangerousChange(
      code: .immutable, path: new.file,
      position: new.root[field]?.position ?? new.root.position, object: object.key.text,
      field: "\(field).\(label)", old: before[label], new: after[label],
      effect: "kustomize writes the label into spec.selector, which Kubernetes never changes, so "
        + "Flux would fail to apply what comes with it",
      remedy: "keep the label, or set it without selectors; or give --allow-replace and, once "
        + "merged, delete the workloads by hand: Flux creates them anew")
  }

  /// A workload whose selector is for ever.
  private func selectingObject(below file: String) -> ManifestObject? {
    after.graph.files(below: file).sorted().flatMap(after.objects).first {
      $0.key.group == "apps" && !ImmutableFields.fields(of: $0).isEmpty
    }
  }
}
