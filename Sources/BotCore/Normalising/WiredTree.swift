internal import Findings
internal import Flux
internal import Git
internal import Rules
internal import YAML

/// A tree in which every path that refers to the generated values is wired to them.
struct WiredTree {
  var tree: ObjectID
  /// What of the wiring stands in the tree, for the lock.
  var wired = WiredPieces()
  var findings: [Finding] = []
  /// The folders of the clusters that need values and of which it cannot be told whose.
  var unplaced: Set<String> = []
  /// The Kustomizations of which it is not known what they apply.
  var unknown: Set<String> = []
}

extension WiredTree {
  /// Wires `tree` to the ConfigMaps of `inputs`, unless `wiring` says to leave it.
  ///
  /// Wiring a wired tree changes nothing. `lock` says what was wired: where it is missing now the owner removed it, and
  /// it is not added again. `isProven` says whether someone has to look whether something else changes with it.
  ///
  /// - Throws: BotError when a manifest cannot be read or changed.
  init(
    _ tree: ObjectID, to inputs: Inputs, _ wiring: BotConfiguration.Wiring, after lock: Lock? = nil,
    isProven: Bool = true, in repository: Repository
  ) throws(BotError) {
    let lock = inputs.configMaps == nil ? nil : lock
    self.init(tree: tree, wired: lock?.wired ?? WiredPieces())
    guard wiring == .auto, inputs.configMaps?.isEmpty == false else { return }
    let rendered = try lock.flatMap { lock throws(BotError) in
      try Self.rendered(by: lock, in: repository)
    }
    try wire(
      EnvironmentPlaces(inputs, after: lock), wired, rendered: rendered, isProven: isProven,
      in: repository)
    try rendered?.throwError()
  }

  /// Wires a rendering, in which the owner can have removed nothing.
  ///
  /// It is not proposed as it is, so nobody looks whether something else changes with it. Clusters that begin in
  /// `leaving`, and the Kustomizations that `refused` names, stay as they are.
  ///
  /// - Throws: BotError when a manifest cannot be read or changed.
  init(
    rendering tree: ObjectID, to inputs: Inputs, _ wiring: BotConfiguration.Wiring,
    after lock: Lock?, leaving: Set<String> = [], refused: Set<String> = [],
    in repository: Repository
  ) throws(BotError) {
    self.init(tree: tree)
    guard wiring == .auto, inputs.configMaps?.isEmpty == false else { return }
    try wire(
      EnvironmentPlaces(inputs, after: lock), lock?.wired.withoutPieces ?? WiredPieces(),
      leaving: leaving, refused: refused, isProven: false, in: repository)
  }

  private mutating func wire(
    _ places: EnvironmentPlaces, _ earlier: WiredPieces, rendered: GitTree? = nil,
    leaving: Set<String> = [], refused: Set<String> = [], isProven: Bool = true,
    in repository: Repository
  ) throws(BotError) {
    var found: [WiringConfiguration.Place] = []
    for configMap in places.configMaps {
      let values = try values(of: configMap, in: repository)
      found.append(
        places.place(
          of: configMap, values ?? configMap.values, values == nil ? .removed : .present))
    }
    guard found.contains(where: { $0.standing == .present }) else { return }
    let configuration = WiringConfiguration(
      places: found + places.left, leaving: leaving, refused: refused)
    let files = GitTree(tree, in: repository)
    let wiring = Rules.wired(
      files, configuration, earlier: places.renamed(earlier), rendered: rendered,
      isProven: isProven)
    try files.throwError()
    let changed = wiring.files.ordered.map { (path: $0.key, bytes: $0.value) }
    tree = try repository.tree(tree, setting: changed)
    wired = wiring.wired
    findings += wiring.findings
    unplaced = wiring.unplaced
    unknown = wiring.unknown
  }

  /// What the last merged proposal was rendered to, before it was wired; nil where that is not here.
  private static func rendered(
    by lock: Lock, in repository: Repository
  ) throws(BotError) -> GitTree? {
    guard let commit = try repository.commit(ifPresent: lock.rendered) else { return nil }
    let tree = try git("reading the recorded rendering") { () throws(GitError) in
      try repository.commit(commit).tree
    }
    return GitTree(tree, in: repository)
  }

  /// The values as the merged file has them, with what the owner set by hand; nil when the owner
  /// removed the file.
  func values(
    of configMap: Inputs.GeneratedConfigMap, in repository: Repository
  ) throws(BotError) -> Value? {
    guard let bytes = try repository.bytes(at: configMap.path, in: tree) else { return nil }
    return try configMap.values(in: bytes)
  }
}

/// The environments of some inputs, and those that the lock has besides.
private struct EnvironmentPlaces {
  let configMaps: [Inputs.GeneratedConfigMap]
  private let inputs: Inputs
  private let lock: Lock?
  /// The names of the environments that have left.
  private let gone: [String]
  /// What an environment is called now, where one has another name.
  private let renaming: (old: String, new: String)?

  init(_ inputs: Inputs, after lock: Lock?) {
    configMaps = inputs.configMaps ?? []
    self.inputs = inputs
    self.lock = lock
    let now = configMaps.map(\.environment)
    let then = lock?.inputs.configMaps?.map(\.environment) ?? []
    let (left, joined) = (
      then.filter { !now.contains($0) }, now.filter { !then.contains($0) }
    )
    // One that has left while another joined is taken for the same under a new name.
    let isRenamed = left.count == 1 && joined.count == 1
    renaming = isRenamed ? (left[0], joined[0]) : nil
    let recorded = lock?.wired.clusters.map(\.environment) ?? []
    let known = isRenamed ? [] : left
    // Without a name stands what could not be told, as long as there is one environment.
    let unknown = recorded.filter { name in
      !now.contains(name) && !then.contains(name) && (!name.isEmpty || now.count == 1)
    }
    gone = Set(known + unknown).sorted()
  }

  /// What was wired, by the present names of the environments.
  func renamed(_ pieces: WiredPieces) -> WiredPieces {
    renaming.map { pieces.renaming($0.old, to: $0.new) } ?? pieces
  }

  /// The place of an environment.
  func place(
    of configMap: Inputs.GeneratedConfigMap, _ values: Value,
    _ standing: WiringConfiguration.Standing
  ) -> WiringConfiguration.Place {
    let environment = configMap.environment
    return WiringConfiguration.Place(
      environment: environment, path: configMap.path, name: configMap.name,
      namespace: configMap.namespace, values: values,
      names: inputs.replacements?.names(of: environment) ?? [], folders: folders(of: environment),
      isListed: lock?.wired.lists(configMap.path) ?? false, standing: standing)
  }

  /// The places of the environments that have left, of which clusters may still be there.
  var left: [WiringConfiguration.Place] {
    guard let first = configMaps.first else { return [] }
    return gone.map { environment in
      let then = lock?.inputs.configMaps?.first { $0.environment == environment }
      return WiringConfiguration.Place(
        environment: environment, path: then?.path ?? "", name: first.name,
        namespace: first.namespace, values: then?.values ?? .null,
        names: lock?.inputs.replacements?.names(of: environment) ?? [],
        folders: folders(of: environment), standing: .left)
    }
  }

  private func folders(of environment: String) -> Set<String> {
    let clusters = renamed(lock?.wired ?? WiredPieces()).clusters
    return Set(clusters.filter { $0.environment == environment }.compactMap(\.folder))
  }
}

extension Inputs.Replacements {
  /// What rules that rename paths make of a stand-in for one environment alone.
  func names(of environment: String) -> Set<String> {
    var names: [String: Set<String>] = [:]
    for rule in rules where rule.paths {
      for known in environments {
        if let name = Placeholder.expand(rule.to, with: known.values) {
          names[name, default: []].insert(known.name)
        }
      }
    }
    return Set(names.filter { $0.value == [environment] }.keys)
  }
}

/// The files that are there without wiring and that it changes, in one proposal.
struct WiredFiles {
  /// By path, whether the proposal brings nothing else to the file by a merge.
  private(set) var isAlone: ExactMap<Bool> = [:]

  /// None.
  init() {}

  /// Those that differ between the sides of a merge as they were and as it takes them: what their side has and the
  /// base has not, and what is normalised on our side.
  ///
  /// - Throws: BotError when a tree cannot be read.
  init(
    from sides: Sides, to normal: Sides, _ moves: ExactMap<String>, in repository: Repository
  ) throws(BotError) {
    let base = try TreeComparison(from: sides.base, to: normal.base, in: repository).changes
    let theirs = try TreeComparison(from: sides.theirs, to: normal.theirs, in: repository).changes
    let ours = try TreeComparison(from: sides.ours, to: normal.ours, in: repository).changes
    let merged = try TreeComparison(from: sides.base, to: sides.theirs, in: repository).changes
    changed = ExactSet(merged.keys)
    for (path, change) in theirs where change.old != nil && change.new != nil {
      let known = base[moves[path] ?? path]
      if known == nil || known?.old == change.old && known?.new != change.new { add(path) }
    }
    let places = ExactMap(moves.map { ($0.value, $0.key) })
    for (path, change) in ours where change.old != nil && change.new != nil {
      add(places[path] ?? path)
    }
  }

  /// Adds those that differ between the merged tree and the finished one.
  ///
  /// - Throws: BotError when a tree cannot be read.
  mutating func add(
    from merged: ObjectID, to finished: ObjectID, in repository: Repository
  ) throws(BotError) {
    let changes = try TreeComparison(from: merged, to: finished, in: repository).changes
    for (path, change) in changes where change.old != nil && change.new != nil {
      if !BotFile.all.contains(path) { add(path) }
    }
  }

  /// What the template or the rules change, wiring aside.
  private var changed = ExactSet()

  private mutating func add(_ path: String) { isAlone[path] = !changed.contains(path) }
}
