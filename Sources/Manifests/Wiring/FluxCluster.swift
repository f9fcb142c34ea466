/// The Flux Kustomizations of one cluster that read this repository.
struct FluxCluster {
  /// A Kustomization, its build, and who applies it.
  struct Member {
    /// With the namespace that it has in the cluster.
    var kustomization: FluxKustomization
    let build: KustomizeBuild
    /// Its files without the resources that hold no mark, which are most.
    let marked: [KustomizeBuild.File]
    /// The members whose path holds the Kustomization's own file.
    var parents: Set<Int> = []
    /// The kustomization file that lists its file; nil where the file is found by itself.
    var listedIn: String?

    /// `namespace/name`.
    var identifier: String {
      (kustomization.namespace ?? FluxCluster.defaultNamespace) + "/" + kustomization.name
    }
  }

  /// Where Flux itself runs, when installed as its documentation says.
  static let defaultNamespace = "flux-system"

  var members: [Member]
  /// The Kustomization that applies itself, as `flux bootstrap` writes it; nil where it is not in
  /// the repository.
  var root: Int?
  /// The folder that the root applies or, where there is none, the one that it most likely will; nil
  /// where that is not known.
  var folder: String?

  /// All members that apply `member`, through others too, and `member` itself where it does.
  func ancestors(of member: Int) -> Set<Int> {
    var found: Set<Int> = []
    var pending = Array(members[member].parents)
    while let next = pending.popLast() {
      if found.insert(next).inserted { pending += members[next].parents }
    }
    return found
  }

  /// All members that `member` waits for, through others too.
  func dependencies(of member: Int) -> Set<Int> {
    let byName = Dictionary(
      members.indices.map { (members[$0].identifier, $0) }, uniquingKeysWith: { first, _ in first })
    var found: Set<Int> = []
    var pending = [member]
    while let next = pending.popLast() {
      let kustomization = members[next].kustomization
      for reference in kustomization.dependsOn {
        let namespace = reference.namespace ?? kustomization.namespace ?? Self.defaultNamespace
        guard let other = byName[namespace + "/" + reference.name] else { continue }
        if found.insert(other).inserted { pending.append(other) }
      }
    }
    return found
  }

  /// The place whose values this cluster takes, or nil where that cannot be told.
  func place(of configuration: WiringConfiguration) -> WiringConfiguration.Place? {
    if configuration.places.count < 2 { return configuration.places.first }
    let applied = configuration.places.filter { place in
      members.contains { $0.build.files.contains { $0.path == place.path } }
    }
    if applied.count == 1 { return applied.first }
    guard let folder, !folder.isEmpty else { return nil }
    let inside = configuration.places.filter { $0.path.utf8.starts(with: (folder + "/").utf8) }
    return inside.count == 1 ? inside.first : nil
  }

  /// That no place fits.
  var noPlace: ManifestFinding {
    let first = members[root ?? 0].kustomization
    return ManifestFinding(
      "wiring-no-place", .error, path: first.file, position: first.position,
      "none of the ConfigMaps is clearly the one of this cluster",
      remedy: "put {{environment.name}} into configMap.path so that each cluster's folder has one"
        + (root == nil ? "; or run flux bootstrap, which says what each cluster applies" : ""))
  }
}
