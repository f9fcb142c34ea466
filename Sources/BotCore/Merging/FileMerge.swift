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
    var merge = try git("merging \(path)") { () throws(GitError) in try TextMerge(self) }
    merge.mendStructure()
    merge.settleScalars()
    return merge.file(marked: style == .markers)
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
