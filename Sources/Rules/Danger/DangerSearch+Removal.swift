import Flux
import YAML

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

extension DangerSearch {
  /// Another owner id of external-dns, by which it tells its own records from those of others.
  ///
  /// Source: external-dns, `registry/txt`: records of another owner are neither changed nor deleted;
  /// the id is `default` where none is given.
  func recordOwnerChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    let old = Self.owners(pair.before.object.value, at: [])
    let new = Self.owners(pair.after.object.value, at: [])
    guard let first = new.first ?? old.first else { return [] }
    let standard: Owner = (path: first.path, text: "default")
    return zip(old.isEmpty ? [standard] : old, new.isEmpty ? [standard] : new).compactMap {
      ValueDifference(.string($0.text), .string($1.text), at: $1.path, order).map {
        DangerousChange(
          .recordOwner, pair, $0,
          effect: "external-dns would no longer change or delete the records that it has made",
          remedy:
            "keep the id; or change the owner in the TXT records at the DNS provider, and give "
            + "--allow-replace")
      }
    }
  }

  private typealias Owner = (path: [String], text: String)

  private static func owners(_ value: Value, at path: [String]) -> [Owner] {
    switch value {
    case .map(let map):
      if value["name"]?.plainText == "EXTERNAL_DNS_TXT_OWNER_ID", let text = map["value"]?.plainText
      {
        return [(path + ["value"], text)]
      }
      return value.members.flatMap { key, inner -> [Owner] in
        if key == "txtOwnerId" || key == "txt-owner-id" {
          return inner.plainText.map { [(path + [key], $0.isEmpty ? "default" : $0)] } ?? []
        }
        return owners(inner, at: path + [key])
      }
    case .list(let list):
      return list.enumerated().flatMap { index, element -> [Owner] in
        let place = path + [String(index)]
        let text = element.plainText ?? ""
        if text.hasPrefix("--txt-owner-id=") { return [(place, String(text.dropFirst(15)))] }
        if text == "--txt-owner-id", index + 1 < list.count {
          return list[index + 1].plainText.map { [(path + [String(index + 1)], $0)] } ?? []
        }
        return owners(element, at: place)
      }
    default: return []
    }
  }
}
