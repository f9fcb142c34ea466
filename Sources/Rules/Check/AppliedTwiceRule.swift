import Findings
import Flux
import YAML

/// One object that two Kustomizations of a cluster apply, so that each undoes what the other did.
enum AppliedTwiceRule: CheckRule {
  private struct Identity: Hashable {
    let group: String
    let kind: String
    let namespace: String?
    let name: String
  }

  static func findings(in tree: CheckedTree) -> [Finding] {
    tree.clusters.flatMap { cluster in
      var first: [Identity: CheckedObject] = [:]
      return cluster.objects.compactMap { object -> Finding? in
        guard isOwned(object, cluster), let identity = identity(of: object) else { return nil }
        guard let other = first[identity] else {
          first[identity] = object
          return nil
        }
        return finding(object, other, cluster, tree)
      }
    }
  }

  /// Whether Flux keeps the object as the Kustomization has it.
  private static func isOwned(_ object: CheckedObject, _ cluster: CheckedCluster) -> Bool {
    guard let owner = cluster.owner(of: object), !object.isRemote, !owner.spec.isSuspended else {
      return false
    }
    let annotations = object.value["metadata", "annotations"]
    let group = FluxKustomization.group
    let apply = annotations?["\(group)/ssa"]?.plainText?.lowercased()
    return apply == nil && annotations?["\(group)/reconcile"]?.plainText != "disabled"
  }

  private static func identity(of object: CheckedObject) -> Identity? {
    let identity = object.applied.identity
    guard !object.name.contains("$") else { return nil }
    return Identity(
      group: identity.group, kind: identity.kind, namespace: identity.namespace, name: identity.name
    )
  }

  /// The finding, unless both are one Kustomization's; labels and annotations alone are no other content.
  private static func finding(
    _ object: CheckedObject, _ other: CheckedObject, _ cluster: CheckedCluster, _ tree: CheckedTree
  ) -> Finding? {
    guard let owner = cluster.owner(of: object), let first = cluster.owner(of: other),
      owner.spec.identifier != first.spec.identifier
    else { return nil }
    let isEqual = object.value.withoutMarks == other.value.withoutMarks
    let isNamespace = object.isOf("", "Namespace")
    // Those who put a namespace beside each of the things in it mean the one namespace.
    if isEqual && isNamespace { return nil }
    let place = other.applied.place.map { place in
      "; the other one is in \(place.file)" + (place.position.map { ":\($0.line)" } ?? "")
    }
    return tree.finding(
      .appliedTwice, isEqual || isNamespace ? .warning : .error, object, at: [],
      "the \(object.kind) \(object.name) is applied by the Flux Kustomizations "
        + "\(first.spec.identifier) and \(owner.spec.identifier) of \(cluster.name)"
        + (isEqual ? "" : " with different contents")
        + (place ?? ""),
      remedy: "leave it to one of them")
  }
}

extension Value {
  /// This object without its labels and annotations, which each Kustomization may set for all its objects.
  fileprivate var withoutMarks: Value {
    guard case .map(var object) = self, case .map(var metadata) = object["metadata"] else {
      return self
    }
    metadata["labels"] = nil
    metadata["annotations"] = nil
    object["metadata"] = .map(metadata)
    return .map(object)
  }
}
