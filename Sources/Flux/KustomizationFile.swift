import YAML

/// What a kustomization file takes in: little enough to be kept for all of a repository's.
struct KustomizationFile: Sendable {
  /// One path, in the order in which they are read.
  struct Entry: Sendable {
    /// As written; of a generator without the key before it.
    let text: String
    let position: TextPosition
    let role: KustomizeBuild.Role
  }

  /// `namespace:`.
  let namespace: String?
  private(set) var entries: [Entry] = []

  /// Reads the first document of a file; nil where it is no YAML.
  init?(_ bytes: [UInt8]) {
    guard let root = (try? YAMLStream(bytes))?.documents.first else { return nil }
    namespace = root["namespace"]?.text
    for key in ["resources", "bases", "components", "crds"] {
      for entry in root[key]?.elements ?? [] { add(entry) }
    }
    for key in ["generators", "transformers", "validators", "configurations"] {
      for entry in root[key]?.elements ?? [] { add(entry, mayBeInline: true) }
    }
    addPatches(root)
    for (key, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
      for generator in root[key]?.elements ?? [] { addSources(of: generator, kind) }
    }
    entries = entries.fitted
  }

  private mutating func add(
    _ node: YAMLNode, as role: KustomizeBuild.Role = .resource, mayBeInline: Bool = false
  ) {
    guard let text = node.text else { return }
    // Some lists hold YAML texts as well as paths.
    if mayBeInline, text.contains("\n") || text.contains(": ") || text.contains("{") { return }
    entries.append(Entry(text: text, position: node.position, role: role))
  }

  private mutating func addPatches(_ root: YAMLNode) {
    for patch in root["patchesStrategicMerge"]?.elements ?? [] {
      add(patch, as: .patch(kind: nil, name: nil), mayBeInline: true)
    }
    for key in ["patches", "patchesJson6902", "replacements"] {
      for patch in root[key]?.elements ?? [] {
        guard let path = patch["path"] else { continue }
        let target = patch["target"]
        add(path, as: .patch(kind: target?["kind"]?.text, name: target?["name"]?.text))
      }
    }
  }

  private mutating func addSources(of generator: YAMLNode, _ kind: String) {
    let role = KustomizeBuild.Role.generated(kind: kind, name: generator["name"]?.text ?? "")
    var sources = (generator["files"]?.elements ?? []) + (generator["envs"]?.elements ?? [])
    if let source = generator["env"] { sources.append(source) }
    for source in sources {
      guard let text = source.text else { continue }
      // `key=path` names the key under which the file goes.
      let path = text.utf8.firstIndex(of: 0x3D).map { String(text[text.index(after: $0)...]) }
      entries.append(Entry(text: path ?? text, position: source.position, role: role))
    }
  }
}

extension Array {
  /// The same without room for more, for those that are kept in great number.
  var fitted: [Element] {
    capacity > count ? withUnsafeBufferPointer { Array($0) } : self
  }
}
