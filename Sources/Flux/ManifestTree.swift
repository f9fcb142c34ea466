/// The files of a repository at one moment, read by path.
///
/// Paths are relative to the repository's root and have `/` between their parts, neither in front
/// nor behind; the root itself is the empty path. What is no plain file or folder, such as a
/// submodule, is not there.
public protocol ManifestTree {
  /// The bytes of the file at `path`, or nil where there is no file.
  func file(_ path: String) -> [UInt8]?

  /// The same, but nil also for a file that is too large to be read.
  func readableFile(_ path: String) -> [UInt8]?

  /// What stands in a folder, in any order, or nil where there is no folder.
  func entries(of folder: String) -> [(name: String, isFolder: Bool)]?

  /// The names of the folders in a folder, in any order, or nil where there is no folder.
  func folders(in folder: String) -> [String]?

  /// Whether a file is at `path`.
  func hasFile(_ path: String) -> Bool

  /// Whether a file of that name is right in `folder`.
  func hasFile(named name: String, in folder: String) -> Bool

  /// What the bytes of the file at `path` tell, or nil where there is no file.
  ///
  /// A tree that knows its files by their content looks through each content once.
  func content(_ path: String) -> FileContent?

  /// Takes what else was found out about the file at `path`, to tell it when it is asked for again.
  func note(_ content: FileContent, of path: String)

  /// The YAML files that have a mark, or nil where that is not known without looking at each.
  func markedFiles() -> MarkedFiles?

  /// Of those outside hidden folders the ones with one of `marks`, in the order of a walk: folder by folder,
  /// by the bytes of names; nil where that is not known either.
  func files(marked marks: FileMarks) -> [String]?

  /// What kustomize would build of a folder; `make` finds it out.
  ///
  /// It follows from the names in the tree, its kustomization files and its `.sourceignore` files, so
  /// that a tree which knows those to be the same as in another one has the answer already.
  func build(
    of path: String, components: [String], _ make: () -> KustomizeBuild
  ) -> KustomizeBuild

  /// What kustomize reads of one kustomization file that names files of its own folder alone, nil for
  /// others; `make` finds it out.
  ///
  /// It follows from the same, in that folder alone.
  func build(within file: String, _ make: () -> KustomizeBuild?) -> KustomizeBuild?
}

extension ManifestTree {
  public func readableFile(_ path: String) -> [UInt8]? { file(path) }

  public func build(within file: String, _ make: () -> KustomizeBuild?) -> KustomizeBuild? {
    make()
  }

  public func folders(in folder: String) -> [String]? {
    entries(of: folder)?.filter(\.isFolder).map(\.name)
  }

  public func hasFile(_ path: String) -> Bool { file(path) != nil }

  public func hasFile(named name: String, in folder: String) -> Bool {
    hasFile(RepositoryPath.path(of: name, in: folder))
  }

  public func note(_ content: FileContent, of path: String) {}

  public func markedFiles() -> MarkedFiles? { nil }

  public func files(marked marks: FileMarks) -> [String]? { nil }

  public func build(
    of path: String, components: [String], _ make: () -> KustomizeBuild
  ) -> KustomizeBuild { make() }

  public func content(_ path: String) -> FileContent? {
    file(path).map { bytes in
      bytes.withUnsafeBytes { FileContent(of: $0, name: RepositoryPath.name(of: path)) }
    }
  }
}
