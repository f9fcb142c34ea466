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

/// Compares a file before and after rewriting, node by node.
struct StructureComparison {
  private let before: YAMLOutline
  private let after: YAMLOutline
  /// What the scalars that change have to be afterwards, by their place.
  private let texts: [Int: String]
  /// The first wrong scalar; the comparison goes on behind it to find the others.
  private var wrongText: StructureDifference?

  init(_ before: YAMLOutline, _ after: YAMLOutline, texts: [Int: String]) {
    self.before = before
    self.after = after
    self.texts = texts
  }

  /// The first difference, or nil where there is none; wrong texts count after wrong structure.
  mutating func difference() -> StructureDifference? {
    guard before.documents == after.documents else {
      return .init(
        position: before.nodes.first?.position ?? TextPosition(line: 1, column: 1),
        reason: "the file would have \(after.documents) documents instead of \(before.documents)")
    }
    // As long as nodes have as many parts, one of a place has the same place in the other file.
    for (old, new) in zip(before.nodes, after.nodes) {
      guard old.fullTag == new.fullTag, old.anchor == new.anchor else {
        return .init(position: old.position, reason: "its tag or anchor would change")
      }
      guard old.kind == new.kind else {
        return .init(
          position: old.position, reason: "the structure of the document would change here")
      }
      if case .scalar(let index) = old.kind { compareScalars(index, at: old.position) }
    }
    return wrongText
  }

  private mutating func compareScalars(_ index: Int, at position: TextPosition) {
    let (old, new) = (before.scalars[index], after.scalars[index])
    let isRight: Bool
    if let text = texts[index] {
      isRight = after.text(new).isSameText(as: text)
    } else {
      isRight = after.texts[new.text] == before.texts[old.text]
    }
    if !isRight {
      // Not the text: it may be a password with a stand-in beside it.
      wrong(index, position, "this \(old.style) scalar cannot hold its new text")
    } else if old.style != new.style, !new.style.isQuoted || old.style.isBlock {
      wrong(index, position, "the style of this scalar would change")
    }
  }

  private mutating func wrong(_ index: Int, _ position: TextPosition, _ reason: String) {
    var difference = wrongText ?? StructureDifference(position: position, reason: reason)
    difference.scalars.insert(index)
    wrongText = difference
  }
}

/// Where a rewritten YAML file is not what it has to be, and in what.
struct StructureDifference: Hashable {
  /// The place in the file before rewriting.
  let position: TextPosition
  let reason: String
  /// The scalars, numbered in the order of the text, whose text alone is wrong.
  var scalars: Set<Int> = []

  /// This difference as the outcome of a proof.
  var outcome: StructureProof.Outcome { .failed(position: position, reason: reason) }
}
