import TestSupport

/// What changes of values, rules and scope.
extension HistoryWriter {
  /// Changes one value or rule, often the domain, and at times the scope.
  mutating func doInputOperations(_ seed: UInt64) {
    if generator.chance(60) { changeDomain() }
    let kinds: [Operation.Kind] = [
      .changedCluster, .changedRegion, .changedNodes, .addedRule, .removedRule, .fieldRule,
      .fieldRule, .changedNodes,
    ]
    if generator.chance(50) { doInput(generator.pick(kinds)) }
    if (Int(seed) + operationsBefore) % 4 == 0 {
      if generator.chance(40) { include() } else { exclude() }
    }
  }

  private mutating func doInput(_ kind: Operation.Kind?) {
    switch kind {
    case .changedCluster: changeCluster()
    case .changedRegion: changeRegion()
    case .changedNodes: changeNodes()
    case .addedRule: addRule()
    case .removedRule: removeRule()
    case .fieldRule: addFieldRule()
    default: break
    }
  }

  private mutating func changeDomain() {
    let old = model.infrastructure.domain
    let domains = ["acme.io", "acme.dev", "acme.cloud", "intern.acme.net"].filter { $0 != old }
    guard let domain = generator.pick(domains) else { return }
    give("project.domain", \.domain, domain)
    model.values["example.com"] = domain
    note(.changedDomain, .arrived, .key("cluster.domain"), "\(old) → \(domain)")
  }

  private mutating func changeCluster() {
    let old = model.infrastructure.cluster
    let cluster = "acme-cluster-\(newNumber())"
    give("cluster.name", \.cluster, cluster)
    model.values["my-cluster"] = cluster
    note(.changedCluster, .arrived, .key("cluster.name"), "\(old) → \(cluster)")
  }

  private mutating func changeRegion() {
    let old = model.infrastructure.region
    guard let region = generator.pick(["nyc3", "fra1", "ams3"].filter { $0 != old }) else { return }
    give("cluster.region", \.region, region)
    model.values["TEMPLATE_REGION"] = region
    note(.changedRegion, .arrived, .key("cluster.region"), "\(old) → \(region)")
  }

  private mutating func changeNodes() {
    let old = model.infrastructure.nodeSize
    let sizes = ModelInfrastructure.factors.keys.sorted().filter { $0 != old }
    guard let size = generator.pick(sizes) else { return }
    give("cluster.nodeSize", \.nodeSize, size)
    let key = "resourceProfiles.medium.limits.memory"
    keyConflicts = model.handSet[key] != nil
    if keyConflicts { note(.changedNodes, .conflict, .key(key), "\(key) was set by hand") }
    note(
      .changedNodes, .arrived, .key("resourceProfiles.xlarge.requests.memory"), "\(old) → \(size)")
  }

  /// Gives a value as an option, which the proposal writes down, or in a commit.
  private mutating func give(
    _ key: String, _ field: WritableKeyPath<ModelInfrastructure, String>, _ value: String
  ) {
    model.infrastructure[keyPath: field] = value
    // What an option gives is for all environments.
    if generator.chance(25), !model.hasEnvironments {
      arguments += ["--set", "\(key)=\(value)"]
    } else {
      committedInfrastructure[keyPath: field] = value
    }
  }

  private mutating func addRule() {
    guard model.values["registry.local"] == nil else { return }
    model.values.pairs.append(.init(standIn: "registry.local", value: "registry.acme.test"))
    note(.addedRule, .arrived, .everything, "registry.local → registry.acme.test")
  }

  private mutating func removeRule() {
    let standIn = generator.chance(25) ? "my-cluster" : "TEMPLATE_REGION"
    let index = model.values.pairs.firstIndex { $0.name == standIn && $0.hasRule }
    // Without it, nothing tells the environments' folders apart.
    guard let index, standIn != "my-cluster" || !model.hasEnvironments,
      model.values.pairs[index].value == written[standIn]
    else { return }
    model.values.pairs[index].hasRule = false
    note(.removedRule, .kept, .everything, "\(standIn): what was written stays")
  }

  private mutating func addFieldRule() {
    let found = places {
      model.isInScope($0) && $0.lines[$1].text.contains("replicaCount: ")
        && model.values.fields[$0.lines[$1].id] == nil
    }
    let edited = found.filter { isOwnersLine($0) }
    guard let place = generator.pick(edited.isEmpty ? found : edited),
      let file = model.template[place.file]
    else { return }
    let (name, number) = (file.folder.split(separator: "/").last ?? "", 20 + newNumber())
    let text = "    replicaCount: \(number)"
    model.fieldRules.append(
      #"{ "kind": "field", "object": "HelmRelease/\#(name)", "#
        + #""field": "spec.values.replicaCount", "to": \#(number) }"#)
    model.values.fields[place.line] = text
    let isOwners = isOwnersLine(place)
    if isOwners { conflicts.insert(place.file) } else { change(place) { $0.text = text } }
    note(.fieldRule, isOwners ? .conflict : .arrived, .line(place), "\(file.path): \(text)")
  }

  /// Whether the owner edited a line.
  func isOwnersLine(_ place: ModelPlace) -> Bool {
    guard let file = model.owner[place.file], let index = file.index(of: place.line) else {
      return false
    }
    return file.lines[index].isOwners
  }

  private mutating func exclude() {
    let found = model.files.filter { file in
      model.isInScope(file) && !file.isKustomization && file.mode != "120000"
        && file.path == model.template[file.id]?.path && !file.path.contains("my-cluster")
        && !file.lines.contains { model.values.fields[$0.id] != nil || $0.isReference }
    }
    guard let file = generator.pick(found) else { return }
    model.frozen[file.id] = written
    model.excluded.append(file.path)
    note(.excluded, .kept, .file(file.id), file.path)
  }

  private mutating func include() {
    let found = model.files.filter { file in
      guard let frozen = model.frozen[file.id], let template = model.template[file.id] else {
        return false
      }
      return model.excluded.contains(template.path)
        && (frozen.pairs.isEmpty
          ? model.values.pairs.allSatisfy(\.hasRule)
          : template.bytes(frozen) == template.bytes(model.values))
    }
    guard let file = generator.pick(found), let path = model.template[file.id]?.path else { return }
    // In a folder that is rendered for each environment, all of them have it.
    for (id, theirs) in model.template where theirs.path == path { model.frozen[id] = nil }
    model.excluded.removeAll { $0 == path }
    note(.included, .arrived, .file(file.id), path)
  }
}
