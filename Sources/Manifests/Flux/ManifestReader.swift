/// Reads files of a tree, and what has been put in their place.
///
/// Parsed files are kept only for the paths that are asked for with `kept`, so that memory follows
/// the objects that describe the wiring and not the repository.
final class ManifestReader {
  private let tree: any ManifestTree
  private var kept: [String: YAMLStream?] = [:]
  /// The files that differ from the tree's.
  private(set) var changed: [String: [UInt8]] = [:]

  init(_ tree: any ManifestTree) {
    self.tree = tree
  }

  /// The bytes of a file, or nil where there is none.
  func bytes(_ path: String) -> [UInt8]? { changed[path] ?? tree.file(path) }

  /// The documents of a YAML file, or nil where there is none that can be read.
  func stream(_ path: String) -> YAMLStream? {
    if let known = kept[path] { return known }
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
    changed[path] = bytes == tree.file(path) ? nil : bytes
  }

  /// What stands in a folder, in the byte order of names, or nil where there is no folder.
  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    var entries: [String: Bool] = [:]
    let present = tree.entries(of: folder)
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
  func yamlFiles() -> [String] {
    var files: [String] = []
    collect("", into: &files, depth: 0)
    return files
  }

  private func collect(_ folder: String, into files: inout [String], depth: Int) {
    // Git trees have no cycles; the bound is for trees that are made up.
    guard depth < 200, let entries = entries(of: folder) else { return }
    for entry in entries {
      let path = Self.path(folder, entry.name)
      if entry.isFolder {
        if !entry.name.hasPrefix(".") { collect(path, into: &files, depth: depth + 1) }
      } else if Self.isYAML(entry.name) {
        files.append(path)
      }
    }
  }

  /// Whether Flux takes a file of that name for manifests.
  static func isYAML(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".yml") }
}
