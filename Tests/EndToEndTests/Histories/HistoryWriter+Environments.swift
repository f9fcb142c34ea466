import TestSupport

/// A cluster's folder that is rendered for each environment.
extension ModelRepository {
  /// Has the cluster's folder be rendered for each environment: what lies elsewhere has one text for all of them.
  mutating func addEnvironments() {
    hasEnvironments = true
    for id in owner.keys {
      guard var file = owner[id], !isPerEnvironment(file) else { continue }
      for index in file.lines.indices {
        file.lines[index].text = Self.sharedText(file.lines[index].text)
      }
      (owner[id], template[id]) = (file, file)
    }
    for (id, file) in owner where file.path == "manifests/current" {
      (owner[id], template[id]) = (nil, nil)
    }
  }

  /// The text that a line has for all environments.
  static func sharedText(_ text: String) -> String {
    text.replacing("my-cluster", with: "TEMPLATE_REGION")
  }

  /// Raises what no volume falls below.
  mutating func raiseFactors() {
    for name in [ModelInfrastructure.first] + infrastructure.joined.keys {
      largestFactors[name] = max(largestFactors[name] ?? 0, infrastructure.factor)
    }
  }

  /// The template's files of the first environment's folder.
  var clusterFiles: [ModelFile] {
    template.keys.sorted().compactMap { template[$0] }
      .filter { isPerEnvironment($0) && $0.environment == nil }
  }

  /// Renders a file of the first environment for another one too.
  mutating func copy(_ file: ModelFile, for environment: String) {
    let copy = ModelFile(
      id: newID(), path: file.path, lines: file.lines, lineEnd: file.lineEnd, mode: file.mode,
      environment: environment)
    (template[copy.id], owner[copy.id]) = (copy, copy)
    frozen[copy.id] = frozen[file.id]
  }

  /// The files of the cluster's folder that have a line: one for each environment.
  func copies(with line: Int) -> [ModelFile] {
    template.keys.sorted().compactMap { template[$0] }
      .filter { isPerEnvironment($0) && $0.index(of: line) != nil }
  }
}

/// Environments that join and leave.
extension HistoryWriter {
  /// Does what an owner does with environments; each of them is changed once in a round.
  mutating func doEnvironmentOperations() {
    guard model.hasEnvironments else { return }
    let names = ["staging", "testing"]
    let joined = model.infrastructure.joined.keys.sorted()
    let absent = names.filter { model.infrastructure.joined[$0] == nil }
    switch generator.number(below: 4) {
    // What a rule wrote that is no longer there counts as the owner's edit when the file goes.
    case 0 where !joined.isEmpty && model.values.pairs.allSatisfy(\.hasRule):
      leave(generator.pick(joined) ?? "")
    case 1 where !joined.isEmpty: renameCluster(generator.pick(joined) ?? "")
    default:
      // What a stand-in without a rule becomes in a new file is for other tests.
      guard model.values.pairs.allSatisfy(\.hasRule) else { return }
      if let name = generator.pick(absent) { join(name) }
    }
  }

  private mutating func give(_ cluster: String?, to environment: String) {
    model.infrastructure.joined[environment] = cluster
    committedInfrastructure.joined[environment] = cluster
  }

  private mutating func join(_ name: String) {
    give("acme-\(name)-\(newNumber())", to: name)
    for file in model.clusterFiles { model.copy(file, for: name) }
    note(.joiningEnvironment, .arrived, .everything, "\(name) joins")
  }

  private mutating func renameCluster(_ name: String) {
    let cluster = "acme-\(name)-\(newNumber())"
    give(cluster, to: name)
    note(.renamedEnvironment, .arrived, .everything, "the cluster of \(name) is \(cluster)")
  }

  /// An environment leaves: what was rendered for it goes, unless the owner edited it.
  private mutating func leave(_ name: String) {
    for (id, file) in model.template where file.environment == name { leave(id, name) }
    give(nil, to: name)
    model.largestFactors[name] = nil
    note(.leavingEnvironment, .arrived, .everything, "\(name) leaves")
  }

  private mutating func leave(_ id: Int, _ name: String) {
    let theirs = model.template.removeValue(forKey: id)
    guard var file = model.owner[id] else { return }
    guard file.isEdited(since: theirs) else {
      model.owner[id] = nil
      return
    }
    // Nothing is rewritten in it any more.
    let values = writtenValues(of: name)
    (file.path, file.isOwners, file.environment) = (values.written(file.path), true, nil)
    if model.frozen[id] == nil { model.frozen[id] = values }
    model.owner[id] = file
    conflicts.insert(id)
    note(.leavingEnvironment, .conflict, .file(id), "\(file.path) was edited and stays")
  }

  /// What the last sync wrote for an environment.
  private func writtenValues(of name: String) -> ModelValues {
    var values = written
    if let cluster = model.infrastructure.joined[name] { values["my-cluster"] = cluster }
    return values
  }

  /// The template changes a line, or adds a file, in the folder that is rendered for each environment.
  mutating func editClusterFolder() {
    guard model.hasEnvironments else { return }
    if generator.chance(30) { addToClusterFolder() } else { editClusterFile() }
  }

  private mutating func addToClusterFolder() {
    let name = "new-\(newNumber()).yaml"
    let id = model.add(
      "\(ModelRepository.cluster)/\(name)",
      [
        (.fixed, "apiVersion: v1"), (.fixed, "kind: ConfigMap"), (.fixed, "metadata:"),
        (.fixed, "  name: \(name.dropLast(5))"), (.fixed, "data:"), (.plain, "  newMood: calm"),
        (.value, "  newCluster: my-cluster"), (.plain, "  newSize: small"),
      ])
    guard let file = model.template[id] else { return }
    for environment in model.infrastructure.joined.keys.sorted() {
      model.copy(file, for: environment)
    }
    note(.templateEnvironment, .arrived, .file(id), file.path)
  }

  private mutating func editClusterFile() {
    let lines = model.clusterFiles.filter { model.frozen[$0.id] == nil }
      .flatMap(\.lines).filter(\.isPlain)
    guard let line = generator.pick(lines) else { return }
    let value = Int(line.value) == nil ? "new-\(newNumber())" : String(500 + newNumber())
    for file in model.copies(with: line.id) {
      let place = ModelPlace(file: file.id, line: line.id)
      let isHere = model.owner[file.id]?.index(of: line.id) != nil
      let isConflict = isHere && isOwnersLine(place)
      // What the owner deleted meets the change, and stays deleted.
      if model.owner[file.id] != nil, !isHere || isConflict { conflicts.insert(file.id) }
      let text = changeTemplate(place) { $0.text = $0.text(settingValue: value) }
      note(
        .templateEnvironment, isConflict ? .conflict : isHere ? .arrived : .kept, .line(place),
        "\(text) for \(file.environment ?? ModelInfrastructure.first)")
    }
  }
}
