import Findings
import Flux
import YAML

/// What one cluster applies of this repository, and the files in which that is written.
struct WiringCluster {
  /// A Kustomization of this repository, as the cluster has it.
  struct Member {
    let applied: AppliedKustomization
    /// The object as its file has it; nil where it stands in no file as a document of its own.
    let written: FluxKustomization?
    /// The files that its path leads to.
    let build: KustomizeBuild
    /// Its files without the resources that hold no mark, which are most.
    let marked: [KustomizeBuild.File]
    /// The members that apply it.
    var parents: Set<Int>
    /// The kustomization file that lists its file; nil where the file is found by itself.
    let listedIn: String?

    var spec: KustomizationSpec { applied.spec }
    var namespace: String { spec.namespace }

    /// `namespace/name`.
    var identifier: String { spec.identifier }

    /// Where it stands.
    var place: SourcePlace {
      applied.place ?? SourcePlace(file: written?.file ?? "", position: nil)
    }
  }

  var members: [Member]
  /// The member from which the cluster begins; nil where that is not in the repository yet.
  let root: Int?
  /// The folder that the root applies or, where there is none, the one that it most likely will; nil where that is
  /// not known.
  let folder: String?
  /// What the root folder itself applies, where that is none of the members.
  var rootObjects: [AppliedObject] = []

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
      for reference in members[next].spec.dependsOn {
        guard let other = byName[reference.namespace + "/" + reference.name] else { continue }
        if found.insert(other).inserted { pending.append(other) }
      }
    }
    return found
  }
}

extension WiringCluster {
  /// The clusters of a tree; those that nothing applies yet as one.
  static func all(_ tree: AppliedTree, _ reader: ManifestReader) -> [WiringCluster] {
    let clusters = tree.clusters.map { WiringCluster($0, reader) }
    guard let first = clusters.first, first.root == nil, clusters.count > 1 else {
      return clusters.filter { !$0.members.isEmpty }
    }
    var members: [Member] = []
    for cluster in clusters {
      let offset = members.count
      members += cluster.members.map { member in
        var member = member
        member.parents = Set(member.parents.map { $0 + offset })
        return member
      }
    }
    guard !members.isEmpty else { return [] }
    return [
      WiringCluster(
        members: members, root: nil, folder: commonFolder(of: members),
        rootObjects: clusters.flatMap(\.rootObjects))
    ]
  }

  private init(_ cluster: AppliedCluster, _ reader: ManifestReader) {
    var members: [Member] = []
    var numbers: [Int: Int] = [:]
    for (index, applied) in cluster.kustomizations.enumerated() {
      if case .elsewhere = applied.source { continue }
      let parent = applied.parent.flatMap { numbers[$0] }
      let member = Member(
        applied, parent.map { members[$0].build }, reader,
        parents: parent.map { [$0] }
          ?? (applied.parent == nil && cluster.start != .folder ? [0] : []))
      numbers[index] = members.count
      members.append(member)
    }
    self.members = members
    rootObjects = cluster.rootObjects
    if cluster.start == .folder {
      root = nil
      folder = Self.commonFolder(of: members)
    } else {
      root = numbers[0]
      folder = cluster.root
    }
  }

  /// The folder that holds the files of all members which no other one applies; nil for the root.
  private static func commonFolder(of members: [Member]) -> String? {
    let folders = members.filter(\.parents.isEmpty).map {
      RepositoryPath.folder(of: $0.place.file)
    }
    guard var folder = folders.first else { return nil }
    while !folder.isEmpty, !folders.allSatisfy({ $0 == folder || $0.isPath(in: folder) }) {
      folder = RepositoryPath.folder(of: folder)
    }
    return folder.isEmpty ? nil : folder
  }
}

extension WiringCluster.Member {
  fileprivate init(
    _ applied: AppliedKustomization, _ parent: KustomizeBuild?, _ reader: ManifestReader,
    parents: Set<Int>
  ) {
    self.applied = applied
    self.parents = parents
    let written = applied.place.flatMap { Self.written(at: $0, applied.spec, reader) }
    self.written = written
    var components: [String] = []
    if case .list(let list) = applied.spec.object["spec", "components"] {
      components = list.compactMap(\.plainText)
    }
    let build = applied.folder.map { reader.build(of: $0, components: components) }
    self.build = build ?? reader.build(of: ".no-folder", components: [])
    marked = self.build.files.filter {
      $0.role != .resource || !reader.marks($0.path).isEmpty
    }
    let file = applied.place?.file
    listedIn = parent?.files.first { $0.path == file && $0.role == .resource }?.listedIn
  }

  /// The document of a file that is the Kustomization.
  private static func written(
    at place: SourcePlace, _ spec: KustomizationSpec, _ reader: ManifestReader
  ) -> FluxKustomization? {
    let documents = reader.keptStream(place.file)?.documents ?? []
    let found = documents.enumerated().compactMap { index, root in
      FluxKustomization(root, file: place.file, document: index)
    }
    return found.first { $0.position.line == place.position?.line }
      ?? found.first { $0.name == spec.name } ?? (found.count == 1 ? found.first : nil)
  }
}

extension WiringCluster {
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
  var noPlace: Finding {
    let first = members[root ?? 0].place
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
  func separated(by configuration: WiringConfiguration) -> [WiringCluster] {
    guard root == nil, configuration.places.count > 1 else { return [self] }
    let owned = configuration.places.map(files)
    var separated: [WiringCluster] = []
    var rest = Set(members.indices)
    for (number, own) in owned.enumerated() {
      let others = owned.indices.filter { $0 != number }.flatMap { owned[$0] }
      guard let folder = Self.largestFolder(of: own, without: others) else { return [self] }
      let within = members.indices.filter { members[$0].place.file.isPath(in: folder) }
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
    return appliers.isEmpty ? [place.path] : appliers.map(\.place.file)
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
    return WiringCluster(members: parts, root: nil, folder: folder, rootObjects: objects)
  }
}
