import Findings
import Flux
import YAML

/// Wires the Kustomizations of one cluster.
struct ClusterWiring {
  let cluster: FluxCluster
  let place: WiringConfiguration.Place
  let values: FlatValues
  let reader: ManifestReader
  /// Where variables besides ours may be defined.
  let definitions: Definitions

  /// The name of the Kustomization that applies the ConfigMaps where none does.
  static let ownName = "infra-config"

  /// Does everything that has to be done; `scopes` are those of all clusters.
  func wire(_ log: inout WiringLog, _ scopes: inout SharedScopes) {
    let mentions = Mentions(reader: reader)
    let consuming = cluster.members.indices.filter { mentions.isConsuming(cluster.members[$0]) }
    let placement = Placement(self, consuming: Set(consuming))
    for member in consuming where placement.blocked.contains(member) {
      log.report(ancestorFinding(cluster.members[member].kustomization))
    }
    let wanted = consuming.filter { !placement.blocked.contains($0) }
    // An empty answer means that the owner removed it all, or that no file could be edited.
    let wired = wanted.filter { addSource(to: $0, &log) }
    Protection(self, wired: wired, beside: scopes).protect(&log)
    scopes.add(wired, of: self)
    placement.apply(for: wired, &log)
  }

  /// Adds the variables to the `substituteFrom` of a member.
  private func addSource(to member: Int, _ log: inout WiringLog) -> Bool {
    let kustomization = cluster.members[member].kustomization
    let isPresent = kustomization.substituteFrom.contains {
      $0.kind == "ConfigMap" && $0.name == place.variablesName
    }
    let source = Value.map([
      "kind": .string("ConfigMap"), "name": .string(place.variablesName),
    ])
    return log.ensure(
      "substituteFrom:" + cluster.members[member].identifier, isOfCluster: true,
      isPresent: isPresent
    ) { log in
      append(source, to: ["spec", "postBuild", "substituteFrom"], of: kustomization, &log)
    }
  }

  /// Adds an item to a list of a Kustomization.
  ///
  /// - Returns: false, with a finding, where the file is written so that this cannot be done.
  func append(
    _ item: Value, to keys: [String], of kustomization: FluxKustomization, _ log: inout WiringLog
  ) -> Bool {
    let stream = reader.keptStream(kustomization.file)
    // Another cluster that shares the Kustomization may have brought it.
    if let stream, stream.holds(item, at: keys, inDocument: kustomization.document) { return true }
    let edited = stream.flatMap {
      YAMLAddition($0).appending(item, to: keys, inDocument: kustomization.document)
    }
    guard let edited else {
      log.report(
        Finding(
          .wiringImpossible, .error, path: kustomization.file, position: kustomization.position,
          "\(keys.joined(separator: ".")) of \(kustomization.name) cannot be added to alone",
          remedy: "add \(item) to it by hand"))
      return false
    }
    reader.set(kustomization.file, to: edited)
    return true
  }

  private func ancestorFinding(_ kustomization: FluxKustomization) -> Finding {
    Finding(
      .wiringAncestor, .error, path: kustomization.file, position: kustomization.position,
      "\(kustomization.name) applies the Kustomization that applies the variables, "
        + "so that it cannot wait for them",
      remedy: "move the references in its own path into a path of a Kustomization below it")
  }
}

extension YAMLStream {
  /// Whether the list at `keys` has an item with all the texts of `item`.
  fileprivate func holds(_ item: Value, at keys: [String], inDocument document: Int) -> Bool {
    guard case .map(let fields) = item, documents.indices.contains(document) else { return false }
    let list = keys.reduce(Optional(documents[document])) { $0?[$1] }
    return (list?.elements ?? []).contains { element in
      fields.allSatisfy { key, value in element[key]?.text.map(Value.string) == value }
    }
  }
}

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
