internal import Flux
internal import Rewriter

/// What became of one file of the template, and everything a report says of it.
struct RenderedFile: Sendable {
  /// The new bytes; nil where they stay.
  var bytes: [UInt8]?
  /// What was replaced, in the order of the text.
  var edits: [Rendering.PlacedEdit] = []
  var skipped: SkipReason?
  var unproven: Rendering.Unproven?
  var encoded: [Rendering.Encoded] = []
  /// The rules for fields, by index, whose field the file has.
  var foundFields: Set<Int> = []
  var problems: [ConfigurationError.Problem] = []
  /// Why a field cannot be set.
  var error: BotError?
  /// What the template's bytes tell; nil for a file that is no manifest.
  var before: FileContent?
  /// What the new bytes tell.
  var after: FileContent?
}
