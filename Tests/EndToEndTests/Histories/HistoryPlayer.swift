import TestSupport

/// Plays a history with the real program and the real `git`, and judges every sync.
struct HistoryPlayer {
  typealias Tree = [String: ModelRepository.Blob]

  let history: History
  let remote: HistoryRemote

  /// The owner's branch.
  var files: Tree = [:]

  /// The template's branch.
  var upstream: Tree = [:]

  /// What the template's files were rendered to for the last merged proposal, by id.
  private var base: [Int: [UInt8]] = [:]

  /// Where the template is.
  var templatePath: String

  var time = 1_700_000_000

  /// What was compared.
  var tally = HistoryTally()

  /// Makes the repositories for the history of a seed.
  init(seed: UInt64) async throws {
    remote = try await HistoryRemote()
    templatePath = remote.template
    let hasTemplate = History.hasTemplate(seed)
    history = History(seed: seed, templateURL: hasTemplate ? remote.templateURL : nil)
    if hasTemplate { try await remote.makeTemplate() }
  }

  /// Plays round after round.
  ///
  /// - Returns: What is wrong after the first round that went wrong, with what was done before; nil
  ///   when all is well.
  /// - Throws: `TestSupportError` when a program cannot be run.
  mutating func play() async throws -> String? {
    var operations: [Operation] = []
    for (number, round) in history.rounds.enumerated() {
      operations += round.operations
      let complaints = try await play(round, number, operations)
      if !complaints.isEmpty { return report(complaints, number) }
    }
    let problems = try await remote.problems()
    return problems.isEmpty ? nil : report([problems], history.rounds.count)
  }

  private func report(_ complaints: [String], _ number: Int) -> String {
    let done = history.rounds.prefix(number + 1).enumerated().map { number, round in
      let options = round.arguments.joined(separator: " ")
      return "  round \(number) (\(round.merging)) \(options)\n"
        + round.operations.map { "    \($0)\n" }.joined()
    }
    return "HISTORY_SEED=\(history.seed), round \(number):\n"
      + complaints.map { "  ✗ \($0)\n" }.joined() + done.joined()
  }

  private mutating func play(
    _ round: Round, _ number: Int, _ operations: [Operation]
  ) async throws -> [String] {
    let run = ["run", remote.path, "--output", "json"]
    if let complaint = try await prepare(round, run + round.arguments) { return [complaint] }
    let (before, ours) = (files, round.ours)
    let result = try await Bot.run(run + round.arguments)
    tally.syncs += 1
    let isProposed = result.output.contains(#""outcome" : "proposed""#)
    if isProposed {
      time += 60
      let leak = try await leak(round)
      guard leak.isEmpty else { return leak }
      try await remote.merge(round.merging, removesBranch: number.isMultiple(of: 2), time: time)
      files = try await remote.files()
    }
    let judge = Judge(round: round, operations: operations, actual: files)
    var complaints = judge.complaints(about: result, before) + judge.complaints
    guard complaints.isEmpty else { return complaints }
    tally.count(judge, result)
    complaints += try await referenceComplaints(round, ours)
    // A run that found nothing to do leaves nothing for another one.
    guard complaints.isEmpty, isProposed else { return complaints }
    base = round.after.rendered
    return judge.complaints(aboutRepeated: try await Bot.run(run))
  }

  /// What of a rewritten base branch is still in the proposal.
  private func leak(_ round: Round) async throws -> [String] {
    guard case .rewritten(let leak, _) = round.interruption else { return [] }
    return try await remote.proposalHeld(leak) ? ["the proposal still has \(leak)"] : []
  }

  /// Where `git merge-file` merges a file without a conflict, the file has to be what it made.
  private mutating func referenceComplaints(
    _ round: Round, _ ours: [Int: [UInt8]]
  ) async throws -> [String] {
    var complaints: [String] = []
    for (id, theirs) in round.after.rendered.sorted(by: { $0.key < $1.key }) {
      guard let base = base[id], let ours = ours[id], let path = round.after.path(of: id),
        base != ours, base != theirs, ours != theirs,
        let merged = try await remote.mergedFile(base: base, ours: ours, theirs: theirs)
      else { continue }
      tally.references += 1
      if files[path]?.bytes == merged {
        if round.conflicts.contains(path) { complaints.append("\(path) is no conflict") }
      } else if path.hasSuffix("kustomization.yaml") {
        tally.exempt(.orderOfLists)
      } else {
        complaints.append("\(path) is not what git merge-file makes of it")
      }
    }
    return complaints
  }
}
