internal import Findings
internal import Flux
internal import Git
internal import Rules
internal import YAML

/// A tree in which every path that refers to the generated values is wired to them.
struct WiredTree {
  var tree: ObjectID
  /// What of the wiring stands in the tree, for the lock.
  var wired: [String] = []
  var findings: [Finding] = []
}

extension WiredTree {
  /// Wires `tree` to the ConfigMaps of `inputs`, unless `wiring` says to leave it.
  ///
  /// Wiring a wired tree changes nothing. Without `isProven` nobody looks whether something else changes with it: for
  /// trees that are not proposed. `lock` says what was wired: where it is missing now the owner
  /// removed it, and it is not added again.
  ///
  /// - Throws: BotError when a manifest cannot be read or changed.
  init(
    _ tree: ObjectID, to inputs: Inputs, _ wiring: BotConfiguration.Wiring, after lock: Lock? = nil,
    isProven: Bool = true, in repository: Repository
  ) throws(BotError) {
    let lock = inputs.configMaps == nil ? nil : lock
    self.init(tree: tree, wired: lock?.wired ?? [])
    guard wiring == .auto, let configMaps = inputs.configMaps, !configMaps.isEmpty else { return }
    try wire(configMaps, after: lock, isProven: isProven, in: repository)
  }

  private mutating func wire(
    _ configMaps: [Inputs.GeneratedConfigMap], after lock: Lock?, isProven: Bool,
    in repository: Repository
  ) throws(BotError) {
    let earlierPaths = lock?.inputs.configMaps?.map(\.path) ?? []
    // Where one of them has gone, another may be the same under a new name.
    let isKept = Set(earlierPaths).isSubset(of: configMaps.map(\.path)) && !earlierPaths.isEmpty
    var places: [WiringConfiguration.Place] = []
    for configMap in configMaps {
      guard let values = try values(of: configMap, in: repository) else { continue }
      places.append(
        WiringConfiguration.Place(
          path: configMap.path, name: configMap.name, namespace: configMap.namespace,
          values: values, isNew: isKept && !earlierPaths.contains(configMap.path)))
    }
    guard !places.isEmpty else { return }
    let files = GitTree(tree, in: repository)
    let rendered = try lock.flatMap { lock throws(BotError) in
      try Self.rendered(by: lock, in: repository)
    }
    let wiring = Rules.wired(
      files, WiringConfiguration(places: places), earlier: Set(wired), rendered: rendered,
      isProven: isProven)
    try files.throwError()
    try rendered?.throwError()
    let changed = wiring.files.sorted { $0.key < $1.key }.map { (path: $0.key, bytes: $0.value) }
    tree = try repository.tree(tree, setting: changed)
    wired = wiring.wired
    findings += wiring.findings
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
