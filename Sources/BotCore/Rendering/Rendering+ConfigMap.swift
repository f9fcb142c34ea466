internal import Flux
internal import Git
internal import YAML

extension Rendering {
  /// The rendered tree with `configMaps` in place of those that were generated now.
  ///
  /// - Throws: BotError as `write`.
  func staticTree(
    with configMaps: [Inputs.GeneratedConfigMap]?, in repository: Repository
  ) throws(BotError) -> ObjectID {
    var result = Rendering(tree: staticTree, staticTree: staticTree)
    for configMap in configMaps ?? [] { try result.write(configMap, in: repository) }
    return result.tree
  }

  /// Puts one generated ConfigMap into the tree, into the file that is there or into a new one.
  ///
  /// - Throws: BotError when a file is there that is no ConfigMap, or one is too large for
  ///   Kubernetes.
  mutating func write(
    _ configMap: Inputs.GeneratedConfigMap, in repository: Repository
  ) throws(BotError) {
    let path = configMap.path
    let root = tree
    let present = try git("reading \(path)") { () throws(GitError) in
      try repository.entry(at: path, in: root)
    }
    let bytes = try bytes(of: configMap, present, in: repository)
    tree = try git("writing \(path)") { () throws(GitError) in
      let blob = try repository.writeBlob(bytes)
      let mode = present?.mode == .executable ? FileMode.executable : .blob
      return try repository.writeTree(root, settingPaths: [(path: path, entry: (blob, mode))])
    }
    if let index = files.firstIndex(where: { $0.path == path }) {
      files[index].isGenerated = true
    } else {
      files.append(File(path: path, renamedFrom: nil, edits: [], isGenerated: true))
    }
  }

  private func bytes(
    of configMap: Inputs.GeneratedConfigMap, _ present: TreeEntry?, in repository: Repository
  ) throws(BotError) -> [UInt8] {
    let generated = ConfigMap(configMap)
    guard let present else {
      return try manifest(configMap.path) { () throws(ManifestError) in try generated.yaml() }
    }
    guard present.mode.isFile else {
      throw BotError(
        "\(configMap.path) is not a file", file: configMap.path,
        remedy: "choose another configMap.path")
    }
    let old = try git("reading \(configMap.path)") { () throws(GitError) in
      try repository.blob(present.id).bytes
    }
    return try manifest(configMap.path) { () throws(ManifestError) in
      try generated.inserted(into: old)
    }
  }
}

extension ConfigMap {
  /// The key that holds the nested values, as Flux's `valuesFrom` expects it by default.
  static let valuesKey = "values.yaml"

  /// The ConfigMap of `generated`.
  ///
  /// The watch label makes Flux reconcile the consumers as soon as the ConfigMap changes, instead
  /// of at their next interval (Flux documentation, "Kustomization", reacting to changes of
  /// ConfigMaps and Secrets).
  init(_ generated: Inputs.GeneratedConfigMap) {
    self.init(
      name: generated.name, namespace: generated.namespace,
      labels: [
        "app.kubernetes.io/managed-by": "gitops-bot", "reconcile.fluxcd.io/watch": "Enabled",
      ],
      annotations: [:],
      data: [(key: ConfigMap.valuesKey, text: YAML.yaml(of: generated.values))])
  }

  /// The bytes of the ConfigMap file `old` with this one's data set in it.
  ///
  /// - Throws: ManifestError when the file holds no such ConfigMap.
  func inserted(into old: [UInt8]) throws(ManifestError) -> [UInt8] {
    var bytes = old
    for (key, text) in data {
      bytes = try ConfigMap.inserting(
        intoExisting: bytes, key: key, text: text, name: name, namespace: namespace)
    }
    return bytes
  }
}
