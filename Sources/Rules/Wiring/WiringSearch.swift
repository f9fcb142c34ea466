import Findings
import Flux
import YAML

/// Looks for the wiring of a tree that can be proven.
struct WiringSearch {
  let tree: any ManifestTree
  /// What the tree makes each cluster apply, without what matters to no wiring.
  let before: AppliedTree
  let configuration: WiringConfiguration
  let earlier: Set<String>
  let isProven: Bool

  /// How often Kustomizations are left out before all that are new are.
  private static let attempts = 4

  /// The wiring, without what could not be proven.
  func wiring() -> Wiring {
    var refused = WiringRefusals()
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
  /// By `namespace/name`.
  private(set) var identifiers: Set<String> = []
  private(set) var findings: [Finding] = []
  /// Whether nothing is to be changed at all.
  var isEverything = false

  /// Whether a Kustomization is left as it is.
  func contains(_ identifier: String) -> Bool {
    isEverything || identifiers.contains(identifier)
  }

  /// Adds those whose wiring is in doubt; where they are not among what was wired, those who share their files, or
  /// else all.
  mutating func add(_ doubts: [WiringDoubt], _ attempt: WiringAttempt) {
    for doubt in doubts {
      if !findings.contains(doubt.finding) { findings.append(doubt.finding) }
      let new = attempt.changed.subtracting(identifiers)
      if new.contains(doubt.identifier) {
        identifiers.insert(doubt.identifier)
      } else {
        let sharing = new.filter { attempt.shareFiles(doubt.identifier, $0) }
        identifiers.formUnion(sharing.isEmpty ? new : sharing)
        if new.isEmpty { isEverything = true }
      }
    }
  }
}

/// One try to wire a tree.
struct WiringAttempt {
  /// What came of it.
  let wiring: Wiring
  /// The Kustomizations that are wired, by `namespace/name`.
  let changed: Set<String>
  /// Whether more changed than the ConfigMaps with the values, which hold nothing but them.
  let needsProof: Bool
  private let files: [String: Set<String>]

  init(_ search: WiringSearch, _ refused: WiringRefusals) {
    let reader = ManifestReader(search.tree)
    var log = WiringLog(earlier: search.earlier)
    let clusters = WiringCluster.all(search.before, reader)
      .flatMap { $0.separated(by: search.configuration) }
    var files: [String: Set<String>] = [:]
    for member in clusters.flatMap(\.members) {
      files[member.identifier, default: []].formUnion(member.marked.map(\.path))
    }
    self.files = files
    for finding in LostReference.findings(reader, clusters) { log.report(finding) }
    var wirings: [ClusterWiring] = []
    for cluster in clusters {
      let wiring = Self.wiring(of: cluster, search.configuration, reader, refused, &log)
      if let wiring { wirings.append(wiring) }
    }
    var scopes = SharedScopes(wirings)
    var changed: Set<String> = []
    for wiring in wirings {
      log.isNewCluster = wiring.place.isNew
      changed.formUnion(wiring.wire(&log, &scopes))
    }
    for finding in refused.findings { log.report(finding) }
    self.changed = changed
    wiring = Wiring(files: reader.changed, wired: log.wired.sorted(), findings: log.findings)
    needsProof = !Set(reader.changed.keys).isSubset(of: log.variableFiles) && !refused.isEverything
  }

  private static func wiring(
    of cluster: WiringCluster, _ configuration: WiringConfiguration, _ reader: ManifestReader,
    _ refused: WiringRefusals, _ log: inout WiringLog
  ) -> ClusterWiring? {
    let consumers = Consumers(reader: reader)
    guard let place = cluster.place(of: configuration) else {
      if cluster.members.contains(where: consumers.isConsuming) { log.report(cluster.noPlace) }
      return nil
    }
    do throws(FlatNameError) {
      return ClusterWiring(
        cluster: cluster, place: place, values: try FlatValues(place.values), reader: reader,
        consumers: consumers, refused: refused)
    } catch {
      log.report(
        Finding(
          .valuesClash, .error, path: place.path, String(describing: error),
          remedy: "rename one of the two"))
      return nil
    }
  }

  /// Whether two Kustomizations, by `namespace/name`, read one file.
  func shareFiles(_ one: String, _ other: String) -> Bool {
    !(files[one] ?? []).isDisjoint(with: files[other] ?? [])
  }
}

/// Whether there is anything that asks for the model of what Flux applies, which takes time.
struct WiringNeed {
  private let reader: ManifestReader
  private let configuration: WiringConfiguration
  private let earlier: Set<String>

  init(
    _ tree: some ManifestTree, _ configuration: WiringConfiguration, earlier: Set<String>
  ) {
    reader = ManifestReader(tree)
    self.configuration = configuration
    self.earlier = earlier
  }

  /// Whether a file holds a reference, something was wired earlier, or it takes a look at who applies the ConfigMap.
  var isModelNeeded: Bool {
    !earlier.isEmpty || configuration.places.contains { listing(of: $0) == nil }
      || !reader.yamlFiles(marked: .reference).isEmpty
      || !reader.generatorInputs(marked: .reference).isEmpty
  }

  private func listing(of place: WiringConfiguration.Place) -> String? {
    KustomizeWalk(reader: reader).kustomizationFile(in: RepositoryPath.folder(of: place.path))
  }

  /// The tree with its nested ConfigMaps listed in the kustomizations of their folders.
  func listed() -> Wiring {
    var log = WiringLog(earlier: earlier)
    for place in configuration.places where reader.bytes(place.path) != nil {
      if let listing = listing(of: place) { log.list(place.path, in: listing, reader) }
    }
    return Wiring(files: reader.changed, wired: log.wired.sorted(), findings: log.findings)
  }
}
