/// A part of a file that both sides of a merge changed.
struct TextConflict: Hashable, Sendable {
  /// Counted from 1, in the merged bytes; nil where the whole file was not merged.
  var line: Int?
  /// The keys that lead to the value in a generated ConfigMap; nil for text.
  var key: [String]?
  /// What both started from; nil where there was nothing, and where the text is not to be shown.
  var base: String?
  /// What our side has; nil where the text is not to be shown.
  var ours: String?
  /// What their side has in its place; nil where the text is not to be shown.
  var theirs: String?

  /// The conflict over a file that is merged as a whole, whose content is shown nowhere.
  static let wholeFile = TextConflict()

  /// The longest text of one side, in characters.
  static let longestText = 2_000

  init(line: Int? = nil, base: String? = nil, ours: String? = nil, theirs: String? = nil) {
    self.line = line
    self.base = base.map(TextConflict.bounded)
    self.ours = ours.map(TextConflict.bounded)
    self.theirs = theirs.map(TextConflict.bounded)
  }

  private static func bounded(_ text: String) -> String {
    text.count > longestText ? text.prefix(longestText - 1) + "…" : text
  }
}
