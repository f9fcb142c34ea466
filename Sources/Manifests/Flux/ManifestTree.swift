/// The files of a repository at one moment, read by path.
///
/// Paths are relative to the repository's root and have `/` between their parts, neither in front
/// nor behind; the root itself is the empty path. What is no plain file or folder, such as a
/// submodule, is not there.
public protocol ManifestTree {
  /// The bytes of the file at `path`, or nil where there is no file.
  func file(_ path: String) -> [UInt8]?

  /// What stands in a folder, in any order, or nil where there is no folder.
  func entries(of folder: String) -> [(name: String, isFolder: Bool)]?
}
