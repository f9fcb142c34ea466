import Findings
import Flux
import YAML

/// A cluster and the place whose values it takes.
struct PlacedCluster {
  let cluster: WiringCluster
  /// Nil where it cannot be told.
  let place: WiringConfiguration.Place?
  /// The place that the cluster applies, though another cluster does that by right; nil for most.
  var borrowed: WiringConfiguration.Place?
  /// The files that other clusters read too.
  private(set) var sharedFiles: Set<String> = []

  /// The clusters of a tree but for those that are left as they are.
  static func all(
    _ clusters: [WiringCluster], _ configuration: WiringConfiguration
  ) -> [PlacedCluster] {
    let clusters = clusters.filter { !configuration.leaving.contains($0.start) }
    guard let first = clusters.first else { return [] }
    // Nothing in the repository says yet what a cluster applies.
    let isBeforeBootstrap = first.root == nil
    if configuration.places.count < 2 {
      let place = configuration.places.first
      let whole = isBeforeBootstrap && clusters.count > 1 ? [.joined(clusters)] : clusters
      return shared(whole.map { PlacedCluster(cluster: $0, place: place) })
    }
    guard isBeforeBootstrap else { return shared(told(clusters, configuration)) }
    let whole = WiringCluster.joined(clusters)
    return shared(
      whole.separated(by: configuration) ?? gathered(told(clusters, configuration)))
  }

  /// Each cluster with the place that can be told of it.
  private static func told(
    _ clusters: [WiringCluster], _ configuration: WiringConfiguration
  ) -> [PlacedCluster] {
    let appliers = Dictionary(
      grouping: configuration.places.flatMap { place in
        clusters.filter { $0.applies(place) }.map { (place.environment, $0.start) }
      }, by: \.0)
    return clusters.map { cluster in
      let named = configuration.place(namedBy: cluster)
      guard let own = configuration.place(of: cluster, named: named) else {
        return PlacedCluster(cluster: cluster, place: nil)
      }
      // A copied folder applies what its original does.
      let isBorrowed =
        named.map { $0.environment != own.environment } ?? false
        && appliers[own.environment, default: []].contains { _, start in
          start != cluster.start
            && configuration.place(namedBy: [start])?.environment == own.environment
        }
      return isBorrowed
        ? PlacedCluster(cluster: cluster, place: nil, borrowed: own)
        : PlacedCluster(cluster: cluster, place: own)
    }
  }

  /// One cluster for each place, of all that take it.
  private static func gathered(_ clusters: [PlacedCluster]) -> [PlacedCluster] {
    var result: [PlacedCluster] = []
    var done: Set<String> = []
    for placed in clusters {
      guard let place = placed.place else {
        result.append(placed)
        continue
      }
      guard done.insert(place.environment).inserted else { continue }
      let all = clusters.filter { $0.place?.environment == place.environment }.map(\.cluster)
      result.append(
        PlacedCluster(cluster: all.count == 1 ? placed.cluster : .joined(all), place: place))
    }
    return result
  }

  private static func shared(_ clusters: [PlacedCluster]) -> [PlacedCluster] {
    var readers: [String: Int] = [:]
    let files = clusters.map { placed in Set(placed.cluster.members.compactMap(\.written?.file)) }
    for file in files.joined() { readers[file, default: 0] += 1 }
    return zip(clusters, files).map { placed, files in
      var placed = placed
      placed.sharedFiles = files.filter { readers[$0, default: 0] > 1 }
      return placed
    }
  }

  /// That no place fits, with what to do.
  func noPlace(_ configuration: WiringConfiguration) -> Finding {
    let first = cluster.members[cluster.root ?? 0].place
    let folder = RepositoryPath.shown(cluster.start)
    let names = configuration.places.filter { !$0.isAbsent }.map(\.environment).sorted()
      .joined(separator: ", ")
    if let borrowed {
      return Finding(
        .wiringNoPlace, .error, path: first.file, position: first.position,
        "the cluster in \(folder) applies \(borrowed.path), which is the ConfigMap of another one "
          + "(\(borrowed.environment)), so nothing is wired in it",
        remedy: "let it apply the ConfigMap of its own environment; with {{environment.name}} as a "
          + "folder in configMap.path each environment has a folder of its own")
    }
    return Finding(
      .wiringNoPlace, .error, path: first.file, position: first.position,
      "it cannot be told which environment (\(names)) the cluster in \(folder) is, so its wiring "
        + "stays as it is",
      remedy: "name its folder after the environment or the cluster.name, or put the folder of "
        + "configMap.path into it, with {{environment.name}} in that path"
        + (cluster.root == nil
          ? "; or run flux bootstrap, which says what each cluster applies" : ""))
  }
}

extension WiringCluster {
  /// Whether something in the cluster applies the ConfigMap of a place.
  func applies(_ place: WiringConfiguration.Place) -> Bool {
    !place.path.isEmpty
      && members.contains { $0.build.files.contains { $0.path == place.path } }
  }

  /// One cluster for each place, where no root is in the repository yet: `flux bootstrap` writes it
  /// into a folder of the cluster's own.
  ///
  /// That is taken to be the largest folder which belongs to one place alone, and the cluster what
  /// lies in it and what that applies.
  ///
  /// - Parameter configuration: the places.
  /// - Returns: the clusters, and last what belongs to none of them; nil where some place has no such folder or nothing
  ///   lies in it.
  fileprivate func separated(by configuration: WiringConfiguration) -> [PlacedCluster]? {
    let places = configuration.places
    let owned = places.map { files(of: $0, configuration) }
    var separated: [PlacedCluster] = []
    var rest = Set(members.indices)
    for (number, own) in owned.enumerated() {
      let others = owned.indices.filter { $0 != number }.flatMap { owned[$0] }
      guard let folder = Self.largestFolder(of: own, without: others) else { return nil }
      let within = members.indices.filter { members[$0].place.file.isPath(in: folder) }
      guard !within.isEmpty else { return nil }
      let found = descendants(of: Set(within))
      separated.append(PlacedCluster(cluster: part(found, folder: folder), place: places[number]))
      rest.subtract(found)
    }
    guard !rest.isEmpty else { return separated }
    return separated + [PlacedCluster(cluster: part(rest, folder: nil), place: nil)]
  }

  /// The files of the members that apply a place, or else of those in a folder that names it; its own file where there
  /// are neither.
  private func files(
    of place: WiringConfiguration.Place, _ configuration: WiringConfiguration
  ) -> [String] {
    let appliers = members.filter { $0.build.files.contains { $0.path == place.path } }
    if !appliers.isEmpty { return appliers.map(\.place.file) }
    let named = members.map(\.place.file).filter {
      configuration.place(namedBy: [RepositoryPath.folder(of: $0)])?.environment
        == place.environment
    }
    return named.isEmpty ? [place.path] : named
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
  private func part(_ chosen: Set<Int>, folder: String?) -> WiringCluster {
    let indices = chosen.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(indices, 0...))
    let parts = indices.map { index in
      var member = members[index]
      member.parents = Set(member.parents.compactMap { numbers[$0] })
      return member
    }
    let objects = rootObjects.filter { object in
      folder.map { object.place?.file.isPath(in: $0) ?? false } ?? false
    }
    return WiringCluster(
      members: parts, root: nil, start: folder ?? "", folder: folder, rootObjects: objects)
  }
}

extension WiringConfiguration {
  /// The place of a cluster: the one that it applies, else the one whose file lies in its folder, else the one that
  /// its folders name, else the one that it was wired to.
  fileprivate func place(of cluster: WiringCluster, named: Place?) -> Place? {
    let applied = places.filter(cluster.applies)
    if applied.count == 1 { return applied[0] }
    let inside = places.filter {
      !cluster.start.isEmpty && $0.path.isPath(in: cluster.start)
    }
    if inside.count == 1 { return inside[0] }
    if let named { return named }
    let recorded = places.filter { $0.folders.contains(cluster.start) }
    return recorded.count == 1 ? recorded[0] : nil
  }

  /// The one place that the folder of a cluster names or, where that names none, the paths of its Kustomizations.
  fileprivate func place(namedBy cluster: WiringCluster) -> Place? {
    if places.contains(where: { $0.naming(in: cluster.start) != nil }) {
      return place(namedBy: [cluster.start])
    }
    return place(namedBy: cluster.members.compactMap(\.applied.folder))
  }

  /// The one place that paths name most clearly.
  fileprivate func place(namedBy paths: [String]) -> Place? {
    let found = places.compactMap { place in
      paths.compactMap { place.naming(in: $0) }.max().map { (place: place, naming: $0) }
    }
    guard let best = found.map(\.naming).max() else { return nil }
    let clearest = found.filter { $0.naming == best }
    return clearest.count == 1 ? clearest[0].place : nil
  }
}

/// How clearly a folder names an environment.
private struct Naming: Comparable {
  /// By being called like the environment's cluster, like the environment, or by having such a name as a part.
  let strength: Int
  let length: Int

  static func < (left: Naming, right: Naming) -> Bool {
    (left.strength, left.length) < (right.strength, right.length)
  }
}

extension WiringConfiguration.Place {
  /// How clearly a path names this environment; nil where it does not.
  fileprivate func naming(in path: String) -> Naming? {
    path.split(separator: "/").compactMap { naming(component: String($0)) }.max()
  }

  private func naming(component: String) -> Naming? {
    var own = names
    if let name = values["cluster", "name"]?.plainText, !name.isEmpty { own.insert(name) }
    if own.contains(component) { return Naming(strength: 3, length: component.utf8.count) }
    if component == environment { return Naming(strength: 2, length: component.utf8.count) }
    let words = Self.words(component)
    let parts = own.union([environment]).filter { !$0.isEmpty && words.contains(Self.words($0)) }
    return parts.map(\.utf8.count).max().map { Naming(strength: 1, length: $0) }
  }

  /// A name with a `-` around each word.
  private static func words(_ name: String) -> String {
    "-" + String(name.map { $0.isLetter || $0.isNumber ? $0 : "-" }) + "-"
  }
}
