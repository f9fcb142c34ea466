/// Which objects hold references, in their own files or through patches.
struct Referring {
  private var keys: Set<String> = []
  /// Members of which any object may get a reference.
  private var members: Set<Int> = []

  init(_ parts: [Protection.Part], _ wiring: ClusterWiring, _ uses: [Protection.Use]) {
    for part in parts where part.hasReferences {
      if part.isPatch, part.name.isEmpty { members.formUnion(part.use.members) }
      keys.formUnion(Self.keys(of: part))
    }
    for use in uses
    where use.file.role == .kustomization
      && wiring.reader.marks(use.file.path).contains(.reference)
    {
      let documents = wiring.reader.keptStream(use.file.path)?.documents ?? []
      if documents.contains(where: \.hasReference) { members.formUnion(use.members) }
    }
    for index in wiring.cluster.members.indices {
      let kustomization = wiring.cluster.members[index].kustomization
      let documents = wiring.reader.keptStream(kustomization.file)?.documents ?? []
      guard documents.indices.contains(kustomization.document) else { continue }
      let root = documents[kustomization.document]
      if root.node("spec", "patches")?.hasReference == true { members.insert(index) }
    }
  }

  /// Whether the object of `part` holds a reference once it is built.
  func contains(_ part: Protection.Part) -> Bool {
    part.hasReferences || !members.isDisjoint(with: part.use.members)
      || !keys.isDisjoint(with: Self.keys(of: part))
  }

  /// One key for the object in each member's build.
  static func keys(of part: Protection.Part) -> [String] {
    part.use.members.map { "\($0) \(part.kind)/\(part.name)" }
  }
}
