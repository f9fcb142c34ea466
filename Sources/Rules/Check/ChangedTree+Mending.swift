import Flux
import YAML

extension ChangedTree {
  /// A tree in which every entry of a kustomization leads somewhere: to a file or a kustomization without content
  /// where there is none.
  ///
  /// One entry that leads nowhere keeps Flux from building a folder, and would keep everything in it from being judged.
  ///
  /// - Parameters:
  ///   - tree: the tree.
  ///   - references: the entries that lead nowhere.
  init(_ tree: any ManifestTree, mending references: some Sequence<UnresolvedReference>) {
    var files: ExactMap<[UInt8]> = [:]
    for reference in references {
      let folder = RepositoryPath.folder(of: reference.file)
      guard let path = RepositoryPath.joined(folder, reference.text), !path.isEmpty else {
        continue
      }
      let isFile = RepositoryPath.name(of: path).dropFirst().contains(".")
      let file = isFile ? path : RepositoryPath.path(of: KustomizeBuild.fileNames[0], in: path)
      guard !tree.hasFile(file), tree.entries(of: file) == nil else { continue }
      files[file] = isFile ? [] : Array(reference.kustomization.utf8)
    }
    self.init(tree, files)
  }
}

extension UnresolvedReference {
  /// A kustomization without content that may stand there.
  fileprivate var kustomization: String {
    isComponent
      ? "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: []\n"
      : "resources: []\n"
  }
}
