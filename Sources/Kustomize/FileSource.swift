/// The files that a build reads: a tree, and nothing else.
///
/// Paths are relative to its root, with `/` between their parts; the root is the empty path. Symbolic links and
/// submodules are not there.
public protocol FileSource {
  /// The bytes of a file; nil where there is none.
  func file(_ path: String) -> [UInt8]?

  /// Whether a file that `file` does not give is there, but too large to be read.
  func isTooLarge(_ path: String) -> Bool

  /// Whether there is a folder.
  func isFolder(_ path: String) -> Bool

  /// What stands in a folder, in the byte order of names; nil where there is no folder.
  func entries(of folder: String) -> [(name: String, isFolder: Bool)]?

  /// Whether a file of resources is passed over, for one who knows that its objects do not matter.
  ///
  /// Asked only where kustomizations treat each resource by itself, so that the others come out as with it.
  func passesOver(_ path: String) -> Bool
}

extension FileSource {
  public func isTooLarge(_ path: String) -> Bool { false }

  public func passesOver(_ path: String) -> Bool { false }

  /// - Throws: `BuildError` where a file is there that is not read.
  func checkSize(_ path: String) throws(BuildError) {
    guard isTooLarge(path) else { return }
    throw .unsupported("\(path) is too large to be read", remedy: "split it into several files")
  }
}
