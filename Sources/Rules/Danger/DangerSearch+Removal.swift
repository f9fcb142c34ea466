import Flux
import YAML

extension DangerSearch {
  /// An object that would be deleted with data; nil where nothing is lost, or where the deletion of its
  /// Kustomization says so already.
  ///
  /// - Parameter object: what nothing applies any more.
  /// - Returns: the change, which stands in the tree before.
  func removal(of object: ClusterObject) -> DangerousChange? {
    guard comparison.deletion(of: object) == .pruned else { return nil }
    if object.key.isFlux { return kustomizationRemoval(object) }
    guard StatefulKinds.contains(object.key), !isSuspendedRelease(object) else { return nil }
    return DangerousChange(
      code: .removal, path: object.file, position: object.place?.position,
      object: object.key.text, effect: "Flux would delete it\(Self.loss(object.key))",
      remedy: "keep it; or back up what it holds, and give --allow-replace; with the annotation "
        + "kustomize.toolkit.fluxcd.io/prune: disabled merged beforehand it stays in the cluster")
  }

  private static func loss(_ key: ObjectKey) -> String {
    switch key.kind {
    case "Namespace": " with everything in it"
    case "CustomResourceDefinition": " with all objects of that kind"
    case "HelmRelease": ", and Helm would uninstall the release"
    default: ", and its data with it"
    }
  }

  /// Whether Helm would leave a release alone.
  ///
  /// Source: `reconcileDelete` in fluxcd/helm-controller.
  private func isSuspendedRelease(_ object: ClusterObject) -> Bool {
    object.key.kind == "HelmRelease" && object.value["spec", "suspend"] == .bool(true)
  }

  private func kustomizationRemoval(_ object: ClusterObject) -> DangerousChange? {
    let spec = KustomizationSpec(object.value, defaultNamespace: object.key.namespace ?? "")
    guard let spec, comparison.deletesWithItself(spec) else { return nil }
    return DangerousChange(
      code: .removal, path: object.file, position: object.place?.position,
      object: object.key.text, effect: "Flux would delete everything that it has applied",
      remedy: "keep it; or merge spec.deletionPolicy: Orphan first, so that its objects stay, and "
        + "then give --allow-replace")
  }
}
