/// The Flux Kustomizations of one cluster that read this repository.
public struct FluxCluster {
  /// A Kustomization, its build, and who applies it.
  public struct Member {
    /// With the namespace that it has in the cluster.
    public var kustomization: FluxKustomization
    public let build: KustomizeBuild
    /// Its files without the resources that hold no mark, which are most.
    public let marked: [KustomizeBuild.File]
    /// The members whose path holds the Kustomization's own file.
    public var parents: Set<Int> = []
    /// The kustomization file that lists its file; nil where the file is found by itself.
    public var listedIn: String?

    /// `namespace/name`.
    public var identifier: String {
      (kustomization.namespace ?? FluxCluster.defaultNamespace) + "/" + kustomization.name
    }
  }

  /// Where Flux itself runs, when installed as its documentation says.
  public static let defaultNamespace = "flux-system"

  public var members: [Member]
  /// The Kustomization that applies itself, as `flux bootstrap` writes it; nil where it is not in
  /// the repository.
  public var root: Int?
  /// The folder that the root applies or, where there is none, the one that it most likely will; nil
  /// where that is not known.
  public var folder: String?

  /// Makes a cluster from its parts.
  public init(members: [Member], root: Int?, folder: String?) {
    self.members = members
    self.root = root
    self.folder = folder
  }

  /// All members that apply `member`, through others too, and `member` itself where it does.
  public func ancestors(of member: Int) -> Set<Int> {
    var found: Set<Int> = []
    var pending = Array(members[member].parents)
    while let next = pending.popLast() {
      if found.insert(next).inserted { pending += members[next].parents }
    }
    return found
  }

  /// All members that `member` waits for, through others too.
  public func dependencies(of member: Int) -> Set<Int> {
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

  /// The folder that holds the files of all members which no other one applies; nil for the root.
  public var commonFolder: String? {
    let folders = members.filter(\.parents.isEmpty).map {
      RepositoryPath.folder(of: $0.kustomization.file)
    }
    guard var folder = folders.first else { return nil }
    while !folder.isEmpty, !folders.allSatisfy({ $0 == folder || $0.isPath(in: folder) }) {
      folder = RepositoryPath.folder(of: folder)
    }
    return folder.isEmpty ? nil : folder
  }
}

extension String {
  /// Whether this is the path of something in `folder`, which is not the root, at any depth.
  public func isPath(in folder: String) -> Bool { utf8.starts(with: (folder + "/").utf8) }
}

extension FluxCluster {
  /// The clusters whose Kustomizations stand in a repository.
  ///
  /// A cluster starts at a Kustomization whose own file lies in its path, as `flux bootstrap`
  /// writes it. It and all that it applies, from the same source, read this repository; others read
  /// another one. Without such a Kustomization (the Flux Operator keeps it in the cluster) all
  /// those count whose source the repository does not define and whose path it has.
  public static func all(_ objects: FluxObjects, _ reader: ManifestReader) -> [FluxCluster] {
    let reading = Reading(objects: objects, reader: reader)
    let all = objects.kustomizations.indices
    let roots = all.filter { reading.children($0).contains($0) }
    if roots.isEmpty {
      let members = all.filter { reading.isLikelyOwn($0) }
      if members.isEmpty { return [] }
      var cluster = reading.cluster(of: members, root: nil)
      cluster.folder = cluster.commonFolder
      return [cluster]
    }
    return roots.map { reading.cluster(of: reading.descendants(of: $0), root: $0) }
  }
}

/// Finds out who applies whom.
private final class Reading {
  let objects: FluxObjects
  let reader: ManifestReader
  private var builds: [Int: KustomizeBuild] = [:]
  private var marked: [Int: [KustomizeBuild.File]] = [:]
  private var known: [Int: [Int]] = [:]
  private var byFile: [String: [Int]] = [:]
  private var origins: [String: String] = [:]

  init(objects: FluxObjects, reader: ManifestReader) {
    self.objects = objects
    self.reader = reader
    for (index, kustomization) in objects.kustomizations.enumerated() {
      byFile[kustomization.file, default: []].append(index)
    }
    for repository in objects.objects("GitRepository") {
      let namespace = repository.namespace ?? FluxCluster.defaultNamespace
      origins["GitRepository/\(namespace)/\(repository.name)"] = repository.origin
    }
  }

  func build(_ index: Int) -> KustomizeBuild {
    if let known = builds[index] { return known }
    let kustomization = objects.kustomizations[index]
    let build =
      kustomization.path.map {
        reader.build(of: $0, components: kustomization.components)
      } ?? KustomizeBuild()
    builds[index] = build
    return build
  }

  /// The files of a build in which something may matter; the others are looked at here alone.
  private func marked(_ index: Int) -> [KustomizeBuild.File] {
    if let known = marked[index] { return known }
    let files = build(index).files.filter {
      $0.role != .resource || !reader.marks($0.path).isEmpty
    }
    marked[index] = files
    return files
  }

  /// The Kustomizations whose files the path of `index` holds.
  func children(_ index: Int) -> [Int] {
    if let known = known[index] { return known }
    var children: [Int] = []
    for file in marked(index) where file.role == .resource {
      if let found = byFile[file.path] { children += found }
    }
    known[index] = children
    return children
  }

  /// One text for all mentions of one source; two GitRepositories of one URL and ref are the same.
  func source(_ index: Int) -> String? {
    let kustomization = objects.kustomizations[index]
    guard let source = kustomization.source else { return nil }
    let namespace = source.namespace ?? kustomization.namespace ?? FluxCluster.defaultNamespace
    let name = "\(source.kind ?? "GitRepository")/\(namespace)/\(source.name)"
    return origins[name] ?? name
  }

  func isLikelyOwn(_ index: Int) -> Bool {
    guard let source = source(index), !origins.values.contains(source),
      let path = objects.kustomizations[index].path
    else { return false }
    return reader.entries(of: path) != nil
  }

  func descendants(of root: Int) -> [Int] {
    var found = [root]
    var next = 0
    while next < found.count {
      for child in children(found[next]) where !found.contains(child) {
        if source(child) == source(root) { found.append(child) }
      }
      next += 1
    }
    return found.sorted()
  }

  func cluster(of indices: [Int], root: Int?) -> FluxCluster {
    var cluster = FluxCluster(
      members: indices.map {
        .init(kustomization: objects.kustomizations[$0], build: build($0), marked: marked($0))
      },
      root: root.flatMap(indices.firstIndex),
      folder: root.flatMap { objects.kustomizations[$0].path })
    for (number, index) in indices.enumerated() {
      for child in children(index) {
        guard let member = indices.firstIndex(of: child) else { continue }
        cluster.members[member].parents.insert(number)
        cluster.place(member, in: cluster.members[number])
      }
    }
    return cluster
  }
}

extension FluxCluster {
  /// Notes where `member` is listed and which namespace it gets from who applies it.
  fileprivate mutating func place(_ member: Int, in parent: Member) {
    let file = members[member].kustomization.file
    let listed = parent.build.files.first { $0.path == file && $0.role == .resource }?.listedIn
    members[member].listedIn = members[member].listedIn ?? listed
    let given =
      parent.kustomization.targetNamespace ?? listed.flatMap { parent.build.namespaces[$0] }
    if let given { members[member].kustomization.namespace = given }
  }
}
