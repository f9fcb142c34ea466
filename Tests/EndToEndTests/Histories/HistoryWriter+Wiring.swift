import TestSupport

/// What `wiring: auto` makes of both sides.
extension ModelRepository {
  /// The folder of the cluster.
  static let cluster = "manifests/clusters/my-cluster"

  /// The folders that the cluster's Kustomizations apply, by their names.
  static let applied = ["apps": "manifests/apps", "infrastructure": "manifests/infrastructure"]

  /// Adds Kustomizations for all apps, of which one refers to generated values.
  mutating func addFlux() {
    isWired = true
    let names = Self.applied.keys.sorted()
    for name in names {
      add("\(Self.cluster)/\(name).yaml", Self.kustomization(name, Self.applied[name] ?? ""))
    }
    addKustomization(
      in: Self.cluster, ["settings.yaml", "notes.yaml"] + names.map { "\($0).yaml" })
    let release = files.first { $0.path == "\(Self.apps)/chat/release.yaml" }
    guard let release else { return }
    let line = ModelLine(
      id: newID(), role: .fixed, text: "    size: ${infraConfig.storage.bulk.size}")
    owner[release.id]?.lines.append(line)
    template[release.id]?.lines.append(line)
  }

  private static func kustomization(
    _ name: String, _ path: String
  ) -> [(role: ModelLine.Role, text: String)] {
    [
      (.fixed, "apiVersion: kustomize.toolkit.fluxcd.io/v1"), (.fixed, "kind: Kustomization"),
      (.fixed, "metadata:"), (.fixed, "  name: \(name)"), (.fixed, "  namespace: flux-system"),
      (.fixed, "  labels:"), (.plain, "    team: platform"),
      (.value, "    contact: TEMPLATE_REGION"), (.plain, "    tier: gold"), (.fixed, "spec:"),
      (.fixed, "  interval: 10m"), (.fixed, "  path: ./\(path)"), (.fixed, "  prune: true"),
      (.fixed, "  sourceRef:"), (.fixed, "    kind: GitRepository"),
      (.fixed, "    name: flux-system"), (.plain, "  serviceAccountName: flux"),
    ]
  }

  /// The owner's files as they are compared with the template's: with references translated.
  var comparedFiles: [Int: [UInt8]] {
    var compared = self
    if isWired { for id in owner.keys { compared.owner[id]?.translate() } }
    return compared.ownersFiles
  }

  /// Translates references, and wires the Kustomizations that apply one.
  mutating func wire() {
    for id in owner.keys { owner[id]?.translate() }
    for id in template.keys where frozen[id] == nil { template[id]?.translate() }
    for (name, folder) in Self.applied.sorted(by: { $0.key < $1.key }) {
      let path = "\(Self.cluster)/\(name).yaml"
      guard !unwired.contains(name), let id = template.values.first(where: { $0.path == path })?.id
      else { continue }
      let wiring = Self.wiring.map {
        ModelLine(id: newID(), role: .fixed, text: $0, isTranslated: false, isWiring: true)
      }
      let isOurs = owner[id] != nil && refers(folder, owner)
      if isOurs { addInfraConfig() }
      if isOurs, owner[id]?.lines.contains(where: \.isWiring) == false {
        owner[id]?.lines += wiring
      }
      if refers(folder, template), template[id]?.lines.contains(where: \.isWiring) == false {
        template[id]?.lines += wiring
      }
    }
  }

  private static let wiring = [
    "  postBuild:", "    substituteFrom:", "      - kind: ConfigMap",
    "        name: infrastructure-vars", "  dependsOn:", "    - name: infra-config",
  ]

  /// Whether a side's files below a folder refer to generated values.
  private func refers(_ folder: String, _ side: [Int: ModelFile]) -> Bool {
    side.values.contains {
      $0.path.hasPrefix(folder + "/") && $0.lines.contains(where: \.isReference)
    }
  }

  /// Adds the Kustomization that applies the ConfigMaps, where it is not there yet.
  private mutating func addInfraConfig() {
    let path = "\(Self.cluster)/infra-config.yaml"
    guard !owner.values.contains(where: { $0.path == path }) else { return }
    addGenerated(path, Self.infraConfig)
    addGenerated("manifests/shared/config/kustomization.yaml", Self.listing)
    let line = ModelLine(
      id: newID(), role: .fixed, text: "  - infra-config.yaml", isWiring: true)
    for id in template.keys
    where template[id]?.path == "\(Self.cluster)/kustomization.yaml" {
      template[id]?.lines.append(line)
      owner[id]?.lines.append(line)
    }
  }

  private mutating func addGenerated(_ path: String, _ texts: [String]) {
    let lines = texts.map { ModelLine(id: newID(), role: .fixed, text: $0, follows: false) }
    let file = ModelFile(id: newID(), path: path, lines: lines, isOwners: true)
    owner[file.id] = file
  }

  private static let infraConfig = [
    "apiVersion: kustomize.toolkit.fluxcd.io/v1", "kind: Kustomization", "metadata:",
    "  name: infra-config", "  namespace: flux-system", "spec:", "  interval: 10m",
    "  path: ./manifests/shared/config", "  prune: true", "  sourceRef:",
    "    kind: GitRepository", "    name: flux-system",
  ]

  private static let listing = [
    "apiVersion: kustomize.config.k8s.io/v1beta1", "kind: Kustomization", "resources:",
    "  - infrastructure-config.yaml", "  - infrastructure-vars.yaml",
  ]
}

extension ModelFile {
  fileprivate mutating func translate() {
    for index in lines.indices where lines[index].isReference { lines[index].isTranslated = true }
  }
}

/// References to generated values, and what the owner does to the wiring.
extension HistoryWriter {
  /// Does up to two things of the owner in a history that is wired.
  mutating func doWiringOperations() {
    guard model.isWired else { return }
    if generator.chance(60) { addOwnReference() }
    if generator.chance(30) { removeWiring() }
  }

  private static let references = [
    "storage.fast.size", "cluster.region", "resourceProfiles.medium", "cluster.domain",
  ]

  private mutating func newReference(_ key: String, _ line: ModelLine) -> String {
    let indentation = String(repeating: " ", count: line.indentation)
    let value = generator.pick(Self.references) ?? ""
    return "\(indentation)\(key)\(newNumber()): ${infraConfig.\(value)}"
  }

  /// The owner refers to a value in a release of the template, or in one of their own apps.
  private mutating func addOwnReference() {
    let found = places { isRelease($0) && Self.canInsert(in: $0, behind: $1) }
    guard let place = generator.pick(found), let file = model.owner[place.file],
      let index = file.index(of: place.line)
    else { return }
    let text = newReference("ownSize", file.lines[index])
    let line = ModelLine(
      id: model.newID(), role: .fixed, text: text, follows: false, isOwners: true)
    model.owner[file.id]?.lines.insert(line, at: index + 1)
    note(
      .ownReference, .kept, .line(ModelPlace(file: file.id, line: line.id)),
      "\(file.path): '\(text)'")
  }

  /// Whether a file is a release that a wired Kustomization applies, or may.
  private func isRelease(_ file: ModelFile) -> Bool {
    guard file.name == "release.yaml", model.isInScope(file) else { return false }
    return ModelRepository.applied.contains { name, folder in
      !model.unwired.contains(name) && file.path.hasPrefix(folder + "/")
        && model.owner.values.contains { $0.path == "\(ModelRepository.cluster)/\(name).yaml" }
    }
  }

  /// The owner takes the variables from a Kustomization: they do not come back.
  private mutating func removeWiring() {
    let names = ModelRepository.applied.keys.sorted().filter { !model.unwired.contains($0) }
    let found = model.files.filter { file in
      names.contains { file.path == "\(ModelRepository.cluster)/\($0).yaml" }
        && file.lines.contains(where: \.isWiring)
    }
    guard let file = generator.pick(found) else { return }
    model.owner[file.id]?.lines.removeAll(where: \.isWiring)
    model.unwired.insert(String(file.name.dropLast(".yaml".count)))
    note(.ownWiring, .kept, .file(file.id), "\(file.path) takes no variables")
  }

  /// The template refers to a value, at times where nothing did before.
  mutating func addTemplateReference() {
    let found = insertionPlaces.filter { place in
      model.owner[place.file].map(isRelease) == true
    }
    guard let place = generator.pick(found), let file = model.owner[place.file],
      let index = file.index(of: place.line)
    else { return }
    let text = newReference("newSize", file.lines[index])
    let line = ModelLine(id: model.newID(), role: .fixed, text: text)
    insert(line, behind: place)
    note(
      .templateReference, .arrived, .line(ModelPlace(file: place.file, line: line.id)),
      "\(file.path): '\(text)'")
  }
}
