internal import Findings
internal import Flux
internal import Git
internal import Rewriter
internal import YAML

/// The outcome of `rendered(T, I)`: a tree, and everything a report says about how it came to be.
struct Rendering {
  /// A file that differs from the template's.
  struct File {
    /// The path in the rendered tree.
    var path: String
    /// The template's path, when it is another one.
    var renamedFrom: String?
    var edits: [PlacedEdit]
    /// Whether the bot wrote the file itself.
    var isGenerated = false
    /// Whether the bot connected it to the generated values.
    var isWired = false
    /// Whether the merge brings something besides that wiring.
    var isMerged = false
  }

  /// One replacement, with its place in the template's file.
  struct PlacedEdit: Hashable {
    var line: Int
    var column: Int
    /// The rule's place in the configuration's `replacements`, counted from 1; nil for a symbolic
    /// link that follows a rename.
    var rule: Int?
    var old: String
    var new: String
  }

  /// A file that the scope holds but that was left as it is.
  struct Skipped: Hashable {
    var path: String
    var reason: SkipReason
  }

  /// A file that is YAML by its name but cannot be read as YAML, so that its bytes were rewritten
  /// without a proof.
  struct Unproven: Hashable {
    var path: String
    /// Where reading it stopped.
    var position: TextPosition
    /// Why.
    var reason: String
  }

  /// A value of a Secret whose decoded text holds a stand-in.
  struct Encoded: Hashable {
    var path: String
    var key: String
    var position: TextPosition
  }

  var tree: ObjectID
  /// The tree before the ConfigMaps were written into it.
  var staticTree: ObjectID
  var files: [File] = []
  var skipped: [Skipped] = []
  var unproven: [Unproven] = []
  var encoded: [Encoded] = []
  /// The rules for fields that no file has.
  var missingFields: [Inputs.FieldInput] = []

  /// What a person should know of it.
  var findings: [Finding] {
    unproven.map(Finding.init) + missingFields.map(Finding.init(missing:))
      + encoded.map(Finding.init)
  }
}

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

extension Finding {
  init(_ unproven: Rendering.Unproven) {
    self.init(
      .notYaml, .note, path: unproven.path, line: unproven.position.line,
      column: unproven.position.column,
      "not readable as YAML (\(unproven.reason)), so it was rewritten as plain text",
      remedy: "look at its diff; files that are templates of YAML belong here")
  }

  init(_ encoded: Rendering.Encoded) {
    self.init(
      .encodedStandIn, .warning, path: encoded.path, line: encoded.position.line,
      column: encoded.position.column,
      "the value of \"\(encoded.key)\" holds a stand-in in base64, which is not rewritten",
      remedy: "encode the right value by hand, or use stringData")
  }

  init(missing field: Inputs.FieldInput) {
    self.init(
      .fieldNotFound, .warning, path: BotFile.configuration,
      "no file has the field \(field.field) of \(field.object) (replacement \(field.place))",
      remedy: "correct the object or the field, or remove the replacement")
  }
}
