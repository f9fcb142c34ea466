extension FluxKustomization {
  /// The Kustomizations of the clusters in a repository, each with the namespace that whoever applies it
  /// gives it: a kustomization's `namespace`, or the `targetNamespace` of another one.
  ///
  /// - Parameter tree: the repository.
  /// - Returns: each once for every namespace that it gets.
  public static func placed(in tree: some ManifestTree) -> [FluxKustomization] {
    let reader = ManifestReader(tree)
    var seen: Set<FluxKustomization> = []
    return FluxCluster.all(FluxObjects(ofFlux: reader), reader).flatMap(\.members)
      .map(\.kustomization).filter { seen.insert($0).inserted }
  }
}
