import TestSupport

/// What a run of the bot has to say.
extension Judge {
  /// Whether the sync has anything to propose: a change of the lock alone is not proposed.
  ///
  /// `before` are the files of the owner's branch when the bot runs.
  func needsProposal(_ before: Tree) -> Bool {
    let expected = round.after.ownersTree.merging(round.after.configurationTree) { $1 }
    let files = before.filter { $0.key != Self.lock && !ModelRepository.isGenerated($0.key) }
    return files != expected || !variableComplaints(before).isEmpty
      || round.after.generated.contains { path, facts in
        let values = GeneratedValues(before[path]?.text ?? "")
        return facts.contains { values[$0.key] != $0.value }
      }
  }

  /// What is wrong with the exit code, the outcome and the list of conflicts.
  func complaints(about result: ProgramResult, _ before: Tree) -> [String] {
    let isNeeded = needsProposal(before)
    let possible = round.conflicts.union(round.possibleConflicts)
    // Whether conflicts without a proposal are worth the code is not said; they are listed.
    let isRight =
      result.status == 3 ? !possible.isEmpty : round.conflicts.isEmpty || !isNeeded
    guard isRight, [0, 3].contains(result.status), let fields = try? Fields(result) else {
      let expected = round.conflicts.isEmpty ? 0 : 3
      return ["exit \(result.status), expected \(expected): \(result.errorOutput)"]
    }
    let outcome = isNeeded ? "proposed" : "unchanged"
    let wrongOutcome =
      fields.outcome == outcome
      ? [] : ["the outcome is \(fields.outcome), expected \(outcome)"]
    let listed = Set(fields.conflicts.map(\.path))
    return wrongOutcome
      + round.conflicts.subtracting(listed).sorted().map { "\($0) is not listed as a conflict" }
      + listed.subtracting(possible).sorted().map { "\($0) is listed as a conflict" }
  }

  /// What is wrong with another run, which has nothing new before it.
  func complaints(aboutRepeated result: ProgramResult) -> [String] {
    let mayConflict = !round.conflicts.union(round.possibleConflicts).isEmpty
    guard result.status == 0 || mayConflict && result.status == 3,
      let fields = try? Fields(result)
    else { return ["another run: exit \(result.status), \(result.errorOutput)"] }
    let reported = Set(fields.conflicts.map(\.path) + fields.findings.compactMap(\.path))
    let changed = fields.files.map(\.path).joined(separator: ", ")
    return (fields.outcome == "unchanged" ? [] : ["another run \(fields.outcome): \(changed)"])
      + round.conflicts.subtracting(reported).sorted().map {
        "another run forgets the conflict in \($0)"
      }
  }
}
