internal import Kustomize
internal import YAML

/// The files of the sources that a cluster has, and what was built of them.
final class ModelSources {
  /// Files, and what builds them.
  final class Files {
    let files: any FileSource
    let isComposed: Bool
    var kustomizer: Kustomizer
    fileprivate(set) var built: [BuildKey: Built] = [:]

    init(_ files: any FileSource, isComposed: Bool) {
      self.files = files
      self.isComposed = isComposed
      kustomizer = Kustomizer(files)
    }

    /// The path in the repository of a file or folder of these files.
    func repositoryPath(of path: String) -> String? {
      guard let composed = files as? ComposedFiles else { return path }
      return composed.repositoryPath(of: path)
    }
  }

  /// What decides what a Kustomization builds, files aside.
  struct BuildKey: Hashable {
    let folder: String
    let fields: [String: Value]

    private static let names = [
      "targetNamespace", "namePrefix", "nameSuffix", "patches", "components",
      "ignoreMissingComponents", "images", "buildMetadata",
    ]

    init(_ spec: KustomizationSpec) {
      folder = spec.folder
      var fields: [String: Value] = [:]
      for name in Self.names { fields[name] = spec.spec(name) }
      self.fields = fields
    }
  }

  private struct RepositoryKey: Hashable {
    let ignore: String?
    let sparse: [String]
  }

  /// What was read to build from any of the sources.
  var record: BuildRecord {
    var record = BuildRecord()
    for files in repositories.values { record.add(files) }
    for files in composed.values { record.add(files) }
    return record
  }

  let tree: any ManifestTree
  /// The folders of artifacts that the configuration knows the layout of, by name.
  let artifacts: [String: String]
  /// The GitRepository that is most likely this repository, where no root says it.
  var likelySource: String?
  private let ignoreFiles: [(folder: String, text: String)]
  private let passesOver: (String) -> Bool
  private var repositories: [RepositoryKey: Files] = [:]
  private var composed: [Value: Files] = [:]

  init(
    _ tree: any ManifestTree, artifacts: [String: String] = [:],
    passingOver passesOver: @escaping (String) -> Bool = { _ in false }
  ) {
    self.tree = tree
    self.artifacts = artifacts
    self.passesOver = passesOver
    ignoreFiles = Self.ignoreFiles(in: tree)
  }

  private static func ignoreFiles(in tree: any ManifestTree) -> [(folder: String, text: String)] {
    var found: [(folder: String, text: String)] = []
    func collect(_ folder: String, depth: Int) {
      guard depth < 200, let folders = tree.folders(in: folder) else { return }
      if tree.hasFile(named: ".sourceignore", in: folder),
        let bytes = tree.readableFile(RepositoryPath.path(of: ".sourceignore", in: folder))
      {
        found.append((folder, String(decoding: bytes, as: UTF8.self)))
      }
      for name in folders.sorted() where name != ".git" {
        collect(RepositoryPath.path(of: name, in: folder), depth: depth + 1)
      }
    }
    collect("", depth: 0)
    return found
  }

  /// This repository, as a GitRepository with that spec fetches it.
  func repository(_ spec: Value?) -> Files {
    let ignore: String? = if case .string(let text) = spec?["ignore"] { text } else { nil }
    var sparse: [String] = []
    if case .list(let list) = spec?["sparseCheckout"] {
      sparse = list.compactMap(\.plainText).compactMap(RepositoryPath.normalised)
    }
    let key = RepositoryKey(ignore: ignore, sparse: sparse)
    if let known = repositories[key] { return known }
    let files = Files(
      RepositoryFiles(
        tree: tree, rules: IgnoreRules(files: ignoreFiles, ignore: ignore), sparseFolders: sparse,
        isUnconcerned: passesOver),
      isComposed: false)
    repositories[key] = files
    return files
  }

  /// Files that `make` puts together, once for what `key` says.
  func composed(
    _ key: Value, _ make: () throws(ModelError) -> ComposedFiles
  ) throws(ModelError) -> Files {
    if let known = composed[key] { return known }
    let files = Files(try make(), isComposed: true)
    composed[key] = files
    return files
  }

  /// What a Kustomization builds, before variables.
  static func build(_ spec: KustomizationSpec, of source: Files) -> Built {
    let key = BuildKey(spec)
    if let known = source.built[key] { return known }
    var built = Built()
    do {
      built.resources = try source.build(spec)
    } catch {
      built.error = error
      // For those who follow what it applies: all but what comes from elsewhere.
      if error.cause == .unsupported { built.resources = source.partialBuild(spec) }
    }
    source.built[key] = built
    return built
  }

  /// What comes of a build.
  struct Built {
    /// The resources; with an error those that can be told all the same.
    var resources: [Resource] = []
    /// Why Flux or this program does not build it.
    var error: BuildError?
  }
}

extension ModelSources.Files {
  fileprivate func build(_ spec: KustomizationSpec) throws(BuildError) -> [Resource] {
    let top = try TopKustomization(spec, folder: spec.folder, in: files)
    return try kustomizer.build(top.kustomization, in: spec.folder, file: top.file)
  }

  fileprivate func partialBuild(_ spec: KustomizationSpec) -> [Resource] {
    var partial = Kustomizer(files, skippingRemote: true)
    partial.files = kustomizer.files
    guard let top = try? TopKustomization(spec, folder: spec.folder, in: files),
      let resources = try? partial.build(top.kustomization, in: spec.folder, file: top.file)
    else { return [] }
    kustomizer.files = partial.files
    return resources
  }
}

/// The sources of a cluster, found by the objects that it applies.
struct SourceLookup {
  let root: FluxRoot
  /// Sources and ArtifactGenerators by `kind/namespace/name`.
  let objects: [String: Value]
  let sources: ModelSources
  /// The address of this repository; nil where it is not known.
  let address: String?

  /// The files of a source.
  ///
  /// - Throws: `ModelError` that says which source is not followed.
  func files(
    of reference: KustomizationSpec.Reference, depth: Int = 0
  ) throws(ModelError) -> ModelSources.Files {
    guard depth < 10 else { throw ModelError("\(reference.key) refers to itself") }
    let object = objects[reference.key]
    if reference.key == root.source {
      guard root.sourceFolder.isEmpty else { return try folder(root.sourceFolder) }
      return try repository(object, reference, depth)
    }
    switch reference.kind {
    case "GitRepository": return try gitRepository(object, reference, depth)
    case "ExternalArtifact": return try artifact(reference, depth)
    default:
      guard let folder = sources.artifacts[reference.name] else {
        throw ModelError("\(reference.key) is not this repository")
      }
      return try self.folder(folder)
    }
  }

  /// An artifact that holds a folder of the repository.
  private func folder(_ folder: String) throws(ModelError) -> ModelSources.Files {
    try sources.composed(.string("artifact \(folder)")) {
      var files = ComposedFiles()
      files.put(contentsOf: folder, of: sources.repository(nil).files, below: "")
      return files
    }
  }

  private func gitRepository(
    _ object: Value?, _ reference: KustomizationSpec.Reference, _ depth: Int
  ) throws(ModelError) -> ModelSources.Files {
    guard let object else {
      // Before a bootstrap the source of the Kustomizations is the one that it will make.
      if root.start == .folder { return sources.repository(nil) }
      throw ModelError("\(reference.key) is not in what the cluster applies")
    }
    let own = root.source.flatMap { objects[$0] }
    let url = object["spec", "url"]?.plainText ?? ""
    let isSame: Bool
    if let own, own["kind"] == .string("GitRepository") {
      isSame =
        Self.address(own["spec", "url"]?.plainText ?? "") == Self.address(url)
        && (own["spec", "ref"] ?? .null) == (object["spec", "ref"] ?? .null)
    } else if let known = root.address ?? address {
      isSame = Self.address(known) == Self.address(url)
    } else {
      isSame = reference.key == sources.likelySource
    }
    guard isSame else { throw ModelError("\(reference.key) is another repository (\(url))") }
    return try repository(object, reference, depth)
  }

  /// An address without what differs between the spellings of one.
  static func address(_ url: String) -> String {
    var text = url.lowercased()[...]
    for scheme in ["https://", "http://", "ssh://", "git://"] where text.hasPrefix(scheme) {
      text = text.dropFirst(scheme.count)
      if let at = text.firstIndex(of: "@"), !text[..<at].contains("/") {
        text = text[text.index(after: at)...]
      }
    }
    if text.hasPrefix("git@") {
      text = Substring(text.dropFirst(4).replacing(":", with: "/", maxReplacements: 1))
    }
    while text.hasSuffix("/") { text.removeLast() }
    return String(text.hasSuffix(".git") ? text.dropLast(4) : text)
  }

  private func repository(
    _ object: Value?, _ reference: KustomizationSpec.Reference, _ depth: Int
  ) throws(ModelError) -> ModelSources.Files {
    let plain = sources.repository(object?["spec"])
    guard case .list(let includes) = object?["spec", "include"], !includes.isEmpty, let object
    else { return plain }
    return try sources.composed(object) { () throws(ModelError) in
      var files = ComposedFiles()
      files.put(contentsOf: "", of: plain.files, below: "")
      for include in includes {
        guard let name = include["repository", "name"]?.plainText else { continue }
        let other = try self.files(
          of: .init(kind: "GitRepository", namespace: reference.namespace, name: name),
          depth: depth + 1)
        let from = RepositoryPath.normalised(include["fromPath"]?.plainText ?? "") ?? ""
        let to = RepositoryPath.normalised(include["toPath"]?.plainText ?? name) ?? name
        files.put(contentsOf: from, of: other.files, below: to)
      }
      return files
    }
  }

  private func artifact(
    _ reference: KustomizationSpec.Reference, _ depth: Int
  ) throws(ModelError) -> ModelSources.Files {
    for key in objects.keys.sorted()
    where key.hasPrefix("ArtifactGenerator/\(reference.namespace)/") {
      guard let generator = objects[key], case .list(let made) = generator["spec", "artifacts"],
        let artifact = made.first(where: { $0["name"]?.plainText == reference.name })
      else { continue }
      guard generator["spec", "pathPattern"] == nil else {
        throw ModelError("\(key) has a pathPattern, which is not followed")
      }
      return try files(of: artifact, generator, reference, depth)
    }
    throw ModelError("\(reference.key) is made by no ArtifactGenerator that the cluster applies")
  }

  private func files(
    of artifact: Value, _ generator: Value, _ reference: KustomizationSpec.Reference, _ depth: Int
  ) throws(ModelError) -> ModelSources.Files {
    guard case .list(let copies) = artifact["copy"] else {
      throw ModelError("the artifact \(reference.name) copies nothing")
    }
    var aliases: [String: any FileSource] = [:]
    if case .list(let list) = generator["spec", "sources"] {
      for source in list {
        guard let alias = source["alias"]?.plainText, let name = source["name"]?.plainText
        else { continue }
        let namespace = source["namespace"]?.plainText ?? ""
        let named = KustomizationSpec.Reference(
          kind: source["kind"]?.plainText ?? "",
          namespace: namespace.isEmpty ? reference.namespace : namespace, name: name)
        // One that is not followed matters only where something is copied from it.
        aliases[alias] = try? files(of: named, depth: depth + 1).files
      }
    }
    let key = Value.list([artifact, generator["spec", "sources"] ?? .null, .string(reference.key)])
    return try sources.composed(key) { () throws(ModelError) in
      try ComposedFiles(copying: copies.compactMap(CopyOperation.init), from: aliases)
    }
  }
}

extension CopyOperation {
  /// Reads one `copy` of an artifact; nil where it lacks `from` or `to`.
  fileprivate init?(_ value: Value) {
    guard let from = value["from"]?.plainText, from.hasPrefix("@"),
      let slash = from.firstIndex(of: "/"), let to = value["to"]?.plainText,
      to.hasPrefix("@artifact/")
    else { return nil }
    var exclude: [[Substring]] = []
    if case .list(let list) = value["exclude"] {
      exclude = list.compactMap(\.plainText).map { $0.split(separator: "/") }
    }
    self.init(
      alias: String(from[..<slash].dropFirst()), pattern: String(from[from.index(after: slash)...]),
      to: String(to.dropFirst("@artifact/".count)), exclude: exclude,
      strategy: value["strategy"]?.plainText ?? "")
  }
}
