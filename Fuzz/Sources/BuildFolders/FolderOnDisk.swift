import Foundation
import Kustomize

/// A folder on disk, with the symbolic links that stay in it, as kustomize follows them.
struct FolderOnDisk: FileSource {
  private let root: String

  init(_ root: String) {
    self.root = URL(filePath: root).resolvingSymlinksInPath().path
  }

  func file(_ path: String) -> [UInt8]? {
    guard let url = url(path), isFolder(at: url) == false else { return nil }
    return try? [UInt8](Data(contentsOf: url))
  }

  func isFolder(_ path: String) -> Bool {
    url(path).map { isFolder(at: $0) == true } ?? false
  }

  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    guard let url = url(folder),
      let names = try? FileManager.default.contentsOfDirectory(atPath: url.path)
    else { return nil }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { (name: $0, isFolder: isFolder(at: url.appending(path: $0)) == true) }
  }

  /// Where a path leads, or nil where that is outside of the folder.
  private func url(_ path: String) -> URL? {
    let url = URL(filePath: root).appending(path: path).resolvingSymlinksInPath()
    return url.path == root || url.path.hasPrefix(root + "/") ? url : nil
  }

  /// Whether there is a folder; nil where there is nothing.
  private func isFolder(at url: URL) -> Bool? {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    return exists ? isFolder.boolValue : nil
  }
}
