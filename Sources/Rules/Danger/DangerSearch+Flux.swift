import Flux
import YAML

extension DangerSearch {
  /// What makes Flux read something else, or delete what it did not delete before.
  func fluxChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    let key = pair.before.key
    guard key.isKind(FluxKustomization.group, "Kustomization") else { return [] }
    return placeChanges(pair) + pruneChange(pair)
  }

  /// What a Kustomization does to the names of all its objects.
  private func placeChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    ["targetNamespace", "namePrefix", "nameSuffix"].flatMap { difference(pair, $0) }.map {
      DangerousChange(
        .identity, pair, $0,
        effect: "Flux would delete all its objects and create others in their place",
        remedy: "keep the value; or back up what the objects hold, merge with --allow-replace, and "
          + "restore")
    }
  }

  private func pruneChange(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    guard pair.after.object.value["spec", "prune"] == .bool(true) else { return [] }
    return difference(pair, "prune", standard: .bool(false)).map {
      DangerousChange(
        .flux, pair, $0,
        effect: "Flux would delete what has left its path, now and from here on",
        remedy: "compare flux tree kustomization \(pair.before.key.name) with the path first, and "
          + "give --allow-replace")
    }
  }

  private func difference(
    _ pair: ObjectMatching.Pair, _ field: String, standard: Value? = nil
  ) -> [ValueDifference] {
    let (old, new) = (pair.before.object.value, pair.after.object.value)
    let found = ValueDifference(
      old["spec", field] ?? standard, new["spec", field] ?? standard, at: ["spec", field], order)
    return found.map { [$0] } ?? []
  }
}

extension DangerSearch {
  /// A Flux Kustomization with another path.
  ///
  /// Pruning compares the ids of objects and not paths, so content that moves along is safe. The
  /// Kustomization that applies itself, as `flux bootstrap` writes it, is not: the cluster goes on
  /// reading the path that it knows, which the moved file is no longer in.
  func pathChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    guard pair.before.key.isKind(FluxKustomization.group, "Kustomization"),
      let old = path(of: pair.before.object), let new = path(of: pair.after.object), old != new
    else { return [] }
    if Self.contains(old, pair.before.object.file), !Self.contains(old, pair.after.object.file) {
      return [
        pathChange(
          pair,
          effect:
            "the cluster goes on reading the old path, finds nothing there, and stops syncing",
          remedy:
            "keep the path; or give --allow-replace and, once merged, run flux bootstrap again "
            + "with --path=\(new)")
      ]
    }
    return lossChange(pair, from: old, to: new).map { [$0] } ?? []
  }

  /// What Flux would prune, or nil where the new path holds all that the old one held.
  private func lossChange(
    _ pair: ObjectMatching.Pair, from old: String, to new: String
  ) -> DangerousChange? {
    let remedy =
      "move the manifests unchanged; or annotate what has to stay with "
      + "kustomize.toolkit.fluxcd.io/prune: disabled, and give --allow-replace"
    guard let known = before.keys(inFluxPath: old) else {
      return pathChange(
        pair,
        effect: "Flux would delete what the new path does not hold, and the old one is not in this "
          + "repository to be compared", remedy: remedy)
    }
    let lost = known.subtracting(after.keys(inFluxPath: new) ?? []).map(\.text).sorted()
    guard !lost.isEmpty, pair.after.object.value["spec", "prune"] == .bool(true) else { return nil }
    let names = lost.prefix(3).joined(separator: ", ")
    let more = lost.count > 3 ? " and \(lost.count - 3) more" : ""
    return pathChange(
      pair, effect: "Flux would delete \(names)\(more), which the new path does not hold",
      remedy: remedy)
  }

  private func path(of object: ManifestObject) -> String? {
    RepositoryPath.normalised(object.value["spec", "path"]?.plainText ?? "")
  }

  private static func contains(_ folder: String, _ file: String) -> Bool {
    folder.isEmpty || file.utf8.starts(with: (folder + "/").utf8)
  }

  private func pathChange(
    _ pair: ObjectMatching.Pair, effect: String, remedy: String
  ) -> DangerousChange {
    let object = pair.after.object
    return DangerousChange(
      code: .flux, path: object.file, position: object.position(of: ["spec", "path"]),
      object: pair.before.key.text, field: "spec.path",
      old: pair.before.object.value["spec", "path"]?.inMessage,
      new: object.value["spec", "path"]?.inMessage, effect: effect, remedy: remedy)
  }
}

extension DangerSearch {
  /// What makes another release of a HelmRelease.
  ///
  /// Flux compares the release's name, its namespace, the one of its storage, and the chart's name,
  /// each with its default. Sources: `ReleaseTargetChanged` of fluxcd/helm-controller, and
  /// `GetReleaseName`, `GetReleaseNamespace`, `GetStorageNamespace` of its API.
  func releaseChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    guard pair.before.key.isKind("helm.toolkit.fluxcd.io", "HelmRelease") else { return [] }
    let (old, new) = (Release(pair.before), Release(pair.after))
    let changes: [(path: [String], old: String?, new: String?)] = [
      (["spec", "releaseName"], old.name, new.name),
      (["spec", "targetNamespace"], old.namespace, new.namespace),
      (["spec", "storageNamespace"], old.storage, new.storage),
      (["spec", "chart", "spec", "chart"], old.chart, new.chart),
    ]
    return changes.compactMap { path, old, new in
      ValueDifference(old.map(Value.string), new.map(Value.string), at: path, order).map {
        DangerousChange(
          .release, pair, $0,
          effect: "Helm would uninstall the release and install another, without its data",
          remedy: "keep the value; or back up what the release holds, suspend the HelmRelease, "
            + "merge with --allow-replace, and restore")
      }
    }
  }

  /// What Helm knows a release by.
  private struct Release {
    let name: String
    let namespace: String?
    let storage: String?
    let chart: String?

    init(_ placed: PlacedObject) {
      let spec = placed.object.value["spec"]
      func text(_ path: String...) -> String? {
        spec?[path: path]?.plainText.flatMap { $0.isEmpty ? nil : $0 }
      }
      let target = text("targetNamespace")
      name =
        text("releaseName") ?? [target, placed.key.name].compactMap(\.self).joined(separator: "-")
      namespace = target ?? placed.key.namespace
      storage = text("storageNamespace") ?? placed.key.namespace
      chart = text("chart", "spec", "chart").map(RepositoryPath.name)
    }
  }
}
