internal import Git
internal import Rewriter

/// One file as the three sides of a merge have it.
struct FileMerge {
  /// For errors; `.yaml`, `.yml` and `.json` are merged as such.
  var path: String
  /// Nil where both sides added the file.
  var base: [UInt8]?
  var ours: [UInt8]
  var theirs: [UInt8]
  /// Makes of a text of the base what theirs would have if only values had changed.
  var changingValues: ([UInt8]) -> [UInt8]
  /// What a conflict leaves in the file; `fail` keeps our side, and the caller stops.
  var style: BotConfiguration.ConflictPolicy
  /// Whether all of the file is secret, as one that a kustomization puts into a Secret; asked only for a
  /// file with a conflict.
  var isSecret: () -> Bool = { false }

  /// What changed from the base to theirs, done to ours.
  ///
  /// - Throws: BotError when libgit2 cannot compare the texts.
  func merged() throws(BotError) -> MergedFile {
    if let merged = mergedWhole { return merged }
    var merge = try git("merging \(path)") { () throws(GitError) in try TextMerge(opened) }
    merge.mendStructure()
    merge.settleScalars()
    var file = merge.file(marked: style == .markers)
    if let emptied = EmptiedKustomization(file.bytes, at: path) { file.bytes = emptied.closed }
    return file
  }

  /// The merge of the file as a whole; nil where its text has to be merged.
  var mergedWhole: MergedFile? {
    if ours == theirs || base == theirs { return MergedFile(bytes: ours) }
    if base == ours { return MergedFile(bytes: theirs) }
    let isText = [base ?? [], ours, theirs].allSatisfy { bytes in
      bytes.withUnsafeBytes { RuleSet.skipReason(for: $0) } == nil
    }
    return isText ? nil : MergedFile(bytes: ours, conflicts: [.wholeFile])
  }
}

/// What the merge of one file gave.
struct MergedFile: Equatable {
  var bytes: [UInt8]
  /// What both sides changed, in the order of the file; `bytes` holds our side of each.
  var conflicts: [TextConflict] = []
}

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
