internal import Flux
internal import Git
internal import Rules
internal import YAML

/// The outcome of `finish`.
struct Finished {
  var tree: ObjectID
  /// What of the wiring stands in the tree, for the lock.
  var wired: [String] = []
  var findings: [Finding] = []
}

/// What remains to be done on the merged tree: values that were given are written down, and every
/// path that refers to the generated values is wired to them.
///
/// Finishing a finished tree changes nothing. `infrastructure` are the bytes that
/// `infrastructure.config.json` shall have, nil leaves it. `lock` says what was wired: where it is
/// missing now the owner removed it, and it is not added again.
///
/// - Throws: BotError when a manifest cannot be read or changed.
func finish(
  _ merged: ObjectID, _ inputs: Inputs, infrastructure: [UInt8]? = nil,
  wiring: BotConfiguration.Wiring, lock: Lock? = nil, in repository: Repository
) throws(BotError) -> Finished {
  let lock = inputs.configMaps == nil ? nil : lock
  var finished = Finished(tree: merged, wired: lock?.wired ?? [])
  if let infrastructure {
    finished.tree = try repository.tree(
      finished.tree, setting: InfrastructureFile.name, to: infrastructure)
  }
  if wiring == .auto, let configMaps = inputs.configMaps, !configMaps.isEmpty {
    try finished.wire(configMaps, lock?.inputs.configMaps?.map(\.path) ?? [], in: repository)
  }
  return finished
}

extension Finished {
  fileprivate mutating func wire(
    _ configMaps: [Inputs.GeneratedConfigMap], _ earlierPaths: [String], in repository: Repository
  ) throws(BotError) {
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
    let wiring = Rules.wired(
      files, WiringConfiguration(places: places), earlier: Set(wired))
    try files.throwError()
    let changed = wiring.files.sorted { $0.key < $1.key }.map { (path: $0.key, bytes: $0.value) }
    tree = try repository.tree(tree, setting: changed)
    wired = wiring.wired
    findings += wiring.findings.map(Finding.init)
  }

  /// The values as the merged file has them, with what the owner set by hand; nil when the owner
  /// removed the file.
  func values(
    of configMap: Inputs.GeneratedConfigMap, in repository: Repository
  ) throws(BotError) -> Value? {
    guard let bytes = try repository.bytes(at: configMap.path, in: tree) else { return nil }
    let text = try manifest(configMap.path) { () throws(ManifestError) in
      try ConfigMap.text(of: ConfigMap.valuesKey, in: bytes, name: configMap.name)
    }
    guard let text else { return nil }
    do {
      return try Value(yaml: Array(text.utf8))
    } catch {
      throw BotError(
        "\(ConfigMap.valuesKey) of \(configMap.name) is no YAML in its line "
          + "\(error.position.line): \(error.message)",
        file: configMap.path, remedy: error.remedy)
    }
  }
}

extension Repository {
  /// The bytes of the file at `path`; nil when there is no file.
  func bytes(at path: String, in tree: ObjectID) throws(BotError) -> [UInt8]? {
    try git("reading \(path)") { () throws(GitError) in
      guard let entry = try entry(at: path, in: tree),
        entry.mode.isFile
      else { return nil }
      return try blob(entry.id).bytes
    }
  }

  /// `root` with the file at `path` holding `bytes`; its mode stays when it was there before.
  func tree(
    _ root: ObjectID, setting path: String, to bytes: [UInt8]
  ) throws(BotError) -> ObjectID {
    try tree(root, setting: [(path, bytes)])
  }

  /// The same for several files, each folder being written once.
  func tree(
    _ root: ObjectID, setting files: [(path: String, bytes: [UInt8])]
  ) throws(BotError) -> ObjectID {
    var changes: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] = []
    for file in files {
      let new = try git("writing \(file.path)") { () throws(GitError) in
        let mode = try entry(at: file.path, in: root)?.mode
        let blob = try writeBlob(file.bytes)
        return (id: blob, mode: mode == .executable ? FileMode.executable : .blob)
      }
      changes.append((file.path, new))
    }
    guard let last = changes.last else { return root }
    let found = changes
    return try git("writing \(found.count == 1 ? last.path : "\(found.count) files")") {
      () throws(GitError) in
      try writeTree(root, settingPaths: found)
    }
  }
}
