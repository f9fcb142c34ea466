public import YAML

/// A tree with files in the place of others, or where there are none.
public struct ChangedTree: ManifestTree {
  private let base: any ManifestTree
  private let files: ExactMap<[UInt8]>
  /// The marks of those files that are YAML.
  private let marks: ExactMap<FileMarks>
  /// What the files add to folders: names, and whether they are folders.
  private let added: ExactMap<ExactMap<Bool>>

  public init(_ base: any ManifestTree, _ files: ExactMap<[UInt8]>) {
    self.base = base
    self.files = files
    var marks: ExactMap<FileMarks> = [:]
    for (path, bytes) in files where RepositoryPath.isYAML(path) {
      marks[path] = bytes.withUnsafeBytes {
        FileContent(of: $0, name: RepositoryPath.name(of: path)).marks
      }
    }
    self.marks = marks
    var added: ExactMap<ExactMap<Bool>> = [:]
    for path in files.keys {
      var (current, isFolder) = (path, false)
      while !current.isEmpty {
        let folder = RepositoryPath.folder(of: current)
        added[folder, default: [:]][RepositoryPath.name(of: current)] = isFolder
        (current, isFolder) = (folder, true)
      }
    }
    self.added = added
  }

  public func file(_ path: String) -> [UInt8]? { files[path] ?? base.file(path) }

  public func readableFile(_ path: String) -> [UInt8]? { files[path] ?? base.readableFile(path) }

  public func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    let present = base.entries(of: folder)
    guard var own = added[folder] else { return present }
    for entry in present ?? [] { own[entry.name] = entry.isFolder }
    return own.map { (name: $0.key, isFolder: $0.value) }
  }

  public func folders(in folder: String) -> [String]? {
    added[folder] == nil
      ? base.folders(in: folder) : entries(of: folder)?.filter(\.isFolder).map(\.name)
  }

  public func hasFile(_ path: String) -> Bool { files[path] != nil || base.hasFile(path) }

  public func hasFile(named name: String, in folder: String) -> Bool {
    added[folder]?[name] == false || base.hasFile(named: name, in: folder)
  }

  public func content(_ path: String) -> FileContent? {
    guard let bytes = files[path] else { return base.content(path) }
    return bytes.withUnsafeBytes { FileContent(of: $0, name: RepositoryPath.name(of: path)) }
  }

  public func note(_ content: FileContent, of path: String) {
    if files[path] == nil { base.note(content, of: path) }
  }

  public func markedFiles() -> MarkedFiles? {
    base.markedFiles()?.changing(marks)
  }

  public func files(marked marks: FileMarks) -> [String]? {
    guard let present = base.files(marked: marks) else { return nil }
    let own = self.marks.keys.filter { path in
      !RepositoryPath.isHidden(path) && self.marks[path]?.isDisjoint(with: marks) == false
    }
    let others = present.filter { files[$0] == nil }
    return (others + own).sorted(by: RepositoryPath.isEarlierInWalk)
  }
}
