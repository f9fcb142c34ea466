import Findings
import Flux
import YAML

/// Where the ConfigMaps go and which Kustomization applies them.
struct Placement {
  /// Members that cannot wait for the variables, since they bring them about.
  private(set) var blocked: Set<Int> = []
  let wiring: ClusterWiring
  /// Where the variables' files go; nil where there is no folder for them.
  private(set) var folder: String?
  /// The member beside whose file a Kustomization of our own goes; nil where another applies them.
  private(set) var anchor: Int?
  /// Whether a Kustomization of our own has to apply them.
  private(set) var isOwn = false
  /// Whether nothing else applies the nested ConfigMap's folder.
  private var isOnlyApplier = false
  /// The kustomization file that lists the nested ConfigMap and, unless `isOwn`, the variables.
  private(set) var listing: String?
  /// That the ConfigMaps of several environments lie in one folder that the cluster applies; nil for most.
  private(set) var collision: Finding?
  /// The folder in which the cluster had its variables; nil where that is not known.
  private let earlier: String?

  /// A member that applies the nested ConfigMap's folder.
  private struct Applier {
    let member: Int
    /// Nil where Flux takes the whole folder.
    let listing: String?
  }

  /// Finds the place.
  ///
  /// - Parameters:
  ///   - wiring: that of the cluster.
  ///   - consuming: the members whose paths hold references.
  ///   - variables: the folder in which the cluster had its variables; nil where that is not known.
  init(_ wiring: ClusterWiring, consuming: Set<Int>, variables: String?) {
    self.wiring = wiring
    earlier = variables
    let appliers = self.appliers()
    isOnlyApplier = appliers.isEmpty
    if !hasNeighbour {
      listing = appliers.compactMap(\.listing).first ?? kustomizationFile(in: nestedFolder)
    }
    if let applier = appliers.first(where: { isFit($0, consuming) }) {
      collision = collision(of: cluster.members[applier.member].build)
      // One list of all would have several ConfigMaps of one name.
      if collision != nil || !hasNeighbour {
        folder = nestedFolder
        listing = collision == nil ? applier.listing : nil
        let appliers = cluster.ancestors(of: applier.member).union([applier.member])
        blocked = collision == nil ? appliers.intersection(consuming) : consuming
        return
      }
    }
    if appliers.isEmpty, !hasNeighbour, let root = appliedByFutureRoot() {
      folder = nestedFolder
      listing = root.listing
      return
    }
    isOwn = true
    let staysBeside = !hasNeighbour || earlier == nestedFolder
    folder = isOnlyApplier && staysBeside ? nestedFolder : ownFolder()
    anchor = consuming.sorted().filter {
      !cluster.ancestors(of: $0).contains($0) && cluster.members[$0].written != nil
    }
    .min { rank($0, consuming) < rank($1, consuming) }
    blocked = anchor.map { cluster.ancestors(of: $0).intersection(consuming) } ?? consuming
  }

  private var others: [WiringConfiguration.Place] {
    wiring.configuration.places.filter {
      $0.environment != wiring.place.environment && !$0.path.isEmpty && $0.standing != .left
    }
  }

  /// Whether the ConfigMap of another environment lies in the same folder, or did, so that the variables got another one.
  private var hasNeighbour: Bool {
    wiring.configuration.hasNeighbour(wiring.place) || earlier == namedFolder(in: nestedFolder)
  }

  /// A folder that is of no other environment.
  private func namedFolder(in folder: String) -> String {
    ManifestReader.path(folder, ClusterWiring.ownName + "-" + wiring.place.environment)
  }

  /// That a build has the ConfigMaps of several environments, which have one name; nil where it has not.
  private func collision(of build: KustomizeBuild) -> Finding? {
    guard
      let other = others.first(where: { place in build.files.contains { $0.path == place.path } })
    else { return nil }
    return Finding(
      .wiringNoFolder, .error, path: wiring.place.path,
      "one Kustomization applies the ConfigMaps of \(wiring.place.environment) and of "
        + "\(other.environment), which have one name, since it takes their folder whole",
      remedy: "give configMap.path a folder that no other Kustomization applies, with "
        + "{{environment.name}} in it, or list what is applied in a kustomization.yaml")
  }

  private var cluster: WiringCluster { wiring.cluster }
  private var reader: ManifestReader { wiring.reader }

  /// The folder of the nested ConfigMap's file.
  var nestedFolder: String { RepositoryPath.folder(of: wiring.place.path) }

  /// How little a member is fit to have a Kustomization of our own beside it: one in a file that other clusters read
  /// would be theirs too.
  private func rank(_ member: Int, _ consuming: Set<Int>) -> (Int, Int) {
    let isShared = wiring.sharedFiles.contains(cluster.members[member].written?.file ?? "")
    return (isShared ? 1 : 0, cluster.ancestors(of: member).intersection(consuming).count)
  }

  /// The kustomization file of a folder, or nil.
  func kustomizationFile(in folder: String) -> String? {
    KustomizeWalk(reader: reader).kustomizationFile(in: folder)
  }
}

extension Placement {
  private func appliers() -> [Applier] {
    let own = kustomizationFile(in: nestedFolder)
    return cluster.members.indices.compactMap { index in
      let member = cluster.members[index]
      guard member.spec.name != ClusterWiring.ownName else { return nil }
      return applied(by: member.build, own).map { Applier(member: index, listing: $0.listing) }
    }
  }

  /// How a build takes in the nested ConfigMap's folder; nil where it does not.
  private struct Application {
    /// Nil where Flux takes the whole folder.
    let listing: String?
  }

  /// `own` is the folder's kustomization file.
  private func applied(by build: KustomizeBuild, _ own: String?) -> Application? {
    if let own {
      return build.kustomizationFiles.contains(own) ? Application(listing: own) : nil
    }
    let resources = build.files.filter { $0.role == .resource }
    let file =
      resources.first { $0.path == wiring.place.path }
      ?? resources.first { RepositoryPath.folder(of: $0.path) == nestedFolder }
    return file.map { Application(listing: $0.listedIn) }
  }

  /// How the root will take it in that `flux bootstrap` writes later; nil where it will not.
  ///
  /// A kustomization file of our own would keep it from what else is in its folder.
  private func appliedByFutureRoot() -> Application? {
    guard cluster.root == nil, let folder = cluster.folder else { return nil }
    let isInside = nestedFolder.isEmpty || folder.isPath(in: nestedFolder)
    let build = reader.build(of: isInside ? nestedFolder : folder, components: [])
    return applied(by: build, kustomizationFile(in: nestedFolder))
  }

  /// Whether a member can apply the ConfigMaps before any consumer needs them, as they are.
  private func isFit(_ applier: Applier, _ consuming: Set<Int>) -> Bool {
    let member = cluster.members[applier.member]
    let namespace = wiring.place.namespace
    let needed = consuming.map { cluster.members[$0].namespace }
    // Who gives all objects one namespace would give it to the variables of the others too.
    let target = member.spec.targetNamespace
    let given =
      target.isEmpty ? applier.listing.flatMap { member.build.namespaces[$0] } : target
    let keepsNamespaces = given.map { given in (needed + [namespace]).allSatisfy { $0 == given } }
    return !consuming.contains(applier.member)
      && cluster.dependencies(of: applier.member).isDisjoint(with: consuming)
      && keepsNamespaces ?? true
  }

  /// A folder near the nested ConfigMap's of which no member takes everything, and that no other environment has.
  private func ownFolder() -> String? {
    var place = nestedFolder
    let areSeveral = wiring.configuration.places.count > 1
    while true {
      var candidate = ManifestReader.path(place, ClusterWiring.ownName)
      let named = namedFolder(in: place)
      let isOthers = areSeveral && place != nestedFolder || hasNeighbour
      if named == earlier || isOthers && candidate != earlier { candidate = named }
      let isTaken = cluster.members.contains { member in
        guard member.build.isGenerated, let path = member.applied.folder else { return false }
        return path.isEmpty || candidate.utf8.starts(with: (path + "/").utf8)
      }
      if !isTaken { return candidate }
      if place.isEmpty { return nil }
      place = RepositoryPath.folder(of: place)
    }
  }
}

extension Placement {
  /// Writes the variables for the namespaces of `wired` members and gets everything applied.
  func apply(for wired: [Int], _ log: inout WiringLog) {
    let place = wiring.place
    // Where nothing refers to the values, a list of several that has one goes on having it.
    let isKept = wired.isEmpty && place.isListed
    let listing = listing ?? (isKept ? kustomizationFile(in: nestedFolder) : nil)
    if let listing, reader.bytes(place.path) != nil { log.list(place.path, in: listing, reader) }
    guard !wired.isEmpty else { return renewVariables(&log) }
    if let folder { log.noteVariables(in: folder) }
    guard let folder else {
      log.report(
        Finding(
          .wiringNoFolder, .error, path: place.path,
          "every folder is applied by a Kustomization that needs the variables first",
          remedy: "give configMap.path a folder that no other Kustomization applies"))
      return
    }
    var files = namespaces(of: wired).compactMap { writeVariables(for: $0, in: folder, &log) }
    guard isOwn else {
      if let listing { for file in files { log.list(file, in: listing, reader) } }
      return
    }
    if isOnlyApplier || hasNeighbour, reader.bytes(place.path) != nil { files.append(place.path) }
    applyOwn(files.sorted(), in: folder, for: wired, &log)
  }

  /// Writes the variables anew where they stand although no Kustomization takes them any more: they are applied.
  private func renewVariables(_ log: inout WiringLog) {
    guard let folder = earlier,
      reader.bytes(ManifestReader.path(folder, wiring.place.variablesName + ".yaml")) != nil
    else { return }
    log.noteVariables(in: folder)
    _ = writeVariables(for: wiring.place.namespace, in: folder, &log)
  }

  private func namespaces(of wired: [Int]) -> [String] {
    Set(wired.map { wiring.cluster.members[$0].namespace }).sorted()
  }

  /// - Returns: the path of the file; nil, with a finding, where Kubernetes would refuse it.
  private func writeVariables(
    for namespace: String, in folder: String, _ log: inout WiringLog
  ) -> String? {
    let place = wiring.place
    let isMain = namespace == place.namespace
    let path = ManifestReader.path(
      folder, place.variablesName + (isMain ? "" : "-" + namespace) + ".yaml")
    let configMap = ConfigMap(
      name: place.variablesName, namespace: namespace,
      labels: [
        "app.kubernetes.io/managed-by": "gitops-bot", "reconcile.fluxcd.io/watch": "Enabled",
      ], data: wiring.values.variables)
    do throws(ManifestError) {
      let bytes = try configMap.yaml()
      if reader.bytes(path) != bytes { reader.set(path, to: bytes) }
      log.noteVariables(path)
      return path
    } catch {
      log.report(
        Finding(.valuesUnfit, .error, path: path, error.message, remedy: error.remedy))
      return nil
    }
  }
}

extension WiringLog {
  /// Lists a file in a kustomization file.
  mutating func list(_ path: String, in listing: String, _ reader: ManifestReader) {
    let name = RepositoryPath.relative(path, to: RepositoryPath.folder(of: listing))
    let old = reader.bytes(listing) ?? []
    do throws(ManifestError) {
      let new = try addingResource(name, toKustomization: old)
      ensure("resource:\(listing):\(name)", isPresent: new == old) { _ in
        reader.set(listing, to: new)
        return true
      }
    } catch {
      report(
        Finding(
          .wiringImpossible, .error, path: listing, position: error.position, error.message,
          remedy: error.remedy))
    }
  }
}

extension Placement {
  /// Lets a Kustomization of our own apply `files`, and the others wait for it.
  private func applyOwn(
    _ files: [String], in folder: String, for wired: [Int], _ log: inout WiringLog
  ) {
    guard let anchor else { return }
    let listing =
      kustomizationFile(in: folder) ?? ManifestReader.path(folder, KustomizeBuild.fileNames[0])
    if reader.bytes(listing) == nil { reader.set(listing, to: Self.emptyKustomization) }
    for file in files { log.list(file, in: listing, reader) }
    let member = wiring.cluster.members[anchor]
    guard let written = member.written else { return }
    let namespace = member.namespace
    let isOfOthers = wiring.sharedFiles.contains(written.file)
    let home = isOfOthers ? wiring.cluster.folder : nil
    let path = ManifestReader.path(
      home ?? RepositoryPath.folder(of: written.file), ClusterWiring.ownName + ".yaml")
    let identifier = namespace + "/" + ClusterWiring.ownName
    let isThere = log.ensure(
      "Kustomization:" + identifier, isOfCluster: true,
      isPresent: reader.bytes(path) != nil
        || wiring.cluster.members.contains { $0.identifier == identifier }
    ) { _ in
      reader.set(path, to: Array(yaml(of: own(beside: written, namespace, folder)).utf8))
      return true
    }
    guard isThere else { return }
    let list = home.map(kustomizationFile) ?? member.listedIn
    if let list, reader.bytes(path) != nil { log.list(path, in: list, reader) }
    for index in wired { wait(index, for: namespace, &log) }
  }

  private static let emptyKustomization = Array(
    "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n".utf8)

  private func own(
    beside other: FluxKustomization, _ namespace: String, _ folder: String
  ) -> Value {
    var source: [String: Value] = [:]
    source["kind"] = .string(other.source?.kind ?? "GitRepository")
    source["name"] = .string(other.source?.name ?? KustomizationSpec.defaultNamespace)
    source["namespace"] = other.source?.namespace.map(Value.string)
    return .map([
      "apiVersion": .string(other.apiVersion), "kind": .string("Kustomization"),
      "metadata": .map([
        "name": .string(ClusterWiring.ownName), "namespace": .string(namespace),
      ]),
      "spec": .map([
        "interval": .string("10m"), "path": .string("./" + folder), "prune": .bool(true),
        "sourceRef": .map(source),
      ]),
    ])
  }

  private func wait(_ index: Int, for namespace: String, _ log: inout WiringLog) {
    let member = wiring.cluster.members[index]
    var reference: [String: Value] = ["name": .string(ClusterWiring.ownName)]
    if member.namespace != namespace { reference["namespace"] = .string(namespace) }
    let isPresent = member.spec.dependsOn.contains {
      $0.name == ClusterWiring.ownName && $0.namespace == namespace
    }
    log.ensure("dependsOn:" + member.identifier, isOfCluster: true, isPresent: isPresent) { log in
      guard let written = member.written else { return false }
      return wiring.append(.map(reference), to: ["spec", "dependsOn"], of: written, &log)
    }
  }
}
