extension Placement {
  /// Writes the variables for the namespaces of `wired` members and gets everything applied.
  func apply(for wired: [Int], _ log: inout WiringLog) {
    let place = wiring.place
    if let listing, reader.bytes(place.path) != nil { list(place.path, in: listing, &log) }
    guard !wired.isEmpty else { return }
    guard let folder else {
      log.report(
        ManifestFinding(
          "wiring-no-folder", .error, path: place.path,
          "every folder is applied by a Kustomization that needs the variables first",
          remedy: "give configMap.path a folder that no other Kustomization applies"))
      return
    }
    var files = namespaces(of: wired).compactMap { writeVariables(for: $0, in: folder, &log) }
    guard isOwn else {
      if let listing { for file in files { list(file, in: listing, &log) } }
      return
    }
    if folder == nestedFolder, reader.bytes(place.path) != nil { files.append(place.path) }
    applyOwn(files.sorted(), in: folder, for: wired, &log)
  }

  private var reader: ManifestReader { wiring.reader }

  private func namespaces(of wired: [Int]) -> [String] {
    let names = wired.map {
      wiring.cluster.members[$0].kustomization.namespace ?? FluxCluster.defaultNamespace
    }
    return Set(names).sorted()
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
      return path
    } catch {
      log.report(
        ManifestFinding("values-unfit", .error, path: path, error.message, remedy: error.remedy))
      return nil
    }
  }

  /// Lists a file in a kustomization file.
  private func list(_ path: String, in listing: String, _ log: inout WiringLog) {
    let name = RepositoryPath.relative(path, to: RepositoryPath.folder(of: listing))
    let old = reader.bytes(listing) ?? []
    do throws(ManifestError) {
      let new = try addingResource(name, toKustomization: old)
      log.ensure("resource:\(listing):\(name)", isPresent: new == old) { _ in
        reader.set(listing, to: new)
        return true
      }
    } catch {
      log.report(
        ManifestFinding(
          "wiring-impossible", .error, path: listing, position: error.position, error.message,
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
    for file in files { list(file, in: listing, &log) }
    let member = wiring.cluster.members[anchor]
    let namespace = member.kustomization.namespace ?? FluxCluster.defaultNamespace
    let path = ManifestReader.path(
      RepositoryPath.folder(of: member.kustomization.file), ClusterWiring.ownName + ".yaml")
    let isThere = log.ensure(
      "Kustomization:\(namespace)/\(ClusterWiring.ownName)", isOfCluster: true,
      isPresent: reader.bytes(path) != nil
    ) { _ in
      reader.set(path, to: Array(yaml(of: own(beside: member.kustomization, folder)).utf8))
      return true
    }
    guard isThere else { return }
    if let listing = member.listedIn { list(path, in: listing, &log) }
    for index in wired { wait(index, for: namespace, &log) }
  }

  private static let emptyKustomization = Array(
    "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n".utf8)

  private func own(beside other: FluxKustomization, _ folder: String) -> Value {
    var source: [String: Value] = [:]
    source["kind"] = .string(other.source?.kind ?? "GitRepository")
    source["name"] = .string(other.source?.name ?? FluxCluster.defaultNamespace)
    source["namespace"] = other.source?.namespace.map(Value.string)
    let namespace = other.namespace ?? FluxCluster.defaultNamespace
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
    let kustomization = wiring.cluster.members[index].kustomization
    var reference: [String: Value] = ["name": .string(ClusterWiring.ownName)]
    if kustomization.namespace != namespace { reference["namespace"] = .string(namespace) }
    let isPresent = kustomization.dependsOn.contains {
      $0.name == ClusterWiring.ownName
        && ($0.namespace ?? kustomization.namespace ?? namespace) == namespace
    }
    log.ensure(
      "dependsOn:" + wiring.cluster.members[index].identifier, isOfCluster: true,
      isPresent: isPresent
    ) { log in
      wiring.append(.map(reference), to: ["spec", "dependsOn"], of: kustomization, &log)
    }
  }
}
