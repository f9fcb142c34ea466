public import YAML

/// Reads files of a tree, and what has been put in their place.
///
/// Parsed files are kept only for the paths that are asked for with `kept` and, by trees that know
/// their files by content, for Flux's own kinds and as many others as they have room for: memory follows
/// the objects that describe the wiring, not the repository.
public final class ManifestReader {
  private let tree: any ManifestTree
  /// The tree without what has been put in the place of its files.
  var base: any ManifestTree { tree }
  private var kept: ExactMap<YAMLStream?> = [:]
  private var files: Files?
  /// The files that differ from the tree's.
  public private(set) var changed: ExactMap<[UInt8]> = [:]

  public init(_ tree: any ManifestTree) {
    self.tree = tree
  }

  /// The bytes of a file, or nil where there is none.
  public func bytes(_ path: String) -> [UInt8]? { changed[path] ?? tree.file(path) }

  /// The same, but nil also for a file that is too large to be read, which has a finding as YAML.
  public func readableBytes(_ path: String) -> [UInt8]? { changed[path] ?? tree.readableFile(path) }

  /// Whether there is a file.
  public func hasFile(_ path: String) -> Bool { changed[path] != nil || tree.hasFile(path) }

  /// Whether there is a file of that name right in `folder`.
  func hasFile(named name: String, in folder: String) -> Bool {
    !changed.isEmpty && changed[Self.path(folder, name)] != nil
      || tree.hasFile(named: name, in: folder)
  }

  /// What the bytes of a file tell; nil where there is none.
  public func content(_ path: String) -> FileContent? {
    guard let bytes = changed[path] else { return tree.content(path) }
    return bytes.withUnsafeBytes { FileContent(of: $0, name: RepositoryPath.name(of: path)) }
  }

  /// The marks of a file; none where there is none.
  public func marks(_ path: String) -> FileMarks {
    if RepositoryPath.isYAML(path), changed[path] == nil, let marked = tree.markedFiles() {
      return marked[path]
    }
    return content(path)?.marks ?? []
  }

  /// The documents of a YAML file, or nil where there is none that can be read.
  public func stream(_ path: String) -> YAMLStream? {
    if let known = kept[path] { return known }
    return (try? parsed(path)) ?? nil
  }

  /// The documents of a YAML file, or nil where there is none.
  ///
  /// - Throws: `ParseError` where it cannot be read.
  public func parsed(_ path: String) throws(ParseError) -> YAMLStream? {
    if let bytes = changed[path] { return try YAMLStream(bytes) }
    let content = tree.content(path)
    if let known = content?.stream { return known }
    if content?.isTooLarge == true { throw YAMLLimits.tooLarge }
    guard let content, let bytes = tree.file(path) else { return nil }
    let stream = try YAMLStream(bytes)
    tree.note(content.keeping(stream), of: path)
    return stream
  }

  /// The documents of a YAML file, which are remembered.
  public func keptStream(_ path: String) -> YAMLStream? {
    let stream = stream(path)
    kept[path] = .some(stream)
    return stream
  }

  /// What a kustomization file takes in; nil where there is none that can be read.
  func kustomization(_ path: String) -> KustomizationFile? {
    // The same bytes may have been met under a name that is none of a kustomization.
    let content = content(path)
    if content?.isTooLarge == true { return nil }
    return content?.kustomization ?? bytes(path).flatMap { KustomizationFile($0) }
  }

  /// Puts `bytes` in the place of a file or where there is none.
  public func set(_ path: String, to bytes: [UInt8]) {
    kept[path] = nil
    files = nil
    changed[path] = bytes == tree.file(path) ? nil : bytes
  }

  /// What stands in a folder, in the byte order of names, or nil where there is no folder.
  public func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    unsortedEntries(of: folder).map(Self.sorted)
  }

  private func unsortedEntries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    let present = tree.entries(of: folder)
    guard !changed.isEmpty else { return present }
    var entries: ExactMap<Bool> = [:]
    for entry in present ?? [] { entries[entry.name] = entry.isFolder }
    let prefix = folder.isEmpty ? "" : folder + "/"
    for path in changed.keys where path.utf8.starts(with: prefix.utf8) {
      let rest = path.utf8.dropFirst(prefix.utf8.count)
      let name = rest.prefix { $0 != 0x2F }
      entries[String(Substring(name))] = name.count < rest.count
    }
    guard present != nil || !entries.isEmpty else { return nil }
    return entries.map { (name: $0.key, isFolder: $0.value) }
  }

  private static func sorted(
    _ entries: [(name: String, isFolder: Bool)]
  ) -> [(name: String, isFolder: Bool)] {
    // Git's order is nearly this one: it has a slash behind the names of folders.
    let isSorted = zip(entries, entries.dropFirst()).allSatisfy {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    if isSorted { return entries }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The path of `name` in a folder.
  public static func path(_ folder: String, _ name: String) -> String {
    RepositoryPath.path(of: name, in: folder)
  }

  /// The paths of all YAML files, in the order of a walk; `.git`, `.github` and the like left out.
  ///
  /// - Parameter isWanted: whether a path is among them.
  /// - Returns: the paths.
  public func yamlFiles(where isWanted: (String) -> Bool = { _ in true }) -> [String] {
    var found: [String] = []
    collect("", into: &found, depth: 0, where: isWanted)
    return found
  }

  /// The paths of the YAML files with one of `marks` at least, in the same order.
  public func yamlFiles(marked marks: FileMarks) -> [String] {
    yamlFiles(marked: marks, and: [])
  }

  /// The same with those of `others`, which need no mark, that are wanted.
  public func yamlFiles(
    marked marks: FileMarks, and others: some Sequence<String>,
    where isWanted: (String) -> Bool = { _ in true }
  ) -> [String] {
    let others = ExactSet(
      others.filter { RepositoryPath.isYAML($0) && !RepositoryPath.isHidden($0) })
    guard let marked = tree.files(marked: marks) else {
      return yamlFiles { path in
        (!self.marks(path).isDisjoint(with: marks) || others.contains(path)) && isWanted(path)
      }
    }
    let present = marked.filter { changed[$0] == nil && isWanted($0) }
    let own = changed.keys.filter { path in
      RepositoryPath.isYAML(path) && !RepositoryPath.isHidden(path)
        && !self.marks(path).isDisjoint(with: marks) && isWanted(path)
    }
    let found = others.isEmpty ? ExactSet() : ExactSet(present + own)
    let more = others.filter { !found.contains($0) && isWanted($0) && hasFile($0) } + own
    return more.isEmpty ? present : (present + more).sorted(by: RepositoryPath.isEarlierInWalk)
  }

  private func collect(
    _ folder: String, into found: inout [String], depth: Int, where isWanted: (String) -> Bool
  ) {
    // Git trees have no cycles; the bound is for trees that are made up.
    guard depth < 200, let entries = entries(of: folder) else { return }
    for entry in entries {
      let path = Self.path(folder, entry.name)
      if entry.isFolder {
        guard !entry.name.hasPrefix(".") else { continue }
        collect(path, into: &found, depth: depth + 1, where: isWanted)
      } else if RepositoryPath.isYAML(entry.name), isWanted(path) {
        found.append(path)
      }
    }
  }

  /// The paths of all kustomization files, in the same order; of several in a folder the one that
  /// kustomize takes.
  public func kustomizationFiles() -> [String] { listed().kustomizations }

  /// The paths of all `Chart.yaml` outside hidden folders, in the same order.
  public func chartFiles() -> [String] { listed().charts }

  /// Whether there are kustomization files in hidden folders too.
  public func hasHiddenKustomizations() -> Bool { listed().hasHidden }

  /// The files of a walk.
  private struct Files {
    var kustomizations: [String] = []
    var charts: [String] = []
    var hasHidden = false
  }

  /// What kustomize would build of a folder.
  public func build(of path: String, components: [String]) -> KustomizeBuild {
    let make = { KustomizeBuild(of: path, components: components, reader: self) }
    return changed.isEmpty ? tree.build(of: path, components: components, make) : make()
  }

  /// What kustomize reads of the kustomization in `file` alone, if it names files of its own folder alone.
  func build(within file: String, _ make: () -> KustomizeBuild?) -> KustomizeBuild? {
    changed.isEmpty ? tree.build(within: file, make) : make()
  }

  private func listed() -> Files {
    if let files { return files }
    var found = Files()
    collect("", into: &found, depth: 0, isHidden: false)
    files = found
    return found
  }

  private func collect(_ folder: String, into files: inout Files, depth: Int, isHidden: Bool) {
    // Git trees have no cycles; the bound is for trees that are made up.
    guard depth < 200, let folders = folders(in: folder) else { return }
    if let name = KustomizeBuild.fileNames.first(where: { hasFile(named: $0, in: folder) }) {
      let path = Self.path(folder, name)
      if isHidden { files.hasHidden = true } else { files.kustomizations.append(path) }
    }
    if !isHidden, hasFile(named: "Chart.yaml", in: folder) {
      files.charts.append(Self.path(folder, "Chart.yaml"))
    }
    let names = folders.filter { $0 != ".git" }
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      collect(
        Self.path(folder, name), into: &files, depth: depth + 1,
        isHidden: isHidden || name.hasPrefix("."))
    }
  }

  private func folders(in folder: String) -> [String]? {
    changed.isEmpty
      ? tree.folders(in: folder)
      : unsortedEntries(of: folder)?.filter(\.isFolder).map(\.name)
  }

}
