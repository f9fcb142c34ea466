import Flux

/// A tree in which every entry of a kustomization leads somewhere: to a file or a kustomization without content
/// where there is none.
///
/// One entry that leads nowhere keeps Flux from building a folder, and would keep everything in it from being judged.
struct MendedTree<Base: ManifestTree>: ManifestTree {
  let tree: Base
  private var added: [String: [UInt8]] = [:]
  private var folders: [String: [String: Bool]] = [:]

  /// - Parameters:
  ///   - tree: the tree.
  ///   - references: the entries that lead nowhere.
  init(_ tree: Base, mending references: [UnresolvedReference]) {
    self.tree = tree
    for reference in references {
      let folder = RepositoryPath.folder(of: reference.file)
      guard let path = RepositoryPath.joined(folder, reference.text), !path.isEmpty else {
        continue
      }
      let isFile = RepositoryPath.name(of: path).dropFirst().contains(".")
      if isFile {
        add(path, "")
      } else {
        add(RepositoryPath.path(of: "kustomization.yaml", in: path), Self.kustomization(reference))
      }
    }
  }

  private static func kustomization(_ reference: UnresolvedReference) -> String {
    reference.isComponent
      ? "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: []\n"
      : "resources: []\n"
  }

  private mutating func add(_ path: String, _ text: String) {
    guard !tree.hasFile(path), tree.entries(of: path) == nil else { return }
    added[path] = Array(text.utf8)
    var (path, isFolder) = (path, false)
    while !path.isEmpty {
      let folder = RepositoryPath.folder(of: path)
      folders[folder, default: [:]][RepositoryPath.name(of: path)] = isFolder
      (path, isFolder) = (folder, true)
    }
  }

  func file(_ path: String) -> [UInt8]? { added[path] ?? tree.file(path) }

  func readableFile(_ path: String) -> [UInt8]? { added[path] ?? tree.readableFile(path) }

  func hasFile(_ path: String) -> Bool { added[path] != nil || tree.hasFile(path) }

  func hasFile(named name: String, in folder: String) -> Bool {
    folders[folder]?[name] == false || tree.hasFile(named: name, in: folder)
  }

  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    let present = tree.entries(of: folder)
    guard let more = folders[folder] else { return present }
    let known = Set((present ?? []).map(\.name))
    return (present ?? []) + more.filter { !known.contains($0.key) }.map { ($0.key, $0.value) }
  }

  func folders(in folder: String) -> [String]? {
    entries(of: folder)?.filter(\.isFolder).map(\.name)
  }

  func content(_ path: String) -> FileContent? {
    guard let bytes = added[path] else { return tree.content(path) }
    return bytes.withUnsafeBytes { FileContent(of: $0, name: RepositoryPath.name(of: path)) }
  }

  func note(_ content: FileContent, of path: String) {
    if added[path] == nil { tree.note(content, of: path) }
  }

  // What is added holds nothing that has a mark.
  func markedFiles() -> MarkedFiles? { tree.markedFiles() }

  func files(marked marks: FileMarks) -> [String]? { tree.files(marked: marks) }
}
