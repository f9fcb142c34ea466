/// What somebody does between a first run of the bot and a second one, which is judged.
enum Interruption: Sendable {
  /// The base branch had a file that it does not have any more: its last commit was amended or dropped.
  case rewritten(leak: String, isAmended: Bool)
  /// Somebody commits a file to the proposal, and the values that the owner committed come only then.
  case people(path: String, blob: ModelRepository.Blob)
}
