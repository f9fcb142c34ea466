public import Findings
public import Flux

extension FluxCluster {
  /// The place whose values this cluster takes, or nil where that cannot be told.
  public func place(of configuration: WiringConfiguration) -> WiringConfiguration.Place? {
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
  public var noPlace: Finding {
    let first = members[root ?? 0].kustomization
    return Finding(
      .wiringNoPlace, .error, path: first.file, position: first.position,
      "none of the ConfigMaps is clearly the one of this cluster",
      remedy: "put {{environment.name}} into configMap.path so that each cluster's folder has one"
        + (root == nil ? "; or run flux bootstrap, which says what each cluster applies" : ""))
  }

  /// One cluster for each place, where no root is in the repository yet: `flux bootstrap` writes it
  /// into a folder of the cluster's own.
  ///
  /// That is taken to be the largest folder which belongs to one place alone, and the cluster what
  /// lies in it and what that applies.
  ///
  /// - Parameter configuration: the places.
  /// - Returns: the clusters, and last what belongs to none of them; this one alone where it has a root,
  ///   and where some place has no such folder or nothing lies in it.
  func separated(by configuration: WiringConfiguration) -> [FluxCluster] {
    guard root == nil, configuration.places.count > 1 else { return [self] }
    let owned = configuration.places.map(files)
    var separated: [FluxCluster] = []
    var rest = Set(members.indices)
    for (number, own) in owned.enumerated() {
      let others = owned.indices.filter { $0 != number }.flatMap { owned[$0] }
      guard let folder = Self.largestFolder(of: own, without: others) else { return [self] }
      let within = members.indices.filter { members[$0].kustomization.file.isPath(in: folder) }
      guard !within.isEmpty else { return [self] }
      let found = descendants(of: Set(within))
      separated.append(part(found, folder: folder))
      rest.subtract(found)
    }
    return rest.isEmpty ? separated : separated + [part(rest, folder: nil)]
  }

  /// The files of the members that apply a place; its own file where none does.
  private func files(of place: WiringConfiguration.Place) -> [String] {
    let appliers = members.filter { $0.build.files.contains { $0.path == place.path } }
    return appliers.isEmpty ? [place.path] : appliers.map(\.kustomization.file)
  }

  /// The largest folder that holds all `files` and none of `others`; nil where there is none but the root.
  private static func largestFolder(of files: [String], without others: [String]) -> String? {
    guard var folder = files.first.map(RepositoryPath.folder) else { return nil }
    var largest: String?
    while !folder.isEmpty, !others.contains(where: { $0.isPath(in: folder) }) {
      if files.allSatisfy({ $0.isPath(in: folder) }) { largest = folder }
      folder = RepositoryPath.folder(of: folder)
    }
    return largest
  }

  private func descendants(of start: Set<Int>) -> Set<Int> {
    var found = start
    while true {
      let more = members.indices.filter {
        !found.contains($0) && !members[$0].parents.isDisjoint(with: found)
      }
      if more.isEmpty { return found }
      found.formUnion(more)
    }
  }

  /// The cluster of some of the members.
  private func part(_ chosen: Set<Int>, folder: String?) -> FluxCluster {
    let indices = chosen.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(indices, 0...))
    let parts = indices.map { index in
      var member = members[index]
      member.parents = Set(member.parents.compactMap { numbers[$0] })
      return member
    }
    return FluxCluster(members: parts, root: nil, folder: folder)
  }
}
