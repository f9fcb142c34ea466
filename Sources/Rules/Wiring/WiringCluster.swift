import Findings
import Flux
import YAML

/// What one cluster applies of this repository, and the files in which that is written.
struct WiringCluster {
  /// A Kustomization of this repository, as the cluster has it.
  struct Member {
    /// The folder from which the model has its cluster begin.
    let root: String
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

    /// A name that no member of another cluster has.
    var key: String { AppliedCluster.key(of: spec, inClusterFrom: root) }

    /// Where it stands.
    var place: SourcePlace {
      applied.place ?? SourcePlace(file: written?.file ?? "", position: nil)
    }
  }

  var members: [Member]
  /// The member from which the cluster begins; nil where that is not in the repository yet.
  let root: Int?
  /// The folder from which the model has it begin.
  let start: String
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
  /// The clusters of a tree, as the model has them.
  static func all(_ tree: AppliedTree, _ reader: ManifestReader) -> [WiringCluster] {
    tree.clusters.map { WiringCluster($0, reader) }.filter { !$0.members.isEmpty }
  }

  /// What several folders hold that nothing applies yet, as one cluster.
  static func joined(_ clusters: [WiringCluster]) -> WiringCluster {
    var members: [Member] = []
    for cluster in clusters {
      let offset = members.count
      members += cluster.members.map { member in
        var member = member
        member.parents = Set(member.parents.map { $0 + offset })
        return member
      }
    }
    return WiringCluster(
      members: members, root: nil, start: commonFolder(of: members) ?? "",
      folder: commonFolder(of: members), rootObjects: clusters.flatMap(\.rootObjects))
  }

  private init(_ cluster: AppliedCluster, _ reader: ManifestReader) {
    var members: [Member] = []
    var numbers: [Int: Int] = [:]
    // flux bootstrap lets the folder as a whole be applied, and so by a kustomization in it.
    let folder = cluster.start == .folder ? reader.build(of: cluster.root, components: []) : nil
    for (index, applied) in cluster.kustomizations.enumerated() {
      if case .elsewhere = applied.source { continue }
      let parent = applied.parent.flatMap { numbers[$0] }
      let member = Member(
        applied, parent.map { members[$0].build } ?? folder, reader, root: cluster.root,
        parents: parent.map { [$0] }
          ?? (applied.parent == nil && cluster.start != .folder ? [0] : []))
      numbers[index] = members.count
      members.append(member)
    }
    self.members = members
    start = cluster.root
    rootObjects = cluster.rootObjects
    if cluster.start == .folder {
      root = nil
      self.folder = Self.commonFolder(of: members)
    } else {
      root = numbers[0]
      self.folder = cluster.root
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
    root: String, parents: Set<Int>
  ) {
    self.root = root
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

extension AppliedCluster {
  /// A name of a Kustomization that none of another cluster has.
  func key(of spec: KustomizationSpec) -> String { Self.key(of: spec, inClusterFrom: root) }

  fileprivate static func key(of spec: KustomizationSpec, inClusterFrom root: String) -> String {
    root + " " + spec.identifier
  }
}
