extension FluxCluster {
  /// The clusters whose Kustomizations stand in a repository.
  ///
  /// A cluster starts at a Kustomization whose own file lies in its path, as `flux bootstrap`
  /// writes it. It and all that it applies, from the same source, read this repository; others read
  /// another one. Without such a Kustomization (the Flux Operator keeps it in the cluster) all
  /// those count whose source the repository does not define and whose path it has.
  static func all(_ objects: FluxObjects, _ reader: ManifestReader) -> [FluxCluster] {
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
