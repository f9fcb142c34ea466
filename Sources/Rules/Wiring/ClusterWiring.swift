import Findings
import Flux
import YAML

/// Wires the Kustomizations of one cluster.
struct ClusterWiring {
  let cluster: WiringCluster
  let place: WiringConfiguration.Place
  let configuration: WiringConfiguration
  /// The files that other clusters read too.
  let sharedFiles: Set<String>
  let values: FlatValues
  let reader: ManifestReader
  let consumers: Consumers
  /// What is left as it is.
  let refused: WiringRefusals

  /// The name of the Kustomization that applies the ConfigMaps where none does.
  static let ownName = "infra-config"

  /// Does everything that has to be done; `scopes` are those of all clusters.
  ///
  /// - Returns: the Kustomizations that are wired now, by `namespace/name`.
  func wire(_ log: inout WiringLog, _ scopes: inout SharedScopes) -> Set<String> {
    for finding in cluster.members.flatMap(consumers.findings) { log.report(finding) }
    for object in cluster.rootObjects where object.needsValues { log.report(rootFinding(object)) }
    let consuming = cluster.members.indices.filter { consumers.isConsuming(cluster.members[$0]) }
    let placement = Placement(self, consuming: Set(consuming), variables: log.variables)
    if !consuming.isEmpty, let finding = placement.collision {
      log.report(finding)
      log.leaveAlone(cluster)
    }
    for member in consuming
    where placement.blocked.contains(member) && placement.collision == nil {
      log.report(ancestorFinding(cluster.members[member]))
    }
    let wanted = consuming.filter { !placement.blocked.contains($0) && !isLeft($0, &log) }
    // An empty answer means that the owner removed it all, or that no file could be edited.
    let wired = wanted.filter { addSource(to: $0, consuming, &log) }
    Protection(self, wired: wired, beside: scopes).protect(&log)
    scopes.add(wired, of: self)
    placement.apply(for: wired, &log)
    return Set(wired.map { cluster.members[$0].key })
  }

  /// Whether a member stays as it is; what it has of the wiring stays known.
  private func isLeft(_ member: Int, _ log: inout WiringLog) -> Bool {
    let identifier = cluster.members[member].identifier
    guard refused.contains(cluster.members[member].key) else { return false }
    for part in ["substituteFrom:", "dependsOn:"]
    where log.wasWired(part + identifier, isOfCluster: true) {
      log.keep(part + identifier, isOfCluster: true)
    }
    if hasSource(member) { log.keep("substituteFrom:" + identifier, isOfCluster: true) }
    return true
  }

  /// The lists from which the owner removed what was wired in this cluster.
  func removedLists(_ log: WiringLog) -> Set<String> {
    cluster.members.indices.reduce(into: Set<String>()) { lists, index in
      let member = cluster.members[index]
      guard let written = member.written else { return }
      if log.wasWired("substituteFrom:" + member.identifier, isOfCluster: true), !hasSource(index) {
        lists.insert(Self.list(Self.sources, of: written))
      }
      let waits = member.spec.dependsOn.contains { $0.name == Self.ownName }
      if log.wasWired("dependsOn:" + member.identifier, isOfCluster: true), !waits {
        lists.insert(Self.list(Self.dependencies, of: written))
      }
    }
  }

  static let sources = ["spec", "postBuild", "substituteFrom"]
  static let dependencies = ["spec", "dependsOn"]

  /// A name for a list of a Kustomization in its file.
  private static func list(_ keys: [String], of kustomization: FluxKustomization) -> String {
    "\(kustomization.file)#\(kustomization.document) \(keys.joined(separator: "."))"
  }

  /// Whether the cluster has the variables in the `substituteFrom` of a member.
  private func hasSource(_ member: Int) -> Bool {
    cluster.members[member].spec.substituteFrom.contains {
      $0.kind == "ConfigMap" && $0.name == place.variablesName
    }
  }

  /// Adds the variables to the `substituteFrom` of a member.
  private func addSource(to member: Int, _ consuming: [Int], _ log: inout WiringLog) -> Bool {
    let identifier = "substituteFrom:" + cluster.members[member].identifier
    return log.ensure(identifier, isOfCluster: true, isPresent: hasSource(member)) { log in
      switch SubstituteSource(self, member).origin {
      case .own(let written):
        return append(source, to: Self.sources, of: written, &log)
      case .patch(let patch):
        // Others get the patch too, of which none may fail for want of what only this one needs.
        if patch.append(source.optional, reader) { return true }
        log.report(unpatchable(member, "\(patch.path) sets postBuild.substituteFrom of"))
        return false
      case .unknown:
        log.report(unpatchable(member, "a patch sets postBuild.substituteFrom of"))
        return false
      }
    }
  }

  private var source: Value {
    .map(["kind": .string("ConfigMap"), "name": .string(place.variablesName)])
  }

  private func unpatchable(_ member: Int, _ reason: String) -> Finding {
    let member = cluster.members[member]
    return Finding(
      .wiringImpossible, .error, path: member.place.file, position: member.place.position,
      "\(reason) \(member.spec.name), and cannot be added to alone",
      remedy: "add \(source.optional) to the list there by hand")
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
    guard !log.isRemoved(from: Self.list(keys, of: kustomization)) else {
      log.report(removedFinding(keys, of: kustomization))
      return false
    }
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

  /// That another cluster reads the file, for which the owner removed what this one needs.
  private func removedFinding(_ keys: [String], of kustomization: FluxKustomization) -> Finding {
    Finding(
      .wiringImpossible, .warning, path: kustomization.file, position: kustomization.position,
      "\(keys.joined(separator: ".")) of \(kustomization.name) stays as it is for "
        + "\(place.environment) too: another cluster reads this file, and there you removed the entry",
      remedy: "give \(place.environment) a Kustomization of its own, or add the entry by hand")
  }

  private func ancestorFinding(_ member: WiringCluster.Member) -> Finding {
    Finding(
      .wiringAncestor, .error, path: member.place.file, position: member.place.position,
      "\(member.spec.name) applies the Kustomization that applies the variables, "
        + "so that it cannot wait for them",
      remedy: "move the references in its own path into a path of a Kustomization below it")
  }

  private func rootFinding(_ object: AppliedObject) -> Finding {
    Finding(
      .wiringAncestor, .error, path: object.place?.file ?? "", position: object.place?.position,
      "\(object.identity.kind) \(object.identity.name) has references, and what flux bootstrap "
        + "writes substitutes nothing",
      remedy: "move them into a path of a Kustomization, such as into the objects themselves")
  }
}

extension Value {
  /// This reference to a ConfigMap as one that may be missing.
  fileprivate var optional: Value {
    guard case .map(var members) = self else { return self }
    members["optional"] = .bool(true)
    return .map(members)
  }
}

extension YAMLStream {
  /// Whether the list at `keys` has an item with all the texts of `item`.
  func holds(_ item: Value, at keys: [String], inDocument document: Int) -> Bool {
    guard case .map(let fields) = item, documents.indices.contains(document) else { return false }
    let list = keys.reduce(Optional(documents[document])) { $0?[$1] }
    return (list?.elements ?? []).contains { element in
      fields.allSatisfy { key, value in
        key == "optional" || element[key]?.text.map(Value.string) == value
      }
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
      guard case .list(let patches) = wiring.cluster.members[index].spec.object["spec", "patches"]
      else { continue }
      let holds = patches.contains { $0["patch"]?.plainText?.holdsReference == true }
      if holds { members.insert(index) }
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
