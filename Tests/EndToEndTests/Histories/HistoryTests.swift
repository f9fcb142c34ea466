import Foundation
import Testing

@Suite struct HistoryTests {
  /// Seeds in parts that run side by side, or those that `HISTORY_SEED` names, as `17` or `201-400`.
  static let parts: [[UInt64]] = {
    let named = (ProcessInfo.processInfo.environment["HISTORY_SEED"] ?? "")
      .split(separator: "-").compactMap { UInt64($0) }
    let seeds = Array(
      named.first.map { $0...max($0, named.last ?? $0) } ?? History.seeds)
    return stride(from: 0, to: seeds.count, by: 20).map {
      Array(seeds[$0..<min($0 + 20, seeds.count)])
    }
  }()

  @Test(
    "whatever owner, cluster and template do, no edit is lost and no change stays away",
    arguments: parts)
  func histories(_ seeds: [UInt64]) async throws {
    var tally = HistoryTally()
    for seed in seeds {
      var player = try await HistoryPlayer(seed: seed)
      if let report = try await player.play() { Issue.record("\(report)") }
      tally += player.tally
    }
    print("histories \(seeds[0])–\(seeds[seeds.count - 1]): \(tally.summary)")
  }

  @Test("the histories hold what goes wrong in practice: adjacent edits, renames, scope changes")
  func quotas() {
    var counts: [Operation.Kind: Int] = [:]
    var (renames, rounds, conflicts) = (0, 0, 0)
    for seed in History.seeds {
      let history = History(seed: seed, templateURL: History.hasTemplate(seed) ? "url" : nil)
      rounds += history.rounds.count - 1
      for operation in history.operations { counts[operation.kind, default: 0] += 1 }
      if history.operations.contains(where: \.kind.isRename) { renames += 1 }
      conflicts += history.operations.count { $0.outcome == .conflict }
    }
    #expect(History.seeds.count == 300)
    #expect(rounds >= 900)
    #expect(counts[.adjacentEdit, default: 0] >= 200)
    #expect(counts[.excluded, default: 0] + counts[.included, default: 0] >= 100)
    #expect(conflicts >= 20)
    #expect((75...280).contains(renames))
    for kind in Operation.Kind.allCases where !kind.isTemplates || History.hasTemplateReleases {
      #expect(counts[kind, default: 0] >= 15, "\(kind)")
    }
  }
}
