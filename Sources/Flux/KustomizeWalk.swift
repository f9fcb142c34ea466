internal import YAML

/// Follows kustomization files from folder to folder.
public struct KustomizeWalk {
  let reader: ManifestReader
  public var build = KustomizeBuild()
  /// The kustomization files that were met.
  private var seen = ExactSet()
  /// Whether kustomizations that others take in are read too.
  private var isDeep = true
  /// The kustomization files that a walk which is not deep was led to.
  public private(set) var led: [String] = []

  public init(reader: ManifestReader) {
    self.reader = reader
  }

  /// Reads what one kustomization file names itself, without what the ones behind it do.
  public init(onlyFile file: String, _ reader: ManifestReader) {
    self.init(reader: reader)
    isDeep = false
    read(file)
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
  public func kustomizationFile(in folder: String) -> String? {
    KustomizeBuild.fileNames.map { ManifestReader.path(folder, $0) }.first(where: reader.hasFile)
  }

  private mutating func add(_ path: String, _ role: KustomizeBuild.Role, listedIn: String?) {
    build.files.append(KustomizeBuild.File(path: path, role: role, listedIn: listedIn))
  }

  @discardableResult
  private mutating func visit(_ folder: String) -> Bool {
    guard let file = kustomizationFile(in: folder) else { return false }
    if isDeep { read(file) } else { led.append(file) }
    return true
  }

  private mutating func scan(_ folder: String, ignored: SourceIgnore) {
    for entry in reader.entries(of: folder) ?? [] {
      let path = ManifestReader.path(folder, entry.name)
      guard !ignored.matches(path, isFolder: entry.isFolder) else { continue }
      if entry.isFolder {
        if !visit(path) { scan(path, ignored: ignored) }
      } else if RepositoryPath.isYAML(entry.name) {
        add(path, .resource, listedIn: nil)
      }
    }
  }
}

extension KustomizeWalk {
  /// Reads one kustomization file and everything it leads to.
  private mutating func read(_ file: String) {
    guard seen.insert(file) else { return }
    let within = isDeep ? reader.build(within: file, { Self.within(file, reader) }) : nil
    if let within { build.append(within) } else { readEntries(of: file) }
  }

  /// What a kustomization reads that names files of its own folder alone, as most do; nil for others.
  private static func within(_ file: String, _ reader: ManifestReader) -> KustomizeBuild? {
    let entries = reader.kustomization(file)?.entries ?? []
    guard entries.allSatisfy({ !$0.text.utf8.contains(UInt8(ascii: "/")) }) else { return nil }
    let walk = KustomizeWalk(onlyFile: file, reader)
    // A name without a slash may still be that of a folder, or of nothing.
    let leadsElsewhere =
      !walk.led.isEmpty || !walk.build.missing.isEmpty || !walk.build.remotes.isEmpty
    if leadsElsewhere { return nil }
    var build = walk.build
    build.files.close()
    return build
  }

  private mutating func readEntries(of file: String) {
    add(file, .kustomization, listedIn: nil)
    guard let read = reader.kustomization(file) else { return }
    if let namespace = read.namespace { build.namespaces[file] = namespace }
    var listed: Set<Listed> = []
    let folder = RepositoryPath.folder(of: file)
    for entry in read.entries { follow(entry, in: folder, from: file, &listed) }
  }

  /// A file in one role, in which a kustomization lists it once.
  private struct Listed: Hashable {
    /// The bytes of its path.
    var path: [UInt8]
    var role: KustomizeBuild.Role
  }

  private mutating func follow(
    _ entry: KustomizationFile.Entry, in folder: String, from file: String,
    _ listed: inout Set<Listed>
  ) {
    let path = RepositoryPath.joined(folder, entry.text)
    if let path, isFile(entry, in: folder, path) {
      let isNew = listed.insert(Listed(path: Array(path.utf8), role: entry.role)).inserted
      if isNew { add(path, entry.role, listedIn: file) }
      return
    }
    let found = KustomizeBuild.Entry(text: entry.text, file: file, position: entry.position)
    if case .generated = entry.role, !Self.isRemote(entry.text) {
      build.missing.append(found)
    } else if let path, reader.entries(of: path) != nil {
      if !visit(path) { build.missing.append(found) }
    } else if Self.isRemote(entry.text) {
      build.remotes.append(found)
    } else {
      build.missing.append(found)
    }
  }

  /// Whether an entry that stands for `path` is a file: nearly all are names of files in the same folder.
  private func isFile(
    _ entry: KustomizationFile.Entry, in folder: String, _ path: String
  ) -> Bool {
    let isName = path.utf8.count == folder.utf8.count + 1 + entry.text.utf8.count
    return isName && !entry.text.utf8.contains(UInt8(ascii: "/"))
      ? reader.hasFile(named: entry.text, in: folder) : reader.hasFile(path)
  }

  /// Whether an entry that is no path of the repository means another host.
  private static func isRemote(_ text: String) -> Bool {
    RemoteResource.isMeant(by: text) || text.contains(".git/")
  }
}
