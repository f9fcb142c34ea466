import Flux
import Kustomize
import YAML

extension DangerSearch {
  /// What makes Flux read something else, or delete what it did not delete before.
  func fluxChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    guard pair.before.key.isFlux else { return [] }
    let isActive =
      pair.after.value["spec", "prune"] == .bool(true)
      && pair.after.value["spec", "suspend"] != .bool(true)
    return (isActive ? placeChanges(pair) + pruneChange(pair) : []) + pathChanges(pair)
  }

  /// What a Kustomization does to the names of all its objects.
  private func placeChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    ["targetNamespace", "namePrefix", "nameSuffix"].flatMap { difference(pair, $0) }.map {
      change(
        .identity, pair, $0,
        effect: "Flux would delete all its objects and create others in their place",
        remedy: "keep the value; or back up what the objects hold, merge with --allow-replace, and "
          + "restore")
    }
  }

  private func pruneChange(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    difference(pair, "prune", standard: .bool(false)).map {
      change(
        .flux, pair, $0,
        effect: "Flux would delete what has left its path, now and from here on",
        remedy: "compare flux tree kustomization \(pair.before.key.name) with the path first, and "
          + "give --allow-replace")
    }
  }

  private func difference(
    _ pair: ObjectMatching.Pair, _ field: String, standard: Value? = nil
  ) -> [ValueDifference] {
    let (old, new) = (pair.before.value, pair.after.value)
    let found = ValueDifference(
      old["spec", field] ?? standard, new["spec", field] ?? standard, at: ["spec", field], order)
    return found.map { [$0] } ?? []
  }

  /// A Kustomization whose new path cannot be compared with the old one.
  ///
  /// Pruning compares the ids of objects and not paths, so content that moves along is safe.
  private func pathChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    guard places.paths(of: pair) != nil else { return [] }
    if let move = places.rootMove(pair) { return [move] }
    let isElsewhere = [owned(pair.before, comparison.before), owned(pair.after, comparison.after)]
      .contains { kustomization in
        if case .elsewhere = kustomization?.source { return true }
        return comparison.isAssumed && kustomization?.problem?.stage == .path
      }
    let isActive =
      pair.after.value["spec", "prune"] == .bool(true)
      && pair.after.value["spec", "suspend"] != .bool(true)
    guard isElsewhere, isActive else { return [] }
    return [
      places.pathChange(
        pair,
        effect: "Flux would delete what the new path does not hold, and the old one is not in this "
          + "repository to be compared", remedy: Self.lossRemedy)
    ]
  }

  /// The Kustomization that an object is.
  private func owned(_ object: ClusterObject, _ cluster: AppliedCluster) -> AppliedKustomization? {
    let namespace = object.owner.map { cluster.kustomizations[$0].spec.namespace }
    let spec = KustomizationSpec(object.value, defaultNamespace: namespace ?? "flux-system")
    return cluster.kustomizations.first { $0.spec.identifier == spec?.identifier }
  }

  private static let lossRemedy =
    "move the manifests unchanged; or annotate what has to stay with "
    + "kustomize.toolkit.fluxcd.io/prune: disabled, and give --allow-replace"
}

extension DangerSearch {
  /// What Kustomizations prune that read another path than before, by their identifiers.
  func lostByPath() -> [String: [ClusterObject]] {
    var lost: [String: [ClusterObject]] = [:]
    for object in matching.removed {
      guard let owner = comparison.oldOwner(of: object),
        let now = comparison.counterpart(of: owner.spec),
        RepositoryPath.normalised(owner.spec.path) != RepositoryPath.normalised(now.spec.path),
        comparison.deletion(of: object) == .pruned
      else { continue }
      lost[owner.spec.identifier, default: []].append(object)
    }
    return lost
  }

  /// What is said of them, where the Kustomization is an object of the repository.
  func lossChanges(_ lost: [String: [ClusterObject]]) -> [DangerousChange] {
    matching.kept.compactMap { pair in
      guard pair.before.key.isFlux, places.paths(of: pair) != nil,
        let objects = owned(pair.before, comparison.before).flatMap({ lost[$0.spec.identifier] })
      else { return nil }
      return places.pathChange(pair, effect: lossEffect(objects), remedy: Self.lossRemedy)
    }
  }

  private func lossEffect(_ objects: [ClusterObject]) -> String {
    let lost = Set(objects.map(\.key.text)).sorted()
    let names = lost.prefix(3).joined(separator: ", ")
    let more = lost.count > 3 ? " and \(lost.count - 3) more" : ""
    return "Flux would delete \(names)\(more), which the new path does not hold"
  }

  /// Another path in the `sync` of a FluxInstance, which makes a Kustomization that no file has.
  func instanceChanges(_ lost: [String: [ClusterObject]]) -> [DangerousChange] {
    guard comparison.before.start == .instance, comparison.after.start == .instance,
      let old = comparison.before.kustomizations.first,
      let new = comparison.after.kustomizations.first,
      let before = instance(at: old.place, places.before),
      let after = instance(at: new.place, places.after)
    else { return [] }
    let (from, to) = (comparison.before.root, comparison.after.root)
    guard from != to else { return [] }
    let effect: String
    let remedy: String
    let staysThere = RepositoryPath.holds(from, new.place?.file ?? "")
    if places.after.entries(of: from) == nil
      || RepositoryPath.holds(from, old.place?.file ?? "") && !staysThere
    {
      effect = "the cluster goes on reading the old path, finds nothing there, and stops syncing"
      remedy =
        "keep the path; or give --allow-replace and, once merged, apply "
        + "\(new.place?.file ?? "the file") by hand"
    } else {
      guard let objects = lost[old.spec.identifier] else { return [] }
      effect = lossEffect(objects)
      remedy = Self.lossRemedy
    }
    let place = places.place(of: after.object, after.path)
    return [
      DangerousChange(
        code: .flux, path: place.file, position: place.position, object: before.object.key.text,
        field: after.path.fieldText, old: before.object.value[path: before.path]?.inMessage,
        new: after.object.value[path: after.path]?.inMessage, effect: effect, remedy: remedy)
    ]
  }

  /// The FluxInstance or HelmRelease that starts at a place, and the field with the path.
  private func instance(
    at place: SourcePlace?, _ reader: ManifestReader
  ) -> (object: ClusterObject, path: [String])? {
    guard let place, let bytes = reader.readableBytes(place.file),
      let found = WrittenObjects.all(in: place.file, bytes)?.first(where: {
        $0.node.place.position == place.position
      })
    else { return nil }
    let object = ClusterObject(found, owner: nil, target: "")
    let fields = object.key.kind == "FluxInstance" ? ["spec"] : ["spec", "values", "instance"]
    return (object, fields + ["sync", "path"])
  }
}

extension RepositoryPath {
  /// Whether a folder holds a file at any depth.
  static func holds(_ folder: String, _ file: String) -> Bool {
    !file.isEmpty && (folder.isEmpty || file.utf8.starts(with: (folder + "/").utf8))
  }
}
