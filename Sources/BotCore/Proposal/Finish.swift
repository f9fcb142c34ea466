internal import Git
internal import Manifests

/// The outcome of `finish`.
struct Finished {
  var tree: ObjectID
  /// The paths that belong to the dynamic part of the proposal.
  var dynamicPaths: [String] = []
  /// Where the ConfigMaps are listed, for the lock: `PATH of the kustomization: RESOURCE`.
  var wired: [String] = []
}

/// What remains to be done on the merged tree: values that were given are written down, and the
/// generated ConfigMaps are listed where their folder is built.
///
/// Finishing a finished tree changes nothing. `infrastructure` are the bytes that
/// `infrastructure.config.json` shall have, nil leaves it. `recorded` is what the lock says was wired:
/// where it is missing now the owner removed it, and it is not added again.
///
/// - Throws: BotError when a manifest cannot be changed.
func finish(
  _ merged: ObjectID, _ inputs: Inputs, infrastructure: [UInt8]?, wiring: BotConfiguration.Wiring,
  recorded: [String], in repository: Repository
) throws(BotError) -> Finished {
  var finished = Finished(tree: merged)
  if let infrastructure {
    try finished.set(InfrastructureFile.name, to: infrastructure, in: repository)
  }
  for configMap in inputs.configMaps ?? [] {
    finished.dynamicPaths.append(configMap.path)
    if wiring == .auto { try finished.list(configMap.path, recorded, in: repository) }
  }
  return finished
}

extension Finished {
  /// The names under which kustomize looks for its file (kustomize's
  /// `konfig.RecognizedKustomizationFileNames`).
  private static let kustomizationNames = [
    "kustomization.yaml", "kustomization.yml", "Kustomization",
  ]

  /// Adds the file at `path` to the kustomization of its own folder, where there is one.
  fileprivate mutating func list(
    _ path: String, _ recorded: [String], in repository: Repository
  ) throws(BotError) {
    let parts = path.split(separator: "/").map(String.init)
    let folder = parts.dropLast().joined(separator: "/")
    guard try bytes(at: path, in: repository) != nil, let name = parts.last else { return }
    for candidate in Finished.kustomizationNames.map({ joined(folder, $0) }) {
      guard let old = try bytes(at: candidate, in: repository) else { continue }
      let new = try manifest(candidate) { () throws(ManifestError) in
        try addingResource(name, toKustomization: old)
      }
      let wire = "\(candidate): \(name)"
      wired.append(wire)
      guard new != old, !recorded.contains(wire) else { return }
      try set(candidate, to: new, in: repository)
      dynamicPaths.append(candidate)
      return
    }
  }

  private func bytes(at path: String, in repository: Repository) throws(BotError) -> [UInt8]? {
    try repository.bytes(at: path, in: tree)
  }

  fileprivate mutating func set(
    _ path: String, to bytes: [UInt8], in repository: Repository
  ) throws(BotError) {
    tree = try repository.tree(tree, setting: path, to: bytes)
  }
}

extension Repository {
  /// The bytes of the file at `path`; nil when there is no file.
  func bytes(at path: String, in tree: ObjectID) throws(BotError) -> [UInt8]? {
    try git("reading \(path)") { () throws(GitError) in
      guard let entry = try entry(at: path, in: tree),
        entry.mode == .blob || entry.mode == .executable
      else { return nil }
      return try blob(entry.id).bytes
    }
  }

  /// `root` with the file at `path` holding `bytes`; its mode stays when it was there before.
  func tree(
    _ root: ObjectID, setting path: String, to bytes: [UInt8]
  ) throws(BotError) -> ObjectID {
    try git("writing \(path)") { () throws(GitError) in
      let mode = try entry(at: path, in: root)?.mode
      let blob = try writeBlob(bytes)
      let entry = (id: blob, mode: mode == .executable ? FileMode.executable : .blob)
      return try writeTree(root, settingPaths: [(path: path, entry: entry)])
    }
  }
}
