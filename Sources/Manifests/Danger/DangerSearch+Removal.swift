extension DangerSearch {
  /// An object that would be deleted with data; nil where nothing is lost.
  ///
  /// - Parameter placed: what no file holds any more.
  /// - Returns: the change, which stands in the tree before.
  func removal(of placed: PlacedObject) -> DangerousChange? {
    let object = placed.object
    guard !object.isMarked("prune", "disabled") else { return nil }
    if placed.key.isKind(FluxKustomization.group, "Kustomization") {
      return kustomizationRemoval(placed)
    }
    guard StatefulKinds.contains(placed.key) else { return nil }
    return DangerousChange(
      code: .removal, path: object.file, position: object.node.position, object: placed.key.text,
      effect: "Flux would delete it\(Self.loss(placed.key))",
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

  /// Source: `finalizerShouldDeleteResources` in fluxcd/kustomize-controller.
  private func kustomizationRemoval(_ placed: PlacedObject) -> DangerousChange? {
    let spec = placed.object.value["spec"]
    let deletes: Bool =
      switch spec?["deletionPolicy"]?.plainText ?? "MirrorPrune" {
      case "MirrorPrune": spec?["prune"] == .bool(true)
      case "Delete", "WaitForTermination": true
      default: false
      }
    guard deletes, spec?["suspend"] != .bool(true) else { return nil }
    return DangerousChange(
      code: .removal, path: placed.object.file, position: placed.object.node.position,
      object: placed.key.text, effect: "Flux would delete everything that it has applied",
      remedy: "keep it; or merge spec.deletionPolicy: Orphan first, so that its objects stay, and "
        + "then give --allow-replace")
  }
}
