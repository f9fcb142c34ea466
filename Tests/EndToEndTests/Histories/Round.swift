/// What happens from one run of the bot to the next, and what has to come of it.
struct Round: Sendable {
  /// What was done in this round; empty before the first run.
  var operations: [Operation]

  /// The owner's branch when the bot runs; the generated ConfigMap and the lock are left out.
  var committed: [String: ModelRepository.Blob]

  /// The owner's files by id when the bot runs, with references translated as on the other sides.
  var ours: [Int: [UInt8]]

  /// What the owner sets in the generated values by hand, by dotted key.
  var handSet: [String: String]

  /// The upstream template's manifests when the bot runs.
  var upstream: [String: ModelRepository.Blob]

  /// What the upstream template configures.
  var upstreamConfiguration: ModelRepository.Blob?

  /// Arguments of the run.
  var arguments: [String]

  /// How things have to be after the proposal is merged.
  var after: ModelRepository

  /// Paths that have to be listed as conflicts.
  var conflicts: Set<String>

  /// Paths that may be listed as conflicts.
  var possibleConflicts: Set<String>

  /// How the proposal is merged.
  var merging: Merging

  /// What comes between two runs; nil where the bot runs once.
  var interruption: Interruption?
}
