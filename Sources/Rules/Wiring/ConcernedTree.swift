import Flux

/// A tree for the model of what Flux applies, with a stand-in for each folder whose objects matter to no wiring, so that
/// the model does not build it.
///
/// Such a folder is the path of Kustomizations alone whose builds hold nothing that others depend on (Kustomizations,
/// sources, ConfigMaps, Secrets), no reference, and no file of a Kustomization with references.
struct ConcernedTree: ManifestTree {
  private let base: any ManifestTree
  /// The folders with a stand-in.
  let hidden: Set<String>

  /// What a file may hold that matters to others.
  private static let marks: FileMarks = [
    .flux, .instance, .configMap, .secret, .generator, .reference, .encrypted, .substitutionMark,
  ]

  private static let name = "stand-in.yaml"
  private static let standIn = Array(
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: stand-in\n".utf8)

  /// Finds the folders that matter to no wiring of `base`.
  init(_ base: any ManifestTree, _ configuration: WiringConfiguration) {
    let reader = ManifestReader(base)
    // A Kustomization may hand its reference on to any other one.
    let handsOn = reader.yamlFiles(marked: .flux).contains {
      reader.marks($0).contains(.reference)
    }
    guard !handsOn else {
      self.init(base, hiding: [])
      return
    }
    var folders: [String: [KustomizeBuild]] = [:]
    for kustomization in FluxObjects(ofFlux: reader).kustomizations {
      guard let path = kustomization.path, !path.isEmpty else { continue }
      folders[path, default: []].append(
        reader.build(of: path, components: kustomization.components))
    }
    // What holds the path of another one is left as it is, and so is what holds the values.
    let kept = Self.folders(
      above: reader.yamlFiles(marked: Self.marks) + configuration.places.map(\.path)
        + folders.keys)
    var hidden = Set(folders.keys).subtracting(kept)
    var read: Set<String> = []
    for (path, builds) in folders where !hidden.contains(path) {
      for build in builds { read.formUnion(build.files.map(\.path)) }
    }
    let shared = hidden.filter { path in
      (folders[path] ?? []).contains { build in
        build.files.contains { file in
          read.contains(file.path)
            || file.role == .kustomization && !RepositoryPath.isYAML(file.path)
            || !reader.marks(file.path).isDisjoint(with: Self.marks)
        }
      }
    }
    hidden.subtract(shared)
    hidden.subtract(Self.folders(above: Array(read)))
    self.init(base, hiding: hidden)
  }

  /// A tree with the same stand-ins as another one.
  init(_ base: any ManifestTree, hiding hidden: Set<String>) {
    self.base = base
    self.hidden = hidden
  }

  /// All folders above some paths.
  private static func folders(above paths: [String]) -> Set<String> {
    var found: Set<String> = []
    for path in paths {
      var folder = RepositoryPath.folder(of: path)
      while !folder.isEmpty, found.insert(folder).inserted {
        folder = RepositoryPath.folder(of: folder)
      }
    }
    return found
  }

  /// Whether one of some files is in a folder with a stand-in.
  func hides(oneOf paths: some Sequence<String>) -> Bool {
    paths.contains { hiddenFolder(above: $0) != nil }
  }

  /// The folder with a stand-in in which something is, or which it is.
  private func hiddenFolder(above path: String) -> String? {
    guard !hidden.isEmpty else { return nil }
    var folder = path
    while !folder.isEmpty {
      if hidden.contains(folder) { return folder }
      folder = RepositoryPath.folder(of: folder)
    }
    return nil
  }

  func file(_ path: String) -> [UInt8]? {
    guard let folder = hiddenFolder(above: path) else { return base.file(path) }
    return path == folder + "/" + Self.name ? Self.standIn : nil
  }

  func readableFile(_ path: String) -> [UInt8]? {
    hiddenFolder(above: path) == nil ? base.readableFile(path) : file(path)
  }

  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    guard let hidden = hiddenFolder(above: folder) else { return base.entries(of: folder) }
    return hidden == folder ? [(Self.name, false)] : nil
  }

  func folders(in folder: String) -> [String]? {
    guard let hidden = hiddenFolder(above: folder) else { return base.folders(in: folder) }
    return hidden == folder ? [] : nil
  }

  func hasFile(_ path: String) -> Bool {
    hiddenFolder(above: path) == nil ? base.hasFile(path) : file(path) != nil
  }

  func hasFile(named name: String, in folder: String) -> Bool {
    hiddenFolder(above: folder) == nil
      ? base.hasFile(named: name, in: folder)
      : file(RepositoryPath.path(of: name, in: folder)) != nil
  }

  func content(_ path: String) -> FileContent? {
    guard hiddenFolder(above: path) != nil else { return base.content(path) }
    return file(path).map { bytes in
      bytes.withUnsafeBytes { FileContent(of: $0, name: Self.name) }
    }
  }

  func note(_ content: FileContent, of path: String) {
    if hiddenFolder(above: path) == nil { base.note(content, of: path) }
  }

  func markedFiles() -> MarkedFiles? { base.markedFiles() }

  // What is hidden holds none of the marks by which the model looks for files.
  func files(marked marks: FileMarks) -> [String]? { base.files(marked: marks) }
}
