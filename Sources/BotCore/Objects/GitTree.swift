internal import Flux
internal import Git
internal import YAML

/// A tree of the object database, as the knowledge of manifests reads it.
///
/// Objects that cannot be read are taken for absent, and `throwError()` afterwards says so: the
/// protocol has no errors, for a tree of plain values has none.
final class GitTree: ManifestTree {
  private let repository: Repository
  private let root: ObjectID
  private var folders: ExactMap<KnownObjects.Folder?> = [:]
  /// The folder that a file was looked for in last.
  private var last: (path: String, folder: KnownObjects.Folder)?
  private var marked: MarkedFiles?
  private var error: BotError?

  init(_ root: ObjectID, in repository: Repository) {
    self.root = root
    self.repository = repository
  }

  func file(_ path: String) -> [UInt8]? {
    guard let entry = fileEntry(path) else { return nil }
    return read(path) { () throws(GitError) in try repository.blob(entry.id).bytes }
  }

  func readableFile(_ path: String) -> [UInt8]? {
    guard let entry = fileEntry(path) else { return nil }
    return read(path) { () throws(GitError) in try repository.readableBytes(entry.id) } ?? nil
  }

  func hasFile(_ path: String) -> Bool { fileEntry(path) != nil }

  func hasFile(named name: String, in folder: String) -> Bool {
    asked(for: folder)?[name]?.mode.isFile == true
  }

  func folders(in folder: String) -> [String]? {
    contents(of: folder)?.entries.filter { $0.mode == .tree }.map(\.name)
  }

  func content(_ path: String) -> FileContent? {
    guard let entry = fileEntry(path) else { return nil }
    return read(path) { () throws(GitError) in
      try repository.known.content(of: entry.id, named: entry.name)
    }
  }

  func note(_ content: FileContent, of path: String) {
    if let entry = fileEntry(path) { repository.known.keep(content, of: entry.id) }
  }

  func markedFiles() -> MarkedFiles? {
    if let marked { return marked }
    let found = read("") { () throws(GitError) in try repository.known.markedFiles(in: root) }
    marked = found ?? MarkedFiles()
    return marked
  }

  func files(marked marks: FileMarks) -> [String]? {
    read("") { () throws(GitError) in try repository.known.files(in: root, marked: marks) } ?? []
  }

  func build(
    of path: String, components: [String], _ make: () -> KustomizeBuild
  ) -> KustomizeBuild {
    let structure = read(path) { () throws(GitError) in try repository.known.structure(of: root) }
    guard let structure else { return make() }
    return repository.known.build(
      KnownObjects.BuildKey(structure: structure, path: path, components: components), make)
  }

  func build(within file: String, _ make: () -> KustomizeBuild?) -> KustomizeBuild? {
    let folder = RepositoryPath.folder(of: file)
    let structure = id(of: folder).flatMap { id in
      read(folder) { () throws(GitError) in try repository.known.structure(of: id) }
    }
    guard let structure else { return make() }
    return repository.known.build(within: file, inFolderOf: structure, make)
  }

  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    contents(of: folder)?.entries.compactMap { entry in
      switch entry.mode {
      case .tree: (entry.name, true)
      case .blob, .executable: (entry.name, false)
      case .symbolicLink, .submodule: nil
      }
    }
  }

  /// Throws the first error that reading met.
  func throwError() throws(BotError) {
    if let error { throw error }
  }

  private func contents(of folder: String) -> KnownObjects.Folder? {
    if let known = folders[folder] { return known }
    let contents = id(of: folder).flatMap { id in
      read(folder) { () throws(GitError) in try repository.known.folder(id) }
    }
    folders[folder] = .some(contents)
    return contents
  }

  private func id(of folder: String) -> ObjectID? {
    if folder.isEmpty { return root }
    let entry = contents(of: RepositoryPath.folder(of: folder))?[RepositoryPath.name(of: folder)]
    return entry.flatMap { $0.mode == .tree ? $0.id : nil }
  }

  private func fileEntry(_ path: String) -> TreeEntry? {
    let entry: TreeEntry?
    if let last, path.isRight(in: last.path) {
      let name = path.utf8.dropFirst(last.path.utf8.count + 1)
      entry = last.folder[String(Substring(name))]
    } else {
      entry = asked(for: RepositoryPath.folder(of: path))?[RepositoryPath.name(of: path)]
    }
    return entry?.mode.isFile == true ? entry : nil
  }

  /// What stands in a folder of which more will be asked: files are asked for folder by folder, as a rule.
  private func asked(for folder: String) -> KnownObjects.Folder? {
    if let last, last.path.isSameText(as: folder) { return last.folder }
    let contents = contents(of: folder)
    last = contents.map { (folder, $0) }
    return contents
  }

  private func read<Result>(
    _ path: String, _ body: () throws(GitError) -> Result
  ) -> Result? {
    do {
      return try body()
    } catch {
      self.error = self.error ?? BotError(error, doing: "reading \(path)")
      return nil
    }
  }
}

extension String {
  /// Whether this is the path of something right in `folder`, which is not the root.
  fileprivate func isRight(in folder: String) -> Bool {
    let slash = UInt8(ascii: "/")
    var (path, folder) = (self, folder)
    return path.withUTF8 { path in
      folder.withUTF8 { folder in
        path.count > folder.count && path[folder.count] == slash
          && !path[(folder.count + 1)...].contains(slash)
          && path[..<folder.count].elementsEqual(folder)
      }
    }
  }
}
