import Findings
import Flux

/// The wiring that stands in a tree, as the lock has it: what of it is missing later was removed by the owner.
public struct WiredPieces: Codable, Hashable, Sendable {
  /// What clusters may share: entries of kustomizations and protected objects; sorted.
  public var shared: [String]
  /// What belongs to one cluster each.
  public var clusters: [WiredCluster]

  /// Nothing, or what is given.
  public init(shared: [String] = [], clusters: [WiredCluster] = []) {
    self.shared = shared.sorted()
    self.clusters = clusters.sorted {
      ($0.environment, $0.folder ?? "") < ($1.environment, $1.folder ?? "")
    }
  }

  /// Whether nothing was wired, and nothing is known of any cluster.
  public var isEmpty: Bool { shared.isEmpty && clusters.isEmpty }

  /// The same clusters, as if nothing had been wired in them: for trees in which the owner removed nothing.
  public var withoutPieces: WiredPieces {
    WiredPieces(
      clusters: clusters.map {
        var cluster = $0
        cluster.pieces = []
        return cluster
      })
  }

  /// Whether the bot put a file into the list of a kustomization.
  public func lists(_ path: String) -> Bool {
    shared.contains { ListedFile($0)?.path == path }
  }

  /// All pieces, whichever cluster they are of.
  var all: Set<String> { Set(shared + clusters.flatMap(\.pieces)) }

  /// The same without some pieces.
  func subtracting(_ pieces: Set<String>) -> WiredPieces {
    WiredPieces(
      shared: shared.filter { !pieces.contains($0) },
      clusters: clusters.map {
        var cluster = $0
        cluster.pieces.removeAll(where: pieces.contains)
        return cluster
      })
  }

  /// The same with the clusters of environments of which nothing is known.
  public func completed(from other: WiredPieces) -> WiredPieces {
    let known = Set(clusters.map(\.environment))
    return WiredPieces(
      shared: shared,
      clusters: clusters + other.clusters.filter { !known.contains($0.environment) })
  }

  /// The same where an environment has another name.
  public func renaming(_ old: String, to new: String) -> WiredPieces {
    WiredPieces(
      shared: shared,
      clusters: clusters.map {
        var cluster = $0
        if cluster.environment == old { cluster.environment = new }
        return cluster
      })
  }
}

/// A piece that is an entry of a kustomization.
struct ListedFile {
  /// The kustomization file.
  let listing: String
  /// The entry as it is written.
  let entry: String

  /// Nil for other pieces.
  init?(_ piece: String) {
    let parts = piece.split(separator: ":", maxSplits: 2).map(String.init)
    guard parts.count == 3, parts[0] == "resource" else { return nil }
    (listing, entry) = (parts[1], parts[2])
  }

  /// The file that is listed.
  var path: String? { RepositoryPath.joined(RepositoryPath.folder(of: listing), entry) }
}

/// What is wired in one cluster.
public struct WiredCluster: Codable, Hashable, Sendable {
  /// The environment whose values it takes.
  public var environment: String
  /// The folder from which it begins; nil where that is not known.
  public var folder: String?
  /// The folder with its variables; nil where that is not known.
  public var variables: String?
  /// What stands in its Kustomizations; sorted.
  public var pieces: [String]

  /// Makes a record of its parts.
  public init(
    environment: String, folder: String? = nil, variables: String? = nil, pieces: [String] = []
  ) {
    self.environment = environment
    self.folder = folder
    self.variables = variables
    self.pieces = pieces.sorted()
  }
}

extension WiredPieces {
  /// What a lock says that has one list for all clusters: each environment had all of it.
  ///
  /// - Parameters:
  ///   - list: the names of the pieces.
  ///   - environments: the names of the environments, each with the path of its ConfigMap.
  public init(list: [String], environments: [(name: String, path: String)]) {
    let shared = list.filter(Self.isShared)
    let folders = Set(shared.compactMap(Self.variablesFolder))
    let ofClusters = list.filter { !Self.isShared($0) }
    self.init(
      shared: shared,
      clusters: environments.map { name, path in
        let own = RepositoryPath.folder(of: path)
        let isAlone =
          environments.count(where: { RepositoryPath.folder(of: $0.path) == own }) == 1
        let variables =
          environments.count == 1 && folders.count == 1
          ? folders.first : isAlone && folders.contains(own) ? own : nil
        return WiredCluster(environment: name, variables: variables, pieces: ofClusters)
      })
  }

  /// Whether a piece stands in a file that several clusters may read; the others stand in Flux Kustomizations.
  private static func isShared(_ piece: String) -> Bool {
    let parts = piece.split(separator: ":", maxSplits: 2)
    guard parts.count > 1 else { return true }
    switch parts[0] {
    case "substituteFrom", "dependsOn", "Kustomization": return false
    case "patched":
      return RepositoryPath.isKustomization(String(parts[1]))
    default: return true
    }
  }

  /// The folder in which a piece lists the variables; nil for other pieces.
  private static func variablesFolder(_ piece: String) -> String? {
    let listed = ListedFile(piece)
    return listed?.entry == "infrastructure-vars.yaml"
      ? listed.map { RepositoryPath.folder(of: $0.listing) } : nil
  }
}

/// What has been wired and what there is to say about it.
struct WiringLog {
  /// What the last merged proposal had wired.
  private let earlier: WiredPieces
  private let earlierShared: Set<String>
  /// The folders of the clusters that there are now.
  private let folders: Set<String>
  private let environments: Set<String>
  private var shared: Set<String> = []
  private var clusters: [WiredCluster] = []
  private var left: [WiredCluster] = []
  /// The folders of the clusters that need values and get none.
  private(set) var unplaced: Set<String> = []
  private(set) var findings: [Finding] = []
  private var reported: Set<Finding> = []
  /// The files with the variables.
  private(set) var variableFiles: Set<String> = []
  /// The lists from which the owner removed what was wired, in files that several clusters may read.
  private var emptied: Set<String> = []

  /// The cluster that is being wired.
  private var current = WiredCluster(environment: "")
  /// What it had, and what it has.
  private var before: Set<String> = []
  private var now: Set<String> = []
  /// The records that were those of a cluster, and the environments of all clusters so far.
  private var used: Set<WiredCluster> = []
  private var begun: Set<String> = []

  /// A log of nothing.
  ///
  /// - Parameters:
  ///   - earlier: what the last merged proposal had wired.
  ///   - folders: where the clusters begin that there are.
  ///   - environments: those that there are.
  init(earlier: WiredPieces, folders: Set<String> = [], environments: Set<String> = []) {
    self.earlier = earlier
    self.folders = folders
    self.environments = environments
    earlierShared = Set(earlier.shared)
  }

  /// Notes a finding once.
  mutating func report(_ finding: Finding) {
    if reported.insert(finding).inserted { findings.append(finding) }
  }

  /// Starts with a cluster; what follows is said of it.
  mutating func begin(_ environment: String, folder: String?) {
    finish()
    current = WiredCluster(environment: environment, folder: folder)
    let records = records(of: current)
    used.formUnion(records)
    begun.insert(environment)
    current.variables = records.compactMap(\.variables).first
    before = Set(records.flatMap(\.pieces))
  }

  private mutating func finish() {
    current.pieces = now.sorted()
    if !now.isEmpty { clusters.append(current) }
    (before, now) = ([], [])
  }

  /// What the lock says of a cluster: by its folder, else by its environment where the record has no folder or one from
  /// which no cluster begins any more, since it was renamed.
  private func records(of cluster: WiredCluster) -> [WiredCluster] {
    let here = earlier.clusters.filter { $0.folder != nil && $0.folder == cluster.folder }
    if !here.isEmpty { return here }
    return earlier.clusters.filter { record in
      record.environment == cluster.environment
        && (record.folder.map { !folders.contains($0) } ?? true)
    }
  }

  /// What is wired, once all clusters are done.
  ///
  /// Of a cluster that was not met now what was known stays known.
  mutating func wired() -> WiredPieces {
    finish()
    let kept = earlier.clusters.filter { record in
      let isThere = record.folder.map(folders.contains) ?? false
      return !used.contains(record) && environments.contains(record.environment)
        && (isThere || !begun.contains(record.environment))
    }
    return WiredPieces(shared: Array(shared), clusters: clusters + kept + left)
  }
}

extension WiringLog {
  /// Notes a cluster that needs values and gets none.
  mutating func leaveAlone(_ cluster: WiringCluster) {
    unplaced.formUnion(cluster.members.map(\.root))
  }

  /// Notes a cluster whose environment has left, so that it gets no other one's values later; no name stands for one of
  /// which it cannot be told.
  mutating func leave(_ environment: String, folder: String?) {
    guard let folder else { return }
    left.append(WiredCluster(environment: environment, folder: folder))
  }

  /// Notes one piece of wiring, which is added unless it is there or the owner removed it.
  ///
  /// - Parameters:
  ///   - identifier: its name in the lock.
  ///   - isOfCluster: whether it belongs to the cluster that is being wired.
  ///   - isPresent: whether the tree has it.
  ///   - add: makes the change; false where it cannot be made.
  /// - Returns: whether it is there now.
  @discardableResult
  mutating func ensure(
    _ identifier: String, isOfCluster: Bool = false, isPresent: Bool, add: (inout WiringLog) -> Bool
  ) -> Bool {
    // What the owner removed stays known.
    if !isPresent, wasWired(identifier, isOfCluster: isOfCluster) {
      keep(identifier, isOfCluster: isOfCluster)
      return false
    }
    guard isPresent || add(&self) else { return false }
    keep(identifier, isOfCluster: isOfCluster)
    return true
  }

  /// Whether the last merged proposal had a piece, in the cluster that is being wired where it belongs to one.
  func wasWired(_ identifier: String, isOfCluster: Bool = false) -> Bool {
    isOfCluster ? before.contains(identifier) : earlierShared.contains(identifier)
  }

  /// Notes what is there, though nothing is done about it.
  mutating func keep(_ identifier: String, isOfCluster: Bool = false) {
    if isOfCluster { now.insert(identifier) } else { shared.insert(identifier) }
  }

  /// The folder in which the cluster that is being wired had its variables; nil where that is not known.
  var variables: String? { current.variables }

  /// Notes where the cluster that is being wired has its variables.
  mutating func noteVariables(in folder: String) { current.variables = folder }

  /// Notes a file with the variables.
  mutating func noteVariables(_ path: String) { variableFiles.insert(path) }

  /// Notes the lists from which the owner removed a piece, and that other clusters may read too.
  mutating func noteRemoved(from lists: Set<String>) { emptied = lists }

  /// Whether the owner removed a piece from that list, for whichever cluster.
  func isRemoved(from list: String) -> Bool { emptied.contains(list) }
}
