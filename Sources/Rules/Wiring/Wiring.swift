public import Findings
public import Flux
public import YAML

/// What wiring a repository changes, and what of it stands there afterwards.
public struct Wiring: Hashable, Sendable {
  /// The files that change or are new, whole.
  public var files: [String: [UInt8]]
  /// The wiring of the tree with these files, sorted, for the lock.
  ///
  /// It includes what an earlier run wired and the owner has removed, so that it stays known.
  public var wired: [String]
  /// What could not be wired, and what was protected.
  public var findings: [Finding]
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
        Finding(
          .valuesClash, .error, path: place.path, String(describing: error),
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

/// Which ConfigMaps hold the values, and so what wiring has to bring about.
public struct WiringConfiguration: Sendable {
  /// The ConfigMap of one environment.
  public struct Place: Sendable {
    /// The file of the ConfigMap with the nested `values.yaml`; the variables' file goes beside it.
    public var path: String
    /// The name of the nested ConfigMap.
    public var name: String
    /// Its namespace.
    public var namespace: String
    /// The name of the ConfigMap with the flat variables.
    public var variablesName: String
    /// The nested values, as the merged `values.yaml` has them.
    public var values: Value
    /// Whether its cluster joined after the last merged proposal: its owner can have removed nothing.
    public var isNew: Bool

    /// Makes a place from its parts.
    public init(
      path: String, name: String, namespace: String,
      variablesName: String = "infrastructure-vars", values: Value, isNew: Bool = false
    ) {
      self.path = path
      self.name = name
      self.namespace = namespace
      self.variablesName = variablesName
      self.values = values
      self.isNew = isNew
    }
  }

  /// One place for each environment.
  ///
  /// With several, a cluster takes the one that it applies, or else the one whose file lies in the
  /// folder of the cluster's own Kustomization.
  public var places: [Place]

  /// The names of the ConfigMaps with the values: the nested ones, then those with variables.
  var ownNames: [String] { places.map(\.name) + places.map(\.variablesName) }

  /// Makes a configuration from its places.
  public init(places: [Place]) {
    self.places = places
  }
}

/// What has been wired and what there is to say about it.
struct WiringLog {
  /// What the last merged proposal had wired.
  let earlier: Set<String>
  private(set) var wired: Set<String> = []
  private(set) var findings: [Finding] = []
  /// Whether the cluster that is being wired was none of an earlier proposal's.
  var isNewCluster = false
  private var reported: Set<Finding> = []

  init(earlier: Set<String>) {
    self.earlier = earlier
  }

  /// Notes a finding once.
  mutating func report(_ finding: Finding) {
    if reported.insert(finding).inserted { findings.append(finding) }
  }

  /// Notes one piece of wiring, which is added unless it is there or the owner removed it.
  ///
  /// - Parameters:
  ///   - identifier: its name in the lock.
  ///   - isOfCluster: whether it belongs to one cluster; another one's has the same name, as a rule.
  ///   - isPresent: whether the tree has it.
  ///   - add: makes the change; false where it cannot be made.
  /// - Returns: whether it is there now.
  @discardableResult
  mutating func ensure(
    _ identifier: String, isOfCluster: Bool = false, isPresent: Bool, add: (inout WiringLog) -> Bool
  ) -> Bool {
    let mayBeRemoved = !isOfCluster || !isNewCluster
    if !isPresent, mayBeRemoved, isRemoved(identifier) { return false }
    guard isPresent || add(&self) else { return false }
    wired.insert(identifier)
    return true
  }

  /// Whether an earlier run wired what is no longer there; it stays known.
  private mutating func isRemoved(_ identifier: String) -> Bool {
    guard earlier.contains(identifier) else { return false }
    wired.insert(identifier)
    return true
  }
}

/// The ConfigMaps and Secrets of a repository, which are looked for when one is asked for.
struct Definitions {
  let reader: ManifestReader

  /// Those that a reference names, with their keys.
  func objects(_ reference: ObjectReference) -> [FluxObject] {
    let mark = reference.kind == "Secret" ? FileMarks.secret : .configMap
    let files = reader.yamlFiles(marked: mark).filter {
      reader.readableBytes($0)?.contains(reference.name) == true
    }
    return FluxObjects(reader, files: files).others.filter {
      $0.kind == reference.kind && $0.name == reference.name
    }
  }
}
