import TestSupport

/// Invents a history: chooses operations with a seeded generator, and does each to the model.
///
/// What the specification leaves open is not chosen: edits of both sides at one place between two
/// lines, renames of both sides, or a path that comes back into scope with other values.
struct HistoryWriter {
  var generator: SeededGenerator
  var model: ModelRepository

  /// What was done in this round.
  var operations: [Operation] = []

  /// The values as they were before this round.
  var written: ModelValues

  /// Arguments of the next run.
  var arguments: [String] = []

  /// Files with a conflict in this round.
  var conflicts: Set<Int> = []

  /// Whether a hand-set key conflicts in this round.
  var keyConflicts = false

  /// Files in which a later change of values may meet what the owner deleted.
  var possibleConflicts: Set<Int> = []

  /// Paths with a conflict in earlier rounds: it is reported until somebody resolves it.
  private var earlierConflicts: Set<String> = []

  /// The files of these conflicts, which the owner may have renamed since.
  private var earlierFiles: Set<Int> = []

  /// What the owner sets by hand in this round.
  var handSet: [String: String] = [:]

  /// What the file says before the next run, without what options give.
  var committedInfrastructure = ModelInfrastructure()

  /// What the upstream template configures.
  var upstreamConfiguration: ModelRepository.Blob?

  /// What comes between two runs of this round.
  var interruption: Interruption?

  /// Stand-ins that the template renamed in this round: old and new.
  var renamedStandIns: [(from: String, to: String)] = []

  /// How many rounds had operations of the owner.
  var operationsBefore = 0

  private var lastNumber = 0

  init(seed: UInt64, templateURL: String?) {
    generator = SeededGenerator(seed: seed)
    model = .start()
    if seed > History.lastOfFirst { model.addMore() }
    if History.isWired(seed) { model.addFlux() }
    if History.hasEnvironments(seed) { model.addEnvironments() }
    model.templateURL = templateURL
    written = model.values
    upstreamConfiguration = model.configurationTree[ModelRepository.configurationName]
  }

  /// A number that no other operation of this history has.
  mutating func newNumber() -> Int {
    lastNumber += 1
    return lastNumber
  }

  /// A new value for what now has `value`, of the same kind.
  mutating func newValue(for value: Substring, by side: String) -> String {
    let number = newNumber()
    let base = side == "own" ? 100 : 500
    return Int(value) == nil ? "\(side)-\(number)" : String(base + number)
  }

  /// Notes what was done.
  mutating func note(
    _ kind: Operation.Kind, _ outcome: Operation.Outcome, _ subject: Operation.Subject,
    _ text: String
  ) {
    operations.append(Operation(kind: kind, outcome: outcome, subject: subject, text: text))
  }

  /// The owner's lines that a test holds for, in files that can be edited.
  func places(_ test: (ModelFile, Int) -> Bool) -> [ModelPlace] {
    model.files.filter { !$0.isOwners && !$0.isKustomization && $0.mode != "120000" }
      .flatMap { file in
        file.lines.indices.filter { test(file, $0) }.map {
          ModelPlace(file: file.id, line: file.lines[$0].id)
        }
      }
  }

  /// Does `change` to an owner's line.
  ///
  /// - Returns: How the line and its file read in a report; nil when the line is not there.
  @discardableResult
  mutating func change(_ place: ModelPlace, _ change: (inout ModelLine) -> Void) -> String? {
    guard let index = model.owner[place.file]?.index(of: place.line) else { return nil }
    guard var file = model.owner[place.file] else { return nil }
    let old = file.lines[index].text
    change(&file.lines[index])
    model.owner[place.file] = file
    return "\(file.path): '\(old)' → '\(file.lines[index].text)'"
  }

  /// Writes one round; nothing is done in the first, which is the first run.
  mutating func round(_ number: Int, seed: UInt64) -> Round {
    (operations, arguments, handSet) = ([], [], [:])
    (conflicts, keyConflicts, written) = ([], false, model.values)
    committedInfrastructure = model.infrastructure
    (interruption, renamedStandIns) = (nil, [])
    let hasMore = number > 0 && seed > History.lastOfFirst
    if number > 0 { doOwnersOperations(seed) }
    if hasMore { doMoreOwnersOperations() }
    if hasMore { doWiringOperations() }
    var beforeRun = model
    if number == 0 { (beforeRun.values, beforeRun.frozen) = (.none, [:]) }
    if number > 0 {
      doInputOperations(seed)
      if hasMore { doEnvironmentOperations() }
      if model.templateURL != nil { doTemplateOperations() }
    }
    if hasMore { doMoreTemplateOperations() }
    if hasMore { interrupt() }
    if model.isWired { model.wire() }
    model.raiseFactors()
    var configuration = model.configurationTree
    configuration[ModelInfrastructure.fileName]?.bytes = Array(committedInfrastructure.text.utf8)
    configuration[ModelRepository.configurationName] = configurationBeforeRelease
    let listed = paths(conflicts).union(keyConflicts ? [model.generatedPath] : [])
    let earlier = earlierConflicts.union(paths(earlierFiles))
    defer {
      earlierConflicts.formUnion(listed)
      earlierFiles.formUnion(conflicts)
    }
    return Round(
      operations: operations, committed: beforeRun.ownersTree.merging(configuration) { $1 },
      ours: beforeRun.comparedFiles, handSet: handSet,
      upstream: model.templateTree, upstreamConfiguration: upstreamConfiguration,
      arguments: arguments, after: model,
      conflicts: listed, possibleConflicts: paths(possibleConflicts).union(earlier),
      merging: Merging.allCases[(Int(seed) + number) % Merging.allCases.count],
      interruption: interruption)
  }

  private func paths(_ files: Set<Int>) -> Set<String> {
    Set(files.compactMap { model.path(of: $0) })
  }
}
