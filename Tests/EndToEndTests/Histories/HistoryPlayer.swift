import TestSupport

/// Plays a history with the real program and the real `git`, and judges every sync.
struct HistoryPlayer {
  typealias Tree = [String: ModelRepository.Blob]

  private let history: History
  private let remote: HistoryRemote

  /// The owner's branch.
  private var files: Tree = [:]

  /// The template's branch.
  private var upstream: Tree = [:]

  /// What the template's files were rendered to for the last merged proposal, by id.
  private var base: [Int: [UInt8]] = [:]

  private var time = 1_700_000_000

  /// Makes the repositories for the history of a seed.
  init(seed: UInt64) async throws {
    remote = try await HistoryRemote()
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
    try await commit(round)
    let (before, ours) = (files, round.ours)
    let run = ["run", remote.path, "--output", "json"]
    let result = try await Bot.run(run + round.arguments)
    let isProposed = result.output.contains(#""outcome" : "proposed""#)
    if isProposed {
      time += 60
      try await remote.merge(round.merging, removesBranch: number.isMultiple(of: 2), time: time)
      files = try await remote.files()
    }
    let judge = Judge(round: round, operations: operations, actual: files)
    var complaints = judge.complaints(about: result, before) + judge.complaints
    guard complaints.isEmpty else { return complaints }
    complaints += try await referenceComplaints(round, ours)
    // A run that found nothing to do leaves nothing for another one.
    guard complaints.isEmpty, isProposed else { return complaints }
    base = round.after.rendered
    return judge.complaints(aboutRepeated: try await Bot.run(run))
  }

  /// Commits what the owner and the template did.
  private mutating func commit(_ round: Round) async throws {
    time += 60
    var new = round.committed
    new[Judge.lock] = files[Judge.lock]
    if let generated = files[ModelRepository.generatedPath] {
      var values = GeneratedValues(generated.text)
      for (key, value) in round.handSet { values.set(key, to: value) }
      new[ModelRepository.generatedPath] = .init(bytes: Array(values.text.utf8))
    }
    try await remote.commit(from: files, to: new, in: remote.path, time: time)
    files = new
    guard round.after.templateURL != nil else { return }
    let configuration = history.rounds[0].after.configurationTree
    let release = round.upstream.merging(configuration) { $1 }
    try await remote.commit(from: upstream, to: release, in: remote.template, time: time - 30)
    upstream = release
  }

  /// Where `git merge-file` merges a file without a conflict, the file has to be what it made.
  private func referenceComplaints(
    _ round: Round, _ ours: [Int: [UInt8]]
  ) async throws -> [String] {
    var complaints: [String] = []
    for (id, theirs) in round.after.rendered.sorted(by: { $0.key < $1.key }) {
      guard let base = base[id], let ours = ours[id], let path = round.after.path(of: id),
        base != ours, base != theirs, ours != theirs,
        let merged = try await remote.mergedFile(base: base, ours: ours, theirs: theirs),
        files[path]?.bytes != merged
      else { continue }
      complaints.append("\(path) is not what git merge-file makes of it")
    }
    return complaints
  }
}
