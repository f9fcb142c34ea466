import TestSupport

/// What the owner, the template and other people commit.
extension HistoryPlayer {
  /// Commits what the owner and the template did, and what comes before the run that counts.
  ///
  /// - Returns: What is wrong with the run before it.
  mutating func prepare(_ round: Round, _ run: [String]) async throws -> String? {
    time += 60
    let (old, new) = (files, committed(round))
    try await release(round)
    switch round.interruption {
    case nil: try await remote.commit(from: old, to: new, in: remote.path, time: time)
    case .rewritten(let leak, let isAmended):
      let complaint = try await rewrite(from: old, to: new, leak, isAmended: isAmended, run)
      if let complaint { return complaint }
    case .people(let path, let blob):
      return try await commitAsPeople(from: old, to: new, path, blob, run)
    }
    files = new
    return nil
  }

  /// The owner's branch with what the bot generated.
  private func committed(_ round: Round) -> Tree {
    var new = round.committed
    new[Judge.lock] = files[Judge.lock]
    for (path, blob) in files where ModelRepository.isGenerated(path) { new[path] = blob }
    let path = round.after.generatedPath
    if let generated = files[path] {
      var values = GeneratedValues(generated.text)
      for (key, value) in round.handSet { values.set(key, to: value) }
      new[path] = .init(bytes: Array(values.text.utf8))
    }
    return new
  }

  private mutating func release(_ round: Round) async throws {
    guard let url = round.after.templateURL else { return }
    let path = String(url.trimmingPrefix("file://"))
    if path != templatePath { try await remote.moveTemplate(from: templatePath, to: path) }
    templatePath = path
    var configuration = history.rounds[0].after.configurationTree
    configuration[ModelRepository.configurationName] = round.upstreamConfiguration
    let release = round.upstream.merging(configuration) { $1 }
    try await remote.commit(from: upstream, to: release, in: path, time: time - 30)
    upstream = release
  }

  /// Lets the bot see a file that is taken out of the base branch again.
  private mutating func rewrite(
    from old: Tree, to new: Tree, _ leak: String, isAmended: Bool, _ run: [String]
  ) async throws -> String? {
    var leaking = new
    leaking[leak] = .init(bytes: Array("password: hunter\n".utf8))
    let start = isAmended ? old : new
    try await remote.commit(from: old, to: start, in: remote.path, time: time)
    let tip = try await remote.tip()
    try await remote.commit(from: start, to: leaking, in: remote.path, time: time)
    let complaint = try await complaint(aboutFirst: run)
    try await remote.reset(to: tip)
    try await remote.commit(from: start, to: new, in: remote.path, time: time + 1)
    return complaint
  }

  /// Lets somebody commit to the proposal, or to the base branch where there is none.
  private mutating func commitAsPeople(
    from old: Tree, to new: Tree, _ path: String, _ blob: ModelRepository.Blob, _ run: [String]
  ) async throws -> String? {
    var early = new
    early[ModelInfrastructure.fileName] = old[ModelInfrastructure.fileName]
    try await remote.commit(from: old, to: early, in: remote.path, time: time)
    let result = try await Bot.run(run)
    tally.syncs += 1
    guard [0, 3].contains(result.status) else { return "the first run: \(result.errorOutput)" }
    files = new
    if result.output.contains(#""outcome" : "proposed""#) {
      let without = early
      early[path] = blob
      try await remote.commit(
        from: without, to: early, in: remote.path, on: HistoryRemote.proposal, time: time + 1)
      early[path] = nil
    } else {
      files[path] = blob
    }
    try await remote.commit(from: early, to: files, in: remote.path, time: time + 2)
    return nil
  }

  private mutating func complaint(aboutFirst run: [String]) async throws -> String? {
    let result = try await Bot.run(run)
    tally.syncs += 1
    return [0, 3].contains(result.status) ? nil : "the first run: \(result.errorOutput)"
  }
}
