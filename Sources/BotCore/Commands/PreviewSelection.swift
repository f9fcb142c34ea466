internal import Flux

/// A Kustomization of a cluster, or the folder from which one begins that is not bootstrapped yet.
struct ClusterMember {
  /// What tells it from others, in this tree and in another one.
  struct Key: Hashable {
    let cluster: String
    /// `namespace/name`; empty for the folder.
    let identifier: String

    /// The same with the cluster's folder that another tree has in its place.
    func renamed(by names: [String: String]) -> Key {
      Key(cluster: names[cluster] ?? cluster, identifier: identifier)
    }
  }

  let cluster: AppliedCluster
  /// Nil for the folder.
  let kustomization: AppliedKustomization?

  var key: Key {
    Key(cluster: cluster.root, identifier: kustomization?.spec.identifier ?? "")
  }

  /// The folder that it applies, by which people name it.
  var folder: String? {
    guard let kustomization else { return cluster.root }
    return kustomization.folder ?? RepositoryPath.normalised(kustomization.spec.path)
  }

  /// Everything that a tree's clusters have, each cluster's in the order in which it is met.
  static func all(in tree: AppliedTree) -> [ClusterMember] {
    tree.clusters.flatMap { cluster in
      let folder =
        cluster.start == .folder ? [ClusterMember(cluster: cluster, kustomization: nil)] : []
      return folder
        + cluster.kustomizations.map { ClusterMember(cluster: cluster, kustomization: $0) }
    }
  }
}

extension ClusterMember {
  /// The folders from which clusters begin now, by those from which they began: one that is not there any more has
  /// become that new one with which it has the most Kustomizations in common.
  static func clusters(of new: [ClusterMember], in old: [ClusterMember]) -> [String: String] {
    func identifiers(_ members: [ClusterMember]) -> [String: Set<String>] {
      members.reduce(into: [:]) { $0[$1.key.cluster, default: []].insert($1.key.identifier) }
    }
    let (now, before) = (identifiers(new), identifiers(old))
    var names: [String: String] = [:]
    var free = now.filter { before[$0.key] == nil }
    for (root, known) in before.sorted(by: { $0.key < $1.key }) where now[root] == nil {
      let alike = free.mapValues { $0.intersection(known).count }.filter { $0.value > 0 }
      guard let best = alike.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { continue }
      names[root] = best.key
      free[best.key] = nil
    }
    return names
  }
}

/// Which members of a tree's clusters a preview is about.
struct PreviewSelection {
  private let request: PreviewRequest
  /// The root of the cluster and the folder that are asked for, without `./`.
  private let root: String?
  private let folder: String?

  /// - Throws: BotError for a path that leads out of the repository.
  init(_ request: PreviewRequest) throws(BotError) {
    self.request = request
    root = try request.cluster.map { path throws(BotError) in
      try Self.normalised(path, of: "--cluster")
    }
    guard case .path(let path) = request.selection else {
      folder = nil
      return
    }
    folder = try Self.normalised(path, of: "PATH")
  }

  private static func normalised(_ path: String, of option: String) throws(BotError) -> String {
    if let normal = RepositoryPath.normalised(path) { return normal }
    throw BotError(
      "\(path) leads out of the repository", file: option,
      remedy: "write it as seen from the root of the repository")
  }

  /// Whether one is asked for.
  func contains(_ member: ClusterMember) -> Bool {
    guard root == nil || root == member.cluster.root else { return false }
    switch request.selection {
    case .all: return true
    case .path: return member.folder == folder
    case .kustomization(let name): return member.kustomization?.spec.identifier == name
    }
  }

  /// Whether everything is asked for, rather than something by its name.
  var isAll: Bool { request.selection == .all }

  /// What to say where a tree has nothing of what is asked for.
  ///
  /// - Parameters:
  ///   - members: What its clusters have.
  ///   - written: The Kustomizations in its files, whether a cluster applies them or not.
  ///   - source: The tree as people call it.
  /// - Returns: The error, which names what there is.
  func absence(
    among members: [ClusterMember], _ written: [WrittenKustomization], in source: String
  ) -> BotError {
    if let root, !members.contains(where: { $0.cluster.root == root }) {
      let roots = Set(members.map { RepositoryPath.shown($0.cluster.root) }).sorted()
      return BotError(
        "no cluster begins from \"\(RepositoryPath.shown(root))\"", file: "--cluster",
        remedy: "known: \(roots.joined(separator: ", "))")
    }
    switch request.selection {
    case .all:
      if let first = written.first, members.isEmpty {
        return BotError(
          "nothing in \(source) says where a cluster begins: none of its \(written.count) Flux Kustomizations is "
            + "applied by another one, by a FluxInstance or by itself", file: first.place.file,
          position: first.place.position,
          remedy: "add what flux bootstrap writes, or the FluxInstance")
      }
      return BotError(
        "there is no Flux Kustomization in \(source)",
        remedy: "add one, or give the repository that has them")
    case .path(let path):
      let isMeant: (WrittenKustomization) -> Bool = {
        RepositoryPath.normalised($0.spec.path) == folder
      }
      return absence(
        "has the path \"\(path)\"", written.first(where: isMeant),
        known: members.compactMap(\.appliedFolder).map(RepositoryPath.shown), nearTo: path)
    case .kustomization(let name):
      return absence(
        "is called \"\(name)\"", written.first { $0.spec.identifier == name },
        known: members.compactMap { $0.kustomization?.spec.identifier }, nearTo: name)
    }
  }

  private func absence(
    _ what: String, _ written: WrittenKustomization?, known: [String], nearTo text: String
  ) -> BotError {
    let known = Set(known).sorted()
    if let written, root == nil {
      return BotError(
        "no cluster applies the Flux Kustomization that \(what)", file: written.place.file,
        position: written.place.position,
        remedy: "list its file in what a cluster applies; known: \(known.joined(separator: ", "))")
    }
    let near = nearestSpelling(to: text, among: known).map { "did you mean \"\($0)\"? " } ?? ""
    return BotError(
      "no Flux Kustomization \(what)", remedy: near + "known: \(known.joined(separator: ", "))")
  }
}

extension ClusterMember {
  /// The folder of this repository; nil where that is another source's or not there.
  fileprivate var appliedFolder: String? {
    kustomization == nil ? cluster.root : kustomization?.folder
  }
}
