internal import Flux

/// The files and folders of a tree, one after another.
struct TreeFiles {
  private let tree: any ManifestTree

  init(_ tree: any ManifestTree) {
    self.tree = tree
  }

  /// Calls `body` with each file's path and bytes, but for those that are too large to be read.
  func visitFiles(
    where isAsked: (String) -> Bool = { _ in true }, _ body: (String, [UInt8]) -> Void
  ) {
    visitEntries { path, isFolder in
      if !isFolder, isAsked(path), let bytes = tree.readableFile(path) { body(path, bytes) }
    }
  }

  /// Calls `body` with each path, folders before what is in them.
  func visitEntries(_ body: (_ path: String, _ isFolder: Bool) -> Void) {
    walk("", body)
  }

  private func walk(_ folder: String, _ body: (String, Bool) -> Void) {
    for entry in tree.entries(of: folder) ?? [] {
      let path = joined(folder, entry.name)
      body(path, entry.isFolder)
      if entry.isFolder { walk(path, body) }
    }
  }
}

/// `folder` and `name` with a slash between them, or `name` alone at the root.
func joined(_ folder: String, _ name: String) -> String {
  RepositoryPath.path(of: name, in: folder)
}
