internal import Kustomize
internal import YAML

extension AppliedTree {
  /// What a tree makes each cluster apply.
  ///
  /// - Parameters:
  ///   - tree: the files of the repository.
  ///   - isStrict: whether a variable that is not set is an error: the default since Flux 2.9.
  ///   - address: the address of the repository, by which other GitRepositories of it are recognised; nil where it
  ///     is not known.
  ///   - artifacts: the folders of artifacts that are pushed from this repository, by the name of their source.
  ///   - passesOver: whether the objects of a file do not matter, so that they may be missing where nothing else
  ///     depends on them.
  public init(
    of tree: any ManifestTree, isStrict: Bool = true, address: String? = nil,
    artifacts: [String: String] = [:],
    passingOver passesOver: @escaping (String) -> Bool = { _ in false }
  ) {
    self.init(
      ModelSources(tree, artifacts: artifacts, passingOver: passesOver), isStrict: isStrict,
      address: address, selection: nil)
  }

  /// The same of sources that are known, as far as `selection` asks.
  init(
    _ sources: ModelSources, isStrict: Bool, address: String?, selection: ModelSelection?
  ) {
    let reader = ManifestReader(sources.tree)
    let lookup = selection.map { SelectionLookup($0, reader) }
    let objects = WrittenObject.all(in: reader)
    sources.likelySource = FluxRoot.definedSource(objects, reader, address)
    let roots = FluxRoot.all(objects, reader, address: address) { spec in
      let source = sources.repository(nil)
      let made = ModelSources.build(spec, of: source)
      let built = made.resources
      let kustomizations = built.lazy.filter {
        $0.kind == "Kustomization" && $0.apiVersion.hasPrefix(FluxKustomization.group + "/")
      }.map { ($0.namespace.isEmpty ? spec.namespace : $0.namespace) + "/" + $0.name }
      return Emission(
        kustomizations: Set(kustomizations),
        files: Set(built.compactMap { source.kustomizer.files.path(of: $0.place) }),
        isKnown: made.error == nil || !built.isEmpty)
    }
    self.init(
      clusters: roots.map { root in
        ClusterModel(
          root: root, sources: sources, isStrict: isStrict, address: address, selection: lookup
        ).cluster()
      })
    record = sources.record
  }
}

/// Finds out what one cluster applies.
///
/// What a Kustomization is follows from what its parent applies, and its variables from what others apply. So all of them
/// are gone through again and again, each time with what the last time applied, until nothing changes: as in a cluster,
/// where Flux comes round until all is as it should be.
struct ClusterModel {
  let root: FluxRoot
  let sources: ModelSources
  let isStrict: Bool
  let address: String?
  /// What is built; nil for everything.
  let selection: SelectionLookup?

  /// More rounds than any chain of Kustomizations that provide each other's variables needs.
  private static let rounds = 20

  func cluster() -> AppliedCluster {
    var round = ClusterRound(model: self, known: [:])
    round.run()
    for _ in 1..<Self.rounds {
      var next = ClusterRound(model: self, known: round.provided, applied: round.applied)
      next.run()
      let isSame = next.provided == round.provided
      round = next
      if isSame { break }
    }
    return round.cluster
  }
}
