import Flux

/// A tree whose files have no byte-order marks.
///
/// A mark at the start of a file says nothing about its manifests, and the YAML reader takes it for
/// a column of the first line.
struct UnmarkedTree<Base: ManifestTree>: ManifestTree {
  let tree: Base

  func file(_ path: String) -> [UInt8]? { unmarked(tree.file(path)) }

  func readableFile(_ path: String) -> [UInt8]? { unmarked(tree.readableFile(path)) }

  private func unmarked(_ bytes: [UInt8]?) -> [UInt8]? {
    let isMarked = bytes?.starts(with: [0xEF, 0xBB, 0xBF]) ?? false
    return isMarked ? bytes.map { Array($0.dropFirst(3)) } : bytes
  }

  func hasFile(_ path: String) -> Bool { tree.hasFile(path) }

  func hasFile(named name: String, in folder: String) -> Bool {
    tree.hasFile(named: name, in: folder)
  }

  func folders(in folder: String) -> [String]? { tree.folders(in: folder) }

  // A mark changes neither what a file holds nor the lines and columns of its nodes.
  func content(_ path: String) -> FileContent? { tree.content(path) }

  func note(_ content: FileContent, of path: String) { tree.note(content, of: path) }

  func markedFiles() -> MarkedFiles? { tree.markedFiles() }

  func files(marked marks: FileMarks) -> [String]? { tree.files(marked: marks) }

  func build(
    of path: String, components: [String], _ make: () -> KustomizeBuild
  ) -> KustomizeBuild { tree.build(of: path, components: components, make) }

  func build(within file: String, _ make: () -> KustomizeBuild?) -> KustomizeBuild? {
    tree.build(within: file, make)
  }

  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    tree.entries(of: folder)
  }
}
