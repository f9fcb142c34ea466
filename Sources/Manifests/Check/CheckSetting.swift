/// What the checks that look at several files at once share.
struct CheckSetting {
  let configuration: WiringConfiguration
  let names: ValueNames
  let clusters: [FluxCluster]
  let reader: ManifestReader

  /// A build that takes the objects of a file in, by numbers: there is one for each file at least.
  private struct Use {
    let cluster: Int
    let member: Int
    /// The kustomization that lists the file.
    let listedIn: String?
  }

  /// What a file holds whose uses are asked for: it names a ConfigMap or a Secret, or is one.
  private static let concerned: FileMarks = [.configMap, .secret, .mention, .valuesFrom]

  /// The builds by the file, for those that are asked for.
  private let uses: [String: [Use]]

  /// The objects by kind and name.
  private let objects: [String: [FluxObject]]
  /// Kind and name of the objects that kustomizations generate.
  private let generated: Set<String>

  init(
    configuration: WiringConfiguration, names: ValueNames, objects: FluxObjects,
    clusters: [FluxCluster], reader: ManifestReader
  ) {
    self.configuration = configuration
    self.names = names
    self.clusters = clusters
    self.reader = reader
    self.objects = Dictionary(grouping: objects.others) { "\($0.kind)/\($0.name)" }
    var uses: [String: [Use]] = [:]
    var generated: Set<String> = []
    for (cluster, found) in clusters.enumerated() {
      for (member, found) in found.members.enumerated() {
        for file in found.marked {
          switch file.role {
          case .resource where reader.marks(file.path).isDisjoint(with: Self.concerned): break
          case .resource:
            uses[file.path, default: []].append(
              Use(cluster: cluster, member: member, listedIn: file.listedIn))
          case .generated(let kind, let name): generated.insert("\(kind)/\(name)")
          case .kustomization, .patch: break
          }
        }
      }
    }
    self.uses = uses
    self.generated = generated
  }

  /// The namespaces that the objects of a file get; empty where that cannot be told.
  ///
  /// A kustomization's namespace takes the place of the object's own, and that of a Flux
  /// Kustomization the place of both.
  ///
  /// - Parameters:
  ///   - file: the file that holds them.
  ///   - own: the namespace that the file itself has.
  /// - Returns: one for each build that gives another.
  func namespaces(of file: String, own: String?) -> Set<String> {
    let given = (uses[file] ?? []).map { use in
      let member = clusters[use.cluster].members[use.member]
      let build = member.build
      let first = build.files.first { $0.role == .kustomization }?.path
      return member.kustomization.targetNamespace
        ?? first.flatMap { build.namespaces[$0] }
        ?? use.listedIn.flatMap { build.namespaces[$0] } ?? own
    }
    let known = given.compactMap { $0 }
    if known.count < given.count { return [] }
    return given.isEmpty ? Set([own].compactMap { $0 }) : Set(known)
  }

  /// Whether the cluster of that number takes the objects of a file in.
  func isApplied(_ file: String, by cluster: Int) -> Bool {
    uses[file]?.contains { $0.cluster == cluster } ?? false
  }

  /// The ConfigMaps or Secrets of that name.
  func objects(_ kind: String, named name: String) -> [FluxObject] {
    objects["\(kind)/\(name)"] ?? []
  }

  /// Whether the files make a ConfigMap or Secret of that name in some way.
  func defines(_ kind: String, named name: String) -> Bool {
    objects["\(kind)/\(name)"] != nil || generated.contains("\(kind)/\(name)")
  }

  var ownNames: [String] { configuration.ownNames }

  /// The name of ours that a name is a slip of the pen away from; nil for ours themselves.
  func ownName(meantBy name: String) -> String? {
    ownNames.contains(name) ? nil : ownNames.first { name.isSlip(of: $0) }
  }
}

extension String {
  /// Whether all that differs is one place of at most two characters.
  ///
  /// A wider measure would take other people's ConfigMaps for ours.
  fileprivate func isSlip(of other: String) -> Bool {
    let (left, right) = (Array(utf8), Array(other.utf8))
    let start = zip(left, right).prefix { $0 == $1 }.count
    let rest = (left.dropFirst(start), right.dropFirst(start))
    let end = zip(rest.0.reversed(), rest.1.reversed()).prefix { $0 == $1 }.count
    return max(left.count, right.count) - start - end <= 2
  }
}
