/// Rewrites the scalars of a YAML file and proves that nothing else has changed.
///
/// The proof reads the file before and after, the latter only where the edits do not prove
/// themselves (see `RewritePlan.isSurelyRight`). Both must have the same documents, the same maps and
/// lists with as many parts, the same tags, anchors and aliases, and the same scalar styles, except
/// that a scalar may have gained quotes; and each scalar must be the rewritten one. Bytes outside
/// scalars are not touched, except in comments.
public enum StructureProof {
  /// What became of a file.
  public enum Outcome: Hashable, Sendable {
    /// The file is no YAML that can be read (see `ParseError`), so that nothing can be proven; the
    /// caller may rewrite its bytes, and says so.
    case notYAML(ParseError)
    /// The rewritten file, and the edits that lead to it from the bytes given: sorted, not
    /// overlapping, and not always the proposed ones.
    case rewritten([UInt8], edits: [ByteEdit])
    /// The scalar at `position` cannot hold its rewritten text, or the structure would change.
    case failed(position: TextPosition, reason: String)
  }

  /// Applies `edits` to `bytes` so that every scalar becomes what `rewrite` makes of its text.
  ///
  /// An edit within a scalar is written as the scalar's style needs it; where that does not give
  /// the rewritten text, the whole scalar is written anew. A plain scalar whose text would become
  /// another kind of value, or more than a scalar, gets quotes. Edits of anchors, aliases, tags and
  /// directives are left out: names of anchors stay.
  ///
  /// - Parameters:
  ///   - bytes: the file as it is.
  ///   - edits: the proposed edits, sorted and not overlapping; others are left out.
  ///   - rewrite: what the text of a scalar, UTF-8 with quotes, escapes and folds resolved,
  ///     becomes; nil where it stays.
  /// - Returns: what became of the file.
  public static func rewriting(
    _ bytes: [UInt8], edits: [ByteEdit], with rewrite: (UnsafeRawBufferPointer) -> String?
  ) -> Outcome {
    let before: YAMLOutline
    do throws(ParseError) {
      before = try YAMLOutline(bytes)
    } catch {
      return .notYAML(error)
    }
    var plan = RewritePlan(before, edits: edits, rewrite: rewrite)
    if let failure = plan.failure { return failure.outcome }
    if plan.isSurelyRight { return .rewritten(plan.result, edits: plan.edits) }
    var difference = plan.difference()
    if let found = difference, plan.rewriteWholeScalars(after: found) {
      difference = plan.difference()
    }
    if let difference { return difference.outcome }
    return .rewritten(plan.result, edits: plan.edits)
  }
}
