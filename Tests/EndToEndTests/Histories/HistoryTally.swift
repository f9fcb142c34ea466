import TestSupport

/// How much was compared, and what was not held against the program.
struct HistoryTally {
  /// Why a difference is none that counts.
  enum Reason: String, CaseIterable {
    case orderOfRules = "the order of rules that a release changed"
    case emptyList = "a list without entries, written as kustomize takes it"
    case orderOfLists = "the order of a kustomization's entries, where git merge-file has another"
    case earlierConflict = "a conflict of an earlier round that nobody resolved"
  }

  /// Runs of the bot that were judged, or led to one that was.
  var syncs = 0

  /// Files whose content, mode and presence was compared after a sync.
  var files = 0

  /// Files that both sides changed and `git merge-file` merged as well.
  var references = 0

  private(set) var exempt: [Reason: Int] = [:]

  mutating func exempt(_ reason: Reason, _ count: Int = 1) { exempt[reason, default: 0] += count }

  /// Counts what a judge who had no complaint compared.
  mutating func count(_ judge: Judge, _ result: ProgramResult) {
    files += judge.actual.count
    for (_, reason) in judge.tolerated { exempt(reason) }
    let listed = Set(((try? Fields(result))?.conflicts ?? []).map(\.path))
    exempt(.earlierConflict, listed.subtracting(judge.round.conflicts).count)
  }

  static func += (left: inout HistoryTally, right: HistoryTally) {
    left.syncs += right.syncs
    left.files += right.files
    left.references += right.references
    left.exempt.merge(right.exempt, uniquingKeysWith: +)
  }

  /// One line for people.
  var summary: String {
    let reasons = Reason.allCases.compactMap { reason in
      exempt[reason].flatMap { $0 == 0 ? nil : "\($0) \(reason.rawValue)" }
    }
    return "\(syncs) syncs, \(files) files, \(references) references; exempt: "
      + (reasons.isEmpty ? "none" : reasons.joined(separator: ", "))
  }
}
