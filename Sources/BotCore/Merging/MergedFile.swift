/// What the merge of one file gave.
struct MergedFile: Equatable {
  var bytes: [UInt8]
  /// What both sides changed, in the order of the file; `bytes` holds our side of each.
  var conflicts: [TextConflict] = []
}
