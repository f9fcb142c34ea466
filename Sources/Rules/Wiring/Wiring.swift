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
/// Adds `postBuild.substituteFrom` to each Flux Kustomization of this repository that applies an object with a
/// reference, there where the cluster takes that list from, writes the ConfigMaps with the variables into each
/// namespace with such a Kustomization, gets them applied, and protects objects whose own `$` Flux would take for
/// variables. Every byte outside these edits stays. Wiring a wired tree changes nothing.
///
/// What Flux applies of the result is compared with what it applies of `tree`: a Kustomization whose wiring changes
/// anything but references is left as it is, with a finding.
///
/// References must be normalised already (`ReferenceNormaliser`).
///
/// - Parameters:
///   - tree: the merged repository, with the nested ConfigMaps in it.
///   - configuration: where the values are.
///   - earlier: what the last merged proposal had wired; of it, what is no longer there was removed
///     by the owner and is not added again.
///   - rendered: what the last merged proposal was rendered to, before wiring; by it is told what the bot itself has
///     written. Nil where that is not known, and then nothing of it is undone.
///   - isProven: whether the result is compared; without that, what cannot be proven is wired too.
/// - Returns: the changed files, what is wired, and findings.
public func wired(
  _ tree: some ManifestTree, _ configuration: WiringConfiguration, earlier: Set<String> = [],
  rendered: (any ManifestTree)? = nil, isProven: Bool = true
) -> Wiring {
  let need = WiringNeed(tree, configuration, earlier: earlier)
  guard need.isModelNeeded else { return need.listed() }
  let before = AppliedTree(
    of: tree, passingOver: UnconcernedFiles.passingOver(tree, configuration))
  let repair = WiringRepair(tree, before, configuration, earlier: earlier, rendered: rendered)
  guard !repair.files.isEmpty else {
    return WiringSearch(
      tree: tree, before: before, configuration: configuration, earlier: earlier,
      isProven: isProven
    ).wiring()
  }
  let repaired = ChangedTree(tree, repair.files)
  var wiring = WiringSearch(
    tree: repaired,
    before: AppliedTree(
      of: repaired, passingOver: UnconcernedFiles.passingOver(repaired, configuration)),
    configuration: configuration, earlier: earlier.subtracting(repair.undone), isProven: isProven
  ).wiring()
  wiring.files.merge(repair.files) { new, _ in new }
  wiring.files = wiring.files.filter { $1 != tree.file($0) }
  return wiring
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
    /// That name, where nothing else is said.
    public static let variablesName = "infrastructure-vars"
    /// The nested values, as the merged `values.yaml` has them.
    public var values: Value
    /// Whether its cluster joined after the last merged proposal: its owner can have removed nothing.
    public var isNew: Bool

    /// Makes a place from its parts.
    public init(
      path: String, name: String, namespace: String,
      variablesName: String = Self.variablesName, values: Value, isNew: Bool = false
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
  /// The files with the variables.
  private(set) var variableFiles: Set<String> = []

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

  /// Notes a file with the variables.
  mutating func noteVariables(_ path: String) { variableFiles.insert(path) }

  /// Notes what is there, though nothing is done about it.
  mutating func keep(_ identifier: String) { wired.insert(identifier) }

  /// Whether an earlier run wired what is no longer there; it stays known.
  private mutating func isRemoved(_ identifier: String) -> Bool {
    guard earlier.contains(identifier) else { return false }
    wired.insert(identifier)
    return true
  }
}
