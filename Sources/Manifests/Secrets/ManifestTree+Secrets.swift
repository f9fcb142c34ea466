extension ManifestTree {
  /// Whether a kustomization puts the file at `path` into a Secret, or patches one with it, so that all of
  /// it counts as secret.
  ///
  /// Kustomizations are looked for in the file's folder and those above it: kustomize reads no others
  /// without being told to.
  public func isSecretFile(_ path: String) -> Bool {
    var folder = path
    while !folder.isEmpty {
      folder = RepositoryPath.folder(of: folder)
      for name in KustomizeBuild.fileNames where hasFile(named: name, in: folder) {
        let content = content(RepositoryPath.path(of: name, in: folder))
        let isListed = content?.kustomization?.entries.contains { entry in
          entry.role.isOfSecret && RepositoryPath.joined(folder, entry.text) == path
        }
        if isListed == true { return true }
      }
    }
    return false
  }
}

extension KustomizeBuild.Role {
  /// Whether the file becomes part of a Secret.
  fileprivate var isOfSecret: Bool {
    switch self {
    case .generated(let kind, _): kind == "Secret"
    case .patch(let kind, _): kind.map(SecretSearch.isSecretPattern) == true
    case .kustomization, .resource: false
    }
  }
}
