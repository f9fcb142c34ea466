/// Compares what came of a sync with what had to come of it.
struct Judge {
  typealias Tree = [String: ModelRepository.Blob]

  static let lock = "gitops-bot.lock.json"

  /// What had to come of it.
  let round: Round

  /// Everything that was done so far.
  let operations: [Operation]

  /// The files of the owner's branch after the proposal was merged.
  let actual: Tree

  /// What is wrong, in the words of a report; the operations that it concerns come first.
  var complaints: [String] {
    let broken = operations.compactMap { operation in
      complaint(about: operation.subject).map { "\(operation)\n    \($0)" }
    }
    return broken + treeComplaints + keyComplaints + variableComplaints
  }

  private func complaint(about subject: Operation.Subject) -> String? {
    switch subject {
    case .line(let place): complaint(about: place)
    case .file(let file): complaint(aboutFile: file)
    case .key(let key): keyComplaint(key, round.after.facts[key], in: round.after.generatedPath)
    case .everything: nil
    }
  }

  private func complaint(about place: ModelPlace) -> String? {
    guard let file = round.after.owner[place.file] else { return nil }
    guard let path = round.after.path(of: file.id) else { return nil }
    guard let blob = actual[path] else { return "\(path) is missing" }
    let values = round.after.values(of: file)
    let lines = blob.text.split(whereSeparator: \.isNewline).map(String.init)
    if let index = file.index(of: place.line) {
      let expected = values.written(file.lines[index])
      return lines.contains(expected) ? nil : "\(path) does not say '\(expected)'"
    }
    let template = round.after.template[file.id]
    guard let line = template?.lines.first(where: { $0.id == place.line }) else { return nil }
    let gone = values.written(line)
    return lines.contains(gone) ? "\(path) says '\(gone)' again" : nil
  }

  private func complaint(aboutFile file: Int) -> String? {
    if let path = round.after.path(of: file) {
      return actual[path] == nil ? "\(path) is missing" : nil
    }
    guard let template = round.after.template[file] else { return nil }
    let path = round.after.values(of: template.environment)
      .written(round.after.ownersPath(template.path))
    return actual[path] == nil ? nil : "\(path) is there again"
  }

  /// Every path whose content, mode or presence is not as the operations make it.
  private var treeComplaints: [String] {
    let expected = round.after.ownersTree.merging(round.after.configurationTree) { $1 }
    let ours = actual.filter { $0.key != Self.lock && !ModelRepository.isGenerated($0.key) }
    let paths = Set(expected.keys).union(ours.keys).filter {
      expected[$0] != ours[$0] && Self.reason(expected[$0], ours[$0]) == nil
    }
    return paths.sorted().map { Self.difference($0, expected[$0], ours[$0]) }
  }

  /// What differs from what had to come of it and is right all the same, by path.
  var tolerated: [String: HistoryTally.Reason] {
    let expected = round.after.ownersTree.merging(round.after.configurationTree) { $1 }
    return actual.reduce(into: [:]) { reasons, file in
      if expected[file.key] != file.value {
        reasons[file.key] = Self.reason(expected[file.key], file.value)
      }
    }
  }

  private static func reason(
    _ expected: ModelRepository.Blob?, _ actual: ModelRepository.Blob?
  ) -> HistoryTally.Reason? {
    guard let expected, let actual else { return nil }
    if expected.listingNothing == actual { return .emptyList }
    return expected.hasRules(of: actual) ? .orderOfRules : nil
  }

  private static func difference(
    _ path: String, _ expected: ModelRepository.Blob?, _ actual: ModelRepository.Blob?
  ) -> String {
    guard let expected else { return "\(path) should not be there" }
    guard let actual else { return "\(path) is missing" }
    let (wanted, found) = (lines(expected), lines(actual))
    let changes =
      wanted.difference(from: found).map { change in
        switch change {
        case .insert(_, let line, _): "      expected: \(line)"
        case .remove(_, let line, _): "      found:    \(line)"
        }
      }
    let mode = expected.mode == actual.mode ? "" : " has mode \(actual.mode)"
    return "\(path)\(mode) differs\n" + changes.joined(separator: "\n")
  }

  private static func lines(_ blob: ModelRepository.Blob) -> [String] {
    blob.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self).replacing("\r", with: "␍") }
  }

  private var keyComplaints: [String] {
    let expected = round.after.generated
    let present = actual.keys.filter(ModelRepository.isGenerated)
    let known = Set(expected.keys).union(round.after.isWired ? [ModelRepository.variablesPath] : [])
    return present.filter { !known.contains($0) }.sorted().map { "\($0) should not be there" }
      + expected.sorted { $0.key < $1.key }.flatMap { path, facts in
        facts.sorted { $0.key < $1.key }.compactMap { keyComplaint($0.key, $0.value, in: path) }
      }
  }

  private func keyComplaint(_ key: String, _ expected: String?, in path: String) -> String? {
    let found = GeneratedValues(actual[path]?.text ?? "")[key]
    guard found != expected else { return nil }
    return "\(path): \(key) is \(found ?? "missing"), expected \(expected ?? "nothing")"
  }

  /// What is wrong with the variables that Flux substitutes.
  private var variableComplaints: [String] { variableComplaints(actual) }

  /// What is wrong with the variables of a tree.
  func variableComplaints(_ tree: Tree) -> [String] {
    guard round.after.isWired else { return [] }
    let lines = Set(tree[ModelRepository.variablesPath]?.text.split(separator: "\n") ?? [])
    return Self.variables(round.after.facts).filter { !lines.contains($0[...]) }
      .map { "the variables do not say '\($0)'" }
  }

  /// The lines of the variables for these values.
  static func variables(_ facts: [String: String]) -> [String] {
    facts.sorted { $0.key < $1.key }.map {
      "  infraConfig_\($0.key.replacing(".", with: "_")): \"\($0.value)\""
    }
  }
}
