import Flux
import YAML

extension FieldRules {
  /// What makes another release of a HelmRelease.
  ///
  /// Flux compares the release's name, its namespace, the one of its storage, and the chart's name,
  /// each with its default. Sources: `ReleaseTargetChanged` of fluxcd/helm-controller, and
  /// `GetReleaseName`, `GetReleaseNamespace`, `GetStorageNamespace` of its API.
  func releaseChanges(_ pair: ObjectMatching.Pair) -> [FieldDanger] {
    // A suspended release is left as it is.
    guard pair.before.key.isKind("helm.toolkit.fluxcd.io", "HelmRelease"),
      pair.after.value["spec", "suspend"] != .bool(true)
    else { return [] }
    let (old, new) = (Release(pair.before), Release(pair.after))
    let changes: [(path: [String], old: String?, new: String?)] = [
      (["spec", "releaseName"], old.name, new.name),
      (["spec", "targetNamespace"], old.namespace, new.namespace),
      (["spec", "storageNamespace"], old.storage, new.storage),
      (["spec", "chart", "spec", "chart"], old.chart, new.chart),
    ]
    return changes.compactMap { path, old, new in
      ValueDifference(old.map(Value.string), new.map(Value.string), at: path, order).map {
        FieldDanger(
          code: .release, difference: $0,
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

    init(_ object: ClusterObject) {
      let spec = object.value["spec"]
      func text(_ path: String...) -> String? {
        spec?[path: path]?.plainText.flatMap { $0.isEmpty ? nil : $0 }
      }
      let target = text("targetNamespace")
      name =
        text("releaseName") ?? [target, object.key.name].compactMap(\.self).joined(separator: "-")
      namespace = target ?? object.key.namespace
      storage = text("storageNamespace") ?? object.key.namespace
      chart = text("chart", "spec", "chart").map(RepositoryPath.name)
    }
  }
}
