/// What wiring a repository changes, and what of it stands there afterwards.
public struct Wiring: Hashable, Sendable {
  /// The files that change or are new, whole.
  public var files: [String: [UInt8]]
  /// The wiring of the tree with these files, sorted, for the lock.
  ///
  /// It includes what an earlier run wired and the owner has removed, so that it stays known.
  public var wired: [String]
  /// What could not be wired, and what was protected.
  public var findings: [ManifestFinding]
}

/// Makes Flux substitute the values in every path of this repository that refers to them.
///
/// Adds `postBuild.substituteFrom` to each Flux Kustomization of this repository whose path holds a
/// reference, writes the ConfigMaps with the variables into each namespace with such a
/// Kustomization, gets them applied, and protects objects whose own `$` Flux would take for
/// variables. Every byte outside these edits stays. Wiring a wired tree changes nothing.
///
/// References must be normalised already (`ReferenceNormaliser`).
///
/// - Parameters:
///   - tree: the merged repository, with the nested ConfigMaps in it.
///   - configuration: where the values are.
///   - earlier: what the last merged proposal had wired; of it, what is no longer there was removed
///     by the owner and is not added again.
/// - Returns: the changed files, what is wired, and findings.
public func wired(
  _ tree: some ManifestTree, _ configuration: WiringConfiguration, earlier: Set<String> = []
) -> Wiring {
  let reader = ManifestReader(tree)
  let objects = FluxObjects(ofFlux: reader)
  let definitions = Definitions(reader: reader)
  var log = WiringLog(earlier: earlier)
  let clusters = FluxCluster.all(objects, reader).flatMap { $0.separated(by: configuration) }
  for finding in UnreachedReference.findings(reader, clusters) { log.report(finding) }
  var wirings: [ClusterWiring] = []
  for cluster in clusters {
    guard let place = cluster.place(of: configuration) else {
      let mentions = Mentions(reader: reader)
      if cluster.members.contains(where: mentions.isConsuming) { log.report(cluster.noPlace) }
      continue
    }
    do throws(FlatNameError) {
      let values = try FlatValues(place.values)
      wirings.append(
        ClusterWiring(
          cluster: cluster, place: place, values: values, reader: reader, definitions: definitions))
    } catch {
      log.report(
        ManifestFinding(
          "values-clash", .error, path: place.path, String(describing: error),
          remedy: "rename one of the two"))
    }
  }
  var scopes = SharedScopes(wirings)
  for wiring in wirings {
    log.isNewCluster = wiring.place.isNew
    wiring.wire(&log, &scopes)
  }
  return Wiring(files: reader.changed, wired: log.wired.sorted(), findings: log.findings)
}
