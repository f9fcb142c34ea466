internal import Kustomize
internal import YAML

/// The kustomization that Flux builds for a Flux Kustomization: the file at its path, rewritten, or one of its own.
///
/// Source: `GenerateManifest` and `scanManifests` in `kustomize/kustomize_generator.go` of fluxcd/pkg.
struct TopKustomization {
  let kustomization: Kustomization
  let file: String
  /// Whether the folder has none, so that Flux lists what is in it.
  let isGenerated: Bool

  /// - Parameters:
  ///   - spec: the Flux Kustomization.
  ///   - folder: its path in the source.
  ///   - source: the files of its source.
  /// - Throws: `BuildError` where Flux fails.
  init(
    _ spec: KustomizationSpec, folder: String, in source: any FileSource
  ) throws(BuildError) {
    let files = Kustomization.fileNames.map { RepositoryPath.path(of: $0, in: folder) }
      .filter { source.file($0) != nil }
    isGenerated = files.isEmpty
    file = files.first ?? RepositoryPath.path(of: Kustomization.fileNames[0], in: folder)
    guard files.count < 2 else {
      throw BuildError(
        "Found multiple kustomization files under: \(folder)", file: file, remedy: "keep one")
    }
    do {
      var kustomization = Kustomization()
      if let bytes = files.first.flatMap(source.file) {
        kustomization = try Kustomization(top: bytes)
        if kustomization.resources.isEmpty {
          kustomization.buildMetadata = ["originAnnotations"]
          kustomization.isEmpty = false
        }
      } else {
        kustomization.resources = try Self.manifests(in: folder, of: source)
        // Without anything to build kustomize would fail.
        if kustomization.resources.isEmpty { kustomization.namespace = "_placeholder" }
        kustomization.isEmpty = false
      }
      try kustomization.add(spec, folder: folder, source)
      try kustomization.finishReading()
      self.kustomization = kustomization
    } catch {
      throw error.at(file)
    }
  }

  /// The YAML files below a folder, and the folders below it that have a kustomization, as paths from there.
  private static func manifests(
    in root: String, of source: any FileSource
  ) throws(BuildError) -> [String] {
    var found: [String] = []
    try collect(root, of: source, root: root, into: &found)
    return found
  }

  private static func collect(
    _ folder: String, of source: any FileSource, root: String, into found: inout [String]
  ) throws(BuildError) {
    for entry in source.entries(of: folder) ?? [] {
      let path = RepositoryPath.path(of: entry.name, in: folder)
      let relative = "./" + RepositoryPath.relative(path, to: root)
      if entry.isFolder {
        let hasFile = Kustomization.fileNames.contains {
          source.file(RepositoryPath.path(of: $0, in: path)) != nil
        }
        if hasFile {
          found.append(relative)
        } else {
          try collect(path, of: source, root: root, into: &found)
        }
      } else if RepositoryPath.isYAML(entry.name) {
        found.append(relative)
      }
    }
  }
}

extension Kustomization {
  /// Adds what the spec of a Flux Kustomization asks for.
  fileprivate mutating func add(
    _ spec: KustomizationSpec, folder: String, _ source: any FileSource
  ) throws(BuildError) {
    let before = self
    if let namespace = spec.spec("targetNamespace")?.plainText { self.namespace = namespace }
    if let prefix = spec.spec("namePrefix")?.plainText { namePrefix = prefix }
    if let suffix = spec.spec("nameSuffix")?.plainText { nameSuffix = suffix }
    if case .list(let list) = spec.spec("patches") {
      for (index, value) in list.enumerated() {
        let kept = Value.map(["patch": value["patch"] ?? .null, "target": value["target"] ?? .null])
        try add(fluxPatch: kept, "spec.patches[\(index)]")
      }
    }
    try addComponents(spec, folder: folder, source)
    if case .list(let list) = spec.spec("images") {
      for (index, value) in list.enumerated() {
        try add(fluxImage: value, "spec.images[\(index)]")
      }
    }
    if case .list(let list) = spec.spec("buildMetadata"), !list.isEmpty {
      buildMetadata = list.compactMap(\.plainText)
    }
    if self != before { isEmpty = false }
  }

  private mutating func addComponents(
    _ spec: KustomizationSpec, folder: String, _ source: any FileSource
  ) throws(BuildError) {
    guard case .list(let list) = spec.spec("components") else { return }
    let mayBeMissing = spec.spec("ignoreMissingComponents") == .bool(true)
    for path in list.compactMap(\.plainText) {
      guard !RemoteReference.isRepository(path), !path.hasPrefix("/") else {
        throw BuildError("component path '\(path)' must be local and relative")
      }
      if mayBeMissing {
        let target = RepositoryPath.joined(folder, path)
        let isThere = target.map { source.isFolder($0) || source.file($0) != nil } ?? false
        guard isThere else { continue }
      }
      components.append(path)
    }
  }
}
