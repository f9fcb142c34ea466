/// A seeded random history of one repository: the first run, and what came after.
struct History: Sendable {
  /// The seeds that are played.
  static let seeds: ClosedRange<UInt64> = 1...300

  /// The last seed whose history is as it was when these histories were first written.
  static let lastOfFirst: UInt64 = 200

  /// Whether every second history has an upstream template that releases changes.
  static let hasTemplateReleases = true

  let seed: UInt64

  /// The first is the first run; nothing happens before it.
  let rounds: [Round]

  /// Writes a history.
  ///
  /// - Parameters:
  ///   - seed: What it follows from.
  ///   - templateURL: Where the upstream template will be; nil for a history without one.
  init(seed: UInt64, templateURL: String? = nil) {
    self.seed = seed
    var writer = HistoryWriter(seed: seed, templateURL: templateURL)
    // Those that are played on request alone are longer, so that more meets what was done before.
    let count = [4, 4, 4, 5, 6][Int(seed % 5)] + (seed > Self.seeds.upperBound ? 8 : 0)
    rounds = (0..<count).map { writer.round($0, seed: seed) }
  }

  /// Whether the history of a seed has an upstream template.
  static func hasTemplate(_ seed: UInt64) -> Bool { hasTemplateReleases && seed % 2 == 0 }

  /// Whether the bot wires what the cluster of a history applies.
  static func isWired(_ seed: UInt64) -> Bool { seed > lastOfFirst && seed % 5 == 3 }

  /// Whether environments join and leave in a history.
  static func hasEnvironments(_ seed: UInt64) -> Bool { seed > lastOfFirst && seed % 5 == 4 }

  /// All operations of all rounds.
  var operations: [Operation] { rounds.flatMap(\.operations) }
}
