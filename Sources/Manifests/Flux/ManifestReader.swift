/// Reads files of a tree, and what has been put in their place.
///
/// Parsed files are kept only for the paths that are asked for with `kept`, so that memory follows
/// the objects that describe the wiring and not the repository.
final class ManifestReader {
  private let tree: any ManifestTree
  private var kept: [String: YAMLStream?] = [:]
  private var files: (yaml: [String], kustomizations: [String])?
  /// The files that differ from the tree's.
  private(set) var changed: [String: [UInt8]] = [:]

  init(_ tree: any ManifestTree) {
    self.tree = tree
  }

  /// The bytes of a file, or nil where there is none.
  func bytes(_ path: String) -> [UInt8]? { changed[path] ?? tree.file(path) }

  /// Whether there is a file.
  func hasFile(_ path: String) -> Bool { changed[path] != nil || tree.hasFile(path) }

  /// What the bytes of a file tell; nil where there is none.
  func content(_ path: String) -> FileContent? {
    guard let bytes = changed[path] else { return tree.content(path) }
    return bytes.withUnsafeBytes { FileContent(of: $0, name: RepositoryPath.name(of: path)) }
  }

  /// The marks of a file; none where there is none.
  func marks(_ path: String) -> FileMarks { content(path)?.marks ?? [] }

  /// The documents of a YAML file, or nil where there is none that can be read.
  func stream(_ path: String) -> YAMLStream? {
    if let known = kept[path] { return known }
    if changed[path] == nil, let known = tree.content(path)?.stream { return known }
    return bytes(path).flatMap { try? YAMLStream($0) }
  }

  /// The documents of a YAML file, which are remembered.
  func keptStream(_ path: String) -> YAMLStream? {
    let stream = stream(path)
    kept[path] = .some(stream)
    return stream
  }

  /// Puts `bytes` in the place of a file or where there is none.
  func set(_ path: String, to bytes: [UInt8]) {
    kept[path] = nil
    files = nil
    changed[path] = bytes == tree.file(path) ? nil : bytes
  }

  /// What stands in a folder, in the byte order of names, or nil where there is no folder.
  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    let present = tree.entries(of: folder)
    guard !changed.isEmpty else {
      return present?.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
    var entries: [String: Bool] = [:]
    for entry in present ?? [] { entries[entry.name] = entry.isFolder }
    let prefix = folder.isEmpty ? "" : folder + "/"
    for path in changed.keys where path.utf8.starts(with: prefix.utf8) {
      let rest = path.dropFirst(prefix.count)
      let name = rest.prefix { $0 != "/" }
      entries[String(name)] = name.count < rest.count
    }
    guard present != nil || !entries.isEmpty else { return nil }
    return entries.map { (name: $0.key, isFolder: $0.value) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The path of `name` in a folder.
  static func path(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder + "/" + name
  }

  /// The paths of all YAML files, in the order of a walk; `.git`, `.github` and the like left out.
  func yamlFiles() -> [String] { listed().yaml }

  /// The paths of all kustomization files, in the same order.
  func kustomizationFiles() -> [String] { listed().kustomizations }

  /// The paths of the YAML files with one of `marks` at least, in the same order; folders that are
  /// known to hold none are not entered.
  func yamlFiles(marked marks: FileMarks) -> [String] {
    var found: [String] = []
    collect(marks, in: "", into: &found, depth: 0)
    return found
  }

  private func collect(
    _ marks: FileMarks, in folder: String, into found: inout [String], depth: Int
  ) {
    if let known = tree.marks(below: folder), known.isDisjoint(with: marks) {
      let prefix = folder.isEmpty ? "" : folder + "/"
      guard changed.keys.contains(where: { $0.utf8.starts(with: prefix.utf8) }) else { return }
    }
    guard depth < 200, let entries = entries(of: folder) else { return }
    for entry in entries {
      let path = Self.path(folder, entry.name)
      if entry.isFolder {
        if !entry.name.hasPrefix(".") { collect(marks, in: path, into: &found, depth: depth + 1) }
      } else if Self.isYAML(entry.name), !self.marks(path).isDisjoint(with: marks) {
        found.append(path)
      }
    }
  }

  /// What kustomize would build of a folder.
  func build(of path: String, components: [String]) -> KustomizeBuild {
    let make = { KustomizeBuild(of: path, components: components, reader: self) }
    return changed.isEmpty ? tree.build(of: path, components: components, make) : make()
  }

  private func listed() -> (yaml: [String], kustomizations: [String]) {
    if let files { return files }
    var found: (yaml: [String], kustomizations: [String]) = ([], [])
    collect("", into: &found, depth: 0)
    files = found
    return found
  }

  private func collect(
    _ folder: String, into files: inout (yaml: [String], kustomizations: [String]), depth: Int
  ) {
    // Git trees have no cycles; the bound is for trees that are made up.
    guard depth < 200, let entries = entries(of: folder) else { return }
    for entry in entries {
      let path = Self.path(folder, entry.name)
      if entry.isFolder {
        if !entry.name.hasPrefix(".") { collect(path, into: &files, depth: depth + 1) }
      } else {
        if Self.isYAML(entry.name) { files.yaml.append(path) }
        if KustomizeBuild.fileNames.contains(entry.name) { files.kustomizations.append(path) }
      }
    }
  }

  /// Whether Flux takes a file of that name for manifests.
  static func isYAML(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".yml") }
}
