/// What a merge of trees came to.
public struct TreeMerge: Hashable, Sendable {
  /// The merged root folder, stored, without anything unmerged in it.
  public let tree: ObjectID

  /// Where both sides changed the same thing and ours was kept, sorted by path.
  public let conflicts: [MergeConflict]
}
