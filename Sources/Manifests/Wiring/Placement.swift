/// Where the ConfigMaps go and which Kustomization applies them.
struct Placement {
  /// Members that cannot wait for the variables, since they bring them about.
  private(set) var blocked: Set<Int> = []
  let wiring: ClusterWiring
  /// Where the variables' files go; nil where there is no folder for them.
  private(set) var folder: String?
  /// The member beside whose file a Kustomization of our own goes; nil where another applies them.
  private(set) var anchor: Int?
  /// Whether a Kustomization of our own has to apply them.
  private(set) var isOwn = false
  /// The kustomization file that lists the nested ConfigMap and, unless `isOwn`, the variables.
  private(set) var listing: String?

  /// A member that applies the nested ConfigMap's folder.
  private struct Applier {
    let member: Int
    /// Nil where Flux takes the whole folder.
    let listing: String?
  }

  /// Finds the place; `consuming` are the members whose paths hold references.
  init(_ wiring: ClusterWiring, consuming: Set<Int>) {
    self.wiring = wiring
    let appliers = self.appliers()
    listing = appliers.compactMap(\.listing).first ?? kustomizationFile(in: nestedFolder)
    if let applier = appliers.first(where: { isFit($0, consuming) }) {
      folder = nestedFolder
      listing = applier.listing
      blocked = cluster.ancestors(of: applier.member).union([applier.member])
        .intersection(consuming)
      return
    }
    if appliers.isEmpty, let root = appliedByFutureRoot() {
      folder = nestedFolder
      listing = root.listing
      return
    }
    isOwn = true
    folder = appliers.isEmpty ? nestedFolder : ownFolder()
    anchor = consuming.sorted().filter { !cluster.ancestors(of: $0).contains($0) }
      .min { depth($0, consuming) < depth($1, consuming) }
    blocked = anchor.map { cluster.ancestors(of: $0).intersection(consuming) } ?? consuming
  }

  private var cluster: FluxCluster { wiring.cluster }
  private var reader: ManifestReader { wiring.reader }

  /// The folder of the nested ConfigMap's file.
  var nestedFolder: String { RepositoryPath.folder(of: wiring.place.path) }

  private func depth(_ member: Int, _ consuming: Set<Int>) -> Int {
    cluster.ancestors(of: member).intersection(consuming).count
  }

  /// The kustomization file of a folder, or nil.
  func kustomizationFile(in folder: String) -> String? {
    KustomizeWalk(reader: reader).kustomizationFile(in: folder)
  }
}

extension Placement {
  private func appliers() -> [Applier] {
    let own = kustomizationFile(in: nestedFolder)
    return cluster.members.indices.compactMap { index in
      let member = cluster.members[index]
      guard member.kustomization.name != ClusterWiring.ownName else { return nil }
      return applied(by: member.build, own).map { Applier(member: index, listing: $0.listing) }
    }
  }

  /// How a build takes in the nested ConfigMap's folder; nil where it does not.
  private struct Application {
    /// Nil where Flux takes the whole folder.
    let listing: String?
  }

  /// `own` is the folder's kustomization file.
  private func applied(by build: KustomizeBuild, _ own: String?) -> Application? {
    if let own {
      return build.kustomizationFiles.contains(own) ? Application(listing: own) : nil
    }
    let resources = build.files.filter { $0.role == .resource }
    let file =
      resources.first { $0.path == wiring.place.path }
      ?? resources.first { RepositoryPath.folder(of: $0.path) == nestedFolder }
    return file.map { Application(listing: $0.listedIn) }
  }

  /// How the root will take it in that `flux bootstrap` writes later; nil where it will not.
  ///
  /// A kustomization file of our own would keep it from what else is in its folder.
  private func appliedByFutureRoot() -> Application? {
    guard cluster.root == nil, let folder = cluster.folder else { return nil }
    let isInside = nestedFolder.isEmpty || folder.isPath(in: nestedFolder)
    let build = reader.build(of: isInside ? nestedFolder : folder, components: [])
    return applied(by: build, kustomizationFile(in: nestedFolder))
  }

  /// Whether a member can apply the ConfigMaps before any consumer needs them, as they are.
  private func isFit(_ applier: Applier, _ consuming: Set<Int>) -> Bool {
    let member = cluster.members[applier.member]
    let namespace = wiring.place.namespace
    let needed = consuming.map { cluster.members[$0].kustomization.namespace ?? namespace }
    // Who gives all objects one namespace would give it to the variables of the others too.
    let given =
      member.kustomization.targetNamespace
      ?? applier.listing.flatMap { member.build.namespaces[$0] }
    let keepsNamespaces = given.map { given in (needed + [namespace]).allSatisfy { $0 == given } }
    return !consuming.contains(applier.member)
      && cluster.dependencies(of: applier.member).isDisjoint(with: consuming)
      && keepsNamespaces ?? true
  }

  /// A folder near the nested ConfigMap's of which no member takes everything.
  private func ownFolder() -> String? {
    var place = nestedFolder
    while true {
      let candidate = ManifestReader.path(place, ClusterWiring.ownName)
      let isTaken = cluster.members.contains { member in
        guard member.build.isGenerated, let path = member.kustomization.path else { return false }
        return path.isEmpty || candidate.utf8.starts(with: (path + "/").utf8)
      }
      if !isTaken { return candidate }
      if place.isEmpty { return nil }
      place = RepositoryPath.folder(of: place)
    }
  }
}
