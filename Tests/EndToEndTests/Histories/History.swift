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
    let count = [4, 4, 4, 5, 6][Int(seed % 5)]
    rounds = (0..<count).map { writer.round($0, seed: seed) }
  }

  /// Whether the history of a seed has an upstream template.
  static func hasTemplate(_ seed: UInt64) -> Bool { hasTemplateReleases && seed % 2 == 0 }

  /// All operations of all rounds.
  var operations: [Operation] { rounds.flatMap(\.operations) }
}
