public import Findings
public import Flux
public import YAML

/// What wiring a repository changes, and what of it stands there afterwards.
public struct Wiring: Hashable, Sendable {
  /// The files that change or are new, whole.
  public var files: ExactMap<[UInt8]>
  /// The wiring of the tree with these files, for the lock.
  ///
  /// It includes what an earlier run wired and the owner has removed, so that it stays known.
  public var wired: WiredPieces
  /// What could not be wired, and what was protected.
  public var findings: [Finding]
  /// The folders of the clusters that need values and get none: whose they are cannot be told, or their place is another
  /// one's too.
  public var unplaced: Set<String> = []
  /// The Kustomizations of which it is not known what they apply, each by a key that no other cluster's has.
  public var unknown: Set<String> = []
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
  _ tree: some ManifestTree, _ configuration: WiringConfiguration,
  earlier: WiredPieces = WiredPieces(),
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
  for (path, bytes) in repair.files where wiring.files[path] == nil { wiring.files[path] = bytes }
  wiring.files = wiring.files.filter { $0.value != tree.file($0.key) }
  return wiring
}

/// Which ConfigMaps hold the values, and so what wiring has to bring about.
public struct WiringConfiguration: Sendable {
  /// The ConfigMap of one environment.
  public struct Place: Sendable {
    /// The name of the environment.
    public var environment: String
    /// The file of the ConfigMap with the nested `values.yaml`; the variables' file goes beside it.
    ///
    /// Empty where it is not known any more.
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
    /// What folders of its cluster are called besides the cluster's and the environment's name.
    public var names: Set<String>
    /// The folders from which its cluster began when it was wired.
    public var folders: Set<String>
    /// Whether the bot has listed its file beside its folder's others.
    public var isListed: Bool
    /// Whether its file is there.
    public var standing: Standing

    /// Makes a place from its parts.
    public init(
      environment: String, path: String, name: String, namespace: String,
      variablesName: String = Self.variablesName, values: Value, names: Set<String> = [],
      folders: Set<String> = [], isListed: Bool = false,
      standing: Standing = .present
    ) {
      self.environment = environment
      self.path = path
      self.name = name
      self.namespace = namespace
      self.variablesName = variablesName
      self.values = values
      self.names = names
      self.folders = folders
      self.isListed = isListed
      self.standing = standing
    }

    /// Whether the clusters that take it are wired to nothing.
    var isAbsent: Bool { standing != .present }

    /// The folder of its file.
    var folder: String { RepositoryPath.folder(of: path) }
  }

  /// Whether the ConfigMap of an environment is there.
  public enum Standing: Hashable, Sendable {
    case present
    /// The owner removed its file.
    case removed
    /// The environment has left.
    case left
  }

  /// One place for each environment; a single one is that of all clusters.
  public var places: [Place]
  /// The folders of clusters that are left as they are.
  public var leaving: Set<String>
  /// The keys of Kustomizations that are left as they are.
  public var refused: Set<String>

  /// The names of the ConfigMaps with the values: the nested ones, then those with variables.
  var ownNames: [String] { places.map(\.name) + places.map(\.variablesName) }

  /// The environments that there are.
  var environments: [String] { places.filter { $0.standing != .left }.map(\.environment) }

  /// Whether the ConfigMap of another environment lies in the folder of one.
  func hasNeighbour(_ place: Place) -> Bool {
    places.contains {
      $0.environment != place.environment && $0.standing != .left && !$0.path.isEmpty
        && $0.folder == place.folder
    }
  }

  /// Whether others have left but one environment: it is not that of all clusters.
  var isLastEnvironment: Bool { environments.count == 1 && places.count > 1 }

  /// Makes a configuration from its places.
  public init(places: [Place], leaving: Set<String> = [], refused: Set<String> = []) {
    self.places = places
    self.leaving = leaving
    self.refused = refused
  }
}
