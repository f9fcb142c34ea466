/// Follows kustomization files from folder to folder.
struct KustomizeWalk {
  let reader: ManifestReader
  var build = KustomizeBuild()
  private var seen: Set<KustomizeBuild.File> = []
  /// Whether kustomizations that others take in are read too.
  private var isDeep = true

  init(reader: ManifestReader) {
    self.reader = reader
  }

  /// What one kustomization file names itself, without what the ones behind it do.
  static func build(ofFile file: String, _ reader: ManifestReader) -> KustomizeBuild {
    var walk = KustomizeWalk(reader: reader)
    walk.isDeep = false
    walk.read(file)
    return walk.build
  }

  /// Reads the folder of a Flux Kustomization.
  mutating func start(at folder: String, components: [String]) {
    if let file = kustomizationFile(in: folder) {
      read(file)
    } else {
      build.isGenerated = true
      scan(folder, ignored: SourceIgnore(in: folder, of: reader))
    }
    for component in components {
      if let path = RepositoryPath.joined(folder, component) { visit(path) }
    }
  }

  /// The kustomization file of a folder, or nil.
  func kustomizationFile(in folder: String) -> String? {
    KustomizeBuild.fileNames.map { ManifestReader.path(folder, $0) }.first(where: reader.hasFile)
  }

  /// - Returns: false for a file that has been met in that role before.
  @discardableResult
  private mutating func add(
    _ path: String, _ role: KustomizeBuild.Role, listedIn: String?
  ) -> Bool {
    var known = KustomizeBuild.File(path: path, role: role, listedIn: listedIn)
    if role == .kustomization { known.listedIn = nil }
    guard seen.insert(known).inserted else { return false }
    build.files.append(known)
    return true
  }

  @discardableResult
  private mutating func visit(_ folder: String) -> Bool {
    guard let file = kustomizationFile(in: folder) else { return false }
    if isDeep { read(file) }
    return true
  }

  private mutating func scan(_ folder: String, ignored: SourceIgnore) {
    for entry in reader.entries(of: folder) ?? [] {
      let path = ManifestReader.path(folder, entry.name)
      guard !ignored.matches(path, isFolder: entry.isFolder) else { continue }
      if entry.isFolder {
        if !visit(path) { scan(path, ignored: ignored) }
      } else if ManifestReader.isYAML(entry.name) {
        add(path, .resource, listedIn: nil)
      }
    }
  }
}

extension KustomizeWalk {
  /// Reads one kustomization file and everything it leads to.
  private mutating func read(_ file: String) {
    guard add(file, .kustomization, listedIn: nil),
      let root = reader.keptStream(file)?.documents.first
    else { return }
    if let namespace = root["namespace"]?.text { build.namespaces[file] = namespace }
    for key in ["resources", "bases", "components", "crds"] {
      for entry in root[key]?.elements ?? [] { follow(entry, from: file) }
    }
    for key in ["generators", "transformers", "validators", "configurations"] {
      for entry in root[key]?.elements ?? [] { follow(entry, from: file, mayBeInline: true) }
    }
    readPatches(root, of: file)
    for (key, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
      for generator in root[key]?.elements ?? [] { readGenerator(generator, kind, of: file) }
    }
  }

  private mutating func follow(
    _ entry: YAMLNode, from file: String, as role: KustomizeBuild.Role = .resource,
    mayBeInline: Bool = false
  ) {
    guard let text = entry.text else { return }
    // Some lists hold YAML texts as well as paths.
    if mayBeInline, text.contains("\n") || text.contains(": ") || text.contains("{") { return }
    let found = KustomizeBuild.Entry(text: text, file: file, position: entry.position)
    let path = RepositoryPath.joined(RepositoryPath.folder(of: file), text)
    if let path, reader.hasFile(path) {
      add(path, role, listedIn: file)
    } else if let path, reader.entries(of: path) != nil {
      if !visit(path) { build.missing.append(found) }
    } else if Self.isRemote(text) {
      build.remotes.append(found)
    } else {
      build.missing.append(found)
    }
  }

  private mutating func readPatches(_ root: YAMLNode, of file: String) {
    for patch in root["patchesStrategicMerge"]?.elements ?? [] {
      follow(patch, from: file, as: .patch(kind: nil, name: nil), mayBeInline: true)
    }
    for key in ["patches", "patchesJson6902", "replacements"] {
      for patch in root[key]?.elements ?? [] {
        guard let path = patch["path"] else { continue }
        let target = patch["target"]
        let role = KustomizeBuild.Role.patch(
          kind: target?["kind"]?.text, name: target?["name"]?.text)
        follow(path, from: file, as: role)
      }
    }
  }

  private mutating func readGenerator(_ node: YAMLNode, _ kind: String, of file: String) {
    let role = KustomizeBuild.Role.generated(kind: kind, name: node["name"]?.text ?? "")
    var sources = (node["files"]?.elements ?? []) + (node["envs"]?.elements ?? [])
    if let source = node["env"] { sources.append(source) }
    for source in sources {
      guard let text = source.text else { continue }
      // `key=path` names the key under which the file goes.
      let name = text.utf8.firstIndex(of: 0x3D).map { String(text[text.index(after: $0)...]) }
      let path = RepositoryPath.joined(RepositoryPath.folder(of: file), name ?? text)
      if let path, reader.hasFile(path) {
        add(path, role, listedIn: file)
      } else {
        build.missing.append(
          KustomizeBuild.Entry(text: text, file: file, position: source.position))
      }
    }
  }

  /// Whether an entry that is no path of the repository means another host.
  ///
  /// Source: what kustomize takes for a repository (`internal/git/repospec.go`) or a URL of a file.
  private static func isRemote(_ text: String) -> Bool {
    let starts = ["git::", "gh:", "git@", "github.com:", "github.com/"]
    return text.contains("://") || text.contains("?ref=")
      || starts.contains { text.lowercased().hasPrefix($0) } || text.contains(".git/")
  }
}
