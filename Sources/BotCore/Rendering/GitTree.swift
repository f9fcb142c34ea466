internal import Git
internal import Manifests

/// A tree of the object database, as the knowledge of manifests reads it.
///
/// Objects that cannot be read are taken for absent, and `throwError()` afterwards says so: the
/// protocol has no errors, for a tree of plain values has none.
final class GitTree: ManifestTree {
  private let repository: Repository
  private let root: ObjectID
  private var folders: [String: [TreeEntry]?] = [:]
  private var error: BotError?

  init(_ root: ObjectID, in repository: Repository) {
    self.root = root
    self.repository = repository
  }

  func file(_ path: String) -> [UInt8]? {
    let (folder, name) = GitTree.split(path)
    guard let entry = entry(name, in: folder), entry.mode == .blob || entry.mode == .executable
    else { return nil }
    return read(path) { () throws(GitError) in try repository.blob(entry.id).bytes }
  }

  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    treeEntries(of: folder)?.compactMap { entry in
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

  private func treeEntries(of folder: String) -> [TreeEntry]? {
    if let known = folders[folder] { return known }
    let (parent, name) = GitTree.split(folder)
    let id =
      folder.isEmpty ? root : entry(name, in: parent).flatMap { $0.mode == .tree ? $0.id : nil }
    let entries = id.flatMap { id in
      read(folder) { () throws(GitError) in try repository.tree(id).entries }
    }
    folders[folder] = .some(entries)
    return entries
  }

  private func entry(_ name: String, in folder: String) -> TreeEntry? {
    treeEntries(of: folder)?.first { $0.name == name && $0.hasExactName }
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

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[..<slash]), String(path[path.index(after: slash)...]))
  }
}
