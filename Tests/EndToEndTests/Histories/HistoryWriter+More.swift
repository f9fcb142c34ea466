import TestSupport

/// What later histories have beside the rest.
extension HistoryWriter {
  /// Does up to two more things of the owner.
  mutating func doMoreOwnersOperations() {
    let kinds: [Operation.Kind] = [
      .twinApp, .appDeletion, .emptyFile, .ownComment, .ownComment, .ownLink,
    ]
    for _ in 0..<(1 + generator.number(below: 2)) {
      switch generator.pick(kinds) {
      case .twinApp: addOwnTwin()
      case .appDeletion: deleteTwin()
      case .emptyFile: changeEmptyFile()
      case .ownComment: comment()
      case .ownLink: changeLink()
      default: break
      }
    }
    if model.templateURL != nil, generator.chance(15) { moveTemplate() }
  }

  /// Does up to two more things of the template.
  mutating func doMoreTemplateOperations() {
    guard model.templateURL != nil else { return }
    if model.isWired, generator.chance(50) { addTemplateReference() }
    if model.hasEnvironments, generator.chance(60) { editClusterFolder() }
    let kinds: [Operation.Kind] = [
      .templateTwin, .templateOrphan, .templateEmptyFile, .templateComment, .templateComment,
      .templateLink, .templateStandIn,
    ]
    for _ in 0..<(1 + generator.number(below: 2)) {
      switch generator.pick(kinds) {
      case .templateTwin: replaceTwin()
      case .templateOrphan: editOrphan()
      case .templateEmptyFile: changeTemplatesEmptyFile()
      case .templateComment: commentTemplate()
      case .templateLink: retargetLink()
      case .templateStandIn: renameStandIn()
      default: break
      }
    }
  }

  /// The template goes to another address with all its commits.
  private mutating func moveTemplate() {
    guard let url = model.templateURL else { return }
    model.templateURL = "\(url)-moved-\(newNumber())"
    note(.templateMove, .kept, .everything, "the template is at another address")
  }

  /// The template gives a stand-in another name, and its rule with it.
  private mutating func renameStandIn() {
    let names = ["TEMPLATE_REGION", "admin@example.com", "example.com"]
    // Where its value changes too, nobody can tell that it is the same rule: an edited place is a conflict.
    let found = model.values.pairs.indices.filter { index in
      let pair = model.values.pairs[index]
      return names.contains(pair.name) && pair.hasRule && written[pair.name] == pair.value
    }
    guard renamedStandIns.isEmpty, let index = generator.pick(found) else { return }
    let number = newNumber()
    let new = ["TEMPLATE_REGION": "PLACE_\(number)", "example.com": "site-\(number).test"]
    let pair = model.values.pairs[index]
    let name = new[pair.name] ?? "someone@mail-\(number).test"
    for id in model.template.keys.sorted() where model.frozen[id] == nil {
      let keeping = model.values.pairs[..<index].map(\.standIn)
      func renamed(_ line: ModelLine) -> ModelLine {
        guard line.follows, line.holdsValue else { return line }
        var line = line
        line.text = Self.replaced(pair.standIn, with: name, in: line.text, keeping[...])
        return line
      }
      if let lines = model.template[id]?.lines { model.template[id]?.lines = lines.map(renamed) }
      if let lines = model.owner[id]?.lines { model.owner[id]?.lines = lines.map(renamed) }
    }
    model.values.pairs[index].standIn = name
    renamedStandIns.append((pair.standIn, name))
    upstreamConfiguration = upstreamConfiguration?.replacing(
      ModelRepository.from(pair.standIn), with: ModelRepository.from(name))
    note(.templateStandIn, .arrived, .everything, "\(pair.standIn) → \(name)")
  }

  /// A text with one stand-in under another name, but where it is part of an earlier one.
  private static func replaced(
    _ old: String, with new: String, in text: String, _ kept: ArraySlice<String>
  ) -> String {
    guard let first = kept.first else { return text.replacing(old, with: new) }
    return text.split(separator: first, omittingEmptySubsequences: false).map {
      replaced(old, with: new, in: String($0), kept.dropFirst())
    }.joined(separator: first)
  }

  /// The configuration that the owner has before the release that renames stand-ins arrives.
  var configurationBeforeRelease: ModelRepository.Blob? {
    let blob = model.configurationTree[ModelRepository.configurationName]
    return renamedStandIns.reduce(blob) {
      $0?.replacing(ModelRepository.from($1.to), with: ModelRepository.from($1.from))
    }
  }

  /// Chooses what comes between two runs.
  mutating func interrupt() {
    let number = newNumber()
    let isDomainCommitted =
      operations.contains { $0.kind == .changedDomain }
      && committedInfrastructure.domain == model.infrastructure.domain
    if isDomainCommitted, generator.chance(60) {
      let path = "manifests/own/people-\(number).yaml"
      let line = ModelLine(
        id: model.newID(), role: .fixed, text: "people: \(number)", follows: false, isOwners: true)
      let file = ModelFile(id: model.newID(), path: path, lines: [line], isOwners: true)
      model.owner[file.id] = file
      interruption = .people(path: path, blob: .init(bytes: file.bytes(.none)))
      note(.peoplesCommit, .kept, .file(file.id), path)
    } else if generator.chance(20) {
      let path = "manifests/leak-\(number).yaml"
      interruption = .rewritten(leak: path, isAmended: generator.chance(50))
      note(.rewrittenBase, .kept, .everything, "\(path) is taken out of the base branch again")
    }
  }
}
