import Findings
import Flux
import YAML

/// Looks for the wiring of a tree that can be proven.
struct WiringSearch {
  let tree: any ManifestTree
  /// What the tree makes each cluster apply, without what matters to no wiring.
  let before: AppliedTree
  let configuration: WiringConfiguration
  let earlier: WiredPieces
  let isProven: Bool

  /// How often Kustomizations are left out before all that are new are.
  private static let attempts = 4

  /// The wiring, without what could not be proven.
  func wiring() -> Wiring {
    var refused = WiringRefusals(keys: configuration.refused)
    for _ in 0..<Self.attempts {
      let attempt = WiringAttempt(self, refused)
      guard isProven, attempt.needsProof else { return attempt.wiring }
      let doubts = doubts(about: attempt)
      if doubts.isEmpty { return attempt.wiring }
      refused.add(doubts, attempt)
    }
    refused.isEverything = true
    return WiringAttempt(self, refused).wiring
  }
}

extension WiringSearch {
  private func doubts(about attempt: WiringAttempt) -> [WiringDoubt] {
    let changed = ChangedTree(tree, attempt.wiring.files)
    guard let unconcerned = UnconcernedFiles(of: tree, configuration) else {
      return WiringProof(before, AppliedTree(of: changed), attempt, configuration).doubts()
    }
    let isWritten = attempt.wiring.files.keys.contains(where: unconcerned.contains)
    if !isWritten {
      let after = AppliedTree(of: changed, passingOver: unconcerned.contains)
      if WiringProof(before, after, attempt, configuration).doubts().isEmpty { return [] }
    }
    // What was passed over on one side alone is in doubt for that.
    return WiringProof(
      AppliedTree(of: tree), AppliedTree(of: changed), attempt, configuration
    ).doubts()
  }
}

/// The Kustomizations that are left as they are, since their wiring could not be proven.
struct WiringRefusals {
  /// By their keys, of which each cluster has its own.
  private(set) var keys: Set<String>
  private(set) var findings: [Finding] = []
  /// Whether nothing is to be changed at all.
  var isEverything = false

  init(keys: Set<String>) { self.keys = keys }

  /// Whether a Kustomization is left as it is.
  func contains(_ key: String) -> Bool {
    isEverything || keys.contains(key)
  }

  /// Adds those whose wiring is in doubt; where they are not among what was wired, those who share their files, or
  /// else all.
  mutating func add(_ doubts: [WiringDoubt], _ attempt: WiringAttempt) {
    for doubt in doubts {
      if !findings.contains(doubt.finding) { findings.append(doubt.finding) }
      let new = attempt.changed.subtracting(keys)
      if new.contains(doubt.key) {
        keys.insert(doubt.key)
      } else {
        let sharing = new.filter { attempt.shareFiles(doubt.key, $0) }
        keys.formUnion(sharing.isEmpty ? new : sharing)
        if new.isEmpty { isEverything = true }
      }
    }
  }
}

/// One try to wire a tree.
struct WiringAttempt {
  /// What came of it.
  let wiring: Wiring
  /// The Kustomizations that are wired, each by the key of its cluster's member.
  let changed: Set<String>
  /// Whether more changed than the ConfigMaps with the values, which hold nothing but them.
  let needsProof: Bool
  private let files: [String: Set<String>]

  init(_ search: WiringSearch, _ refused: WiringRefusals) {
    let reader = ManifestReader(search.tree)
    let configuration = search.configuration
    let found = WiringCluster.all(search.before, reader)
    let placed = PlacedCluster.all(found, configuration)
    var log = WiringLog(
      earlier: search.earlier, folders: Set(placed.compactMap(\.cluster.folder)),
      environments: Set(configuration.environments))
    var files: [String: Set<String>] = [:]
    for member in found.flatMap(\.members) {
      files[member.key, default: []].formUnion(member.marked.map(\.path))
    }
    self.files = files
    for finding in LostReference.findings(reader, found) { log.report(finding) }
    let wirings = placed.compactMap { placed in
      Rules.wiring(of: placed, search, reader, refused, &log)
    }
    log.noteRemoved(from: removedLists(wirings, log))
    var scopes = SharedScopes(wirings)
    var changed: Set<String> = []
    for wiring in wirings {
      log.begin(wiring.place.environment, folder: wiring.cluster.folder)
      changed.formUnion(wiring.wire(&log, &scopes))
    }
    for finding in refused.findings { log.report(finding) }
    self.changed = changed
    wiring = Wiring(
      files: reader.changed, wired: log.wired(), findings: log.findings,
      unplaced: log.unplaced,
      unknown: Set(
        found.flatMap(\.members).filter { $0.applied.unknownContent != nil }.map(\.key)))
    needsProof = !Set(reader.changed.keys).isSubset(of: log.variableFiles) && !refused.isEverything
  }

  /// Whether two Kustomizations, by their keys, read one file.
  func shareFiles(_ one: String, _ other: String) -> Bool {
    !(files[one] ?? []).isDisjoint(with: files[other] ?? [])
  }
}

/// The wiring of a cluster; nil, with a finding where it needs values, for one that takes none.
private func wiring(
  of placed: PlacedCluster, _ search: WiringSearch, _ reader: ManifestReader,
  _ refused: WiringRefusals, _ log: inout WiringLog
) -> ClusterWiring? {
  let (cluster, consumers) = (placed.cluster, Consumers(reader: reader))
  guard let place = placed.place else {
    if search.configuration.isLastEnvironment { log.leave("", folder: cluster.folder) }
    if cluster.members.contains(where: consumers.isConsuming) {
      log.report(placed.noPlace(search.configuration))
      log.leaveAlone(cluster)
    }
    return nil
  }
  if place.standing == .left { log.leave(place.environment, folder: cluster.folder) }
  guard !place.isAbsent else { return nil }
  do throws(FlatNameError) {
    return ClusterWiring(
      cluster: cluster, place: place, configuration: search.configuration,
      sharedFiles: placed.sharedFiles, values: try FlatValues(place.values), reader: reader,
      consumers: consumers, refused: refused)
  } catch {
    log.report(
      Finding(
        .valuesClash, .error, path: place.path, String(describing: error),
        remedy: "rename one of the two"))
    return nil
  }
}

/// The lists from which the owner removed what was wired: in files that several clusters read, it is removed for all.
private func removedLists(_ wirings: [ClusterWiring], _ log: WiringLog) -> Set<String> {
  var log = log
  return wirings.reduce(into: Set<String>()) { lists, wiring in
    log.begin(wiring.place.environment, folder: wiring.cluster.folder)
    lists.formUnion(wiring.removedLists(log))
  }
}

/// Whether there is anything that asks for the model of what Flux applies, which takes time.
struct WiringNeed {
  private let reader: ManifestReader
  private let configuration: WiringConfiguration
  private let earlier: WiredPieces

  init(
    _ tree: some ManifestTree, _ configuration: WiringConfiguration, earlier: WiredPieces
  ) {
    reader = ManifestReader(tree)
    self.configuration = configuration
    self.earlier = earlier
  }

  /// Whether a file holds a reference, something was wired earlier, or it takes a look at who applies the ConfigMap.
  var isModelNeeded: Bool {
    !earlier.isEmpty || configuration.places.contains { !$0.isAbsent && listing(of: $0) == nil }
      || !reader.yamlFiles(marked: .reference).isEmpty
      || !reader.generatorInputs(marked: .reference).isEmpty
  }

  private func listing(of place: WiringConfiguration.Place) -> String? {
    KustomizeWalk(reader: reader).kustomizationFile(in: RepositoryPath.folder(of: place.path))
  }

  /// The tree with its nested ConfigMaps listed in the kustomizations of their folders.
  func listed() -> Wiring {
    var log = WiringLog(earlier: earlier)
    for place in configuration.places
    where reader.bytes(place.path) != nil
      && (place.isListed || !configuration.hasNeighbour(place))
    {
      if let listing = listing(of: place) { log.list(place.path, in: listing, reader) }
    }
    return Wiring(files: reader.changed, wired: log.wired(), findings: log.findings)
  }
}
