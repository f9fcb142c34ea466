extension RewritePlan {
  /// Whether the edits are such that reading the rewritten file could bring nothing new.
  ///
  /// It is so when every changed scalar stands on one line exactly as its text, before and after,
  /// in the same style, and every other edit lies in a comment. For then the scanner, which
  /// decides character by character, meets the same tokens, one scalar with another text:
  /// - a plain text passes `PlainScalar.isPlain`, so it starts, goes on and ends as one plain
  ///   scalar wherever one stood, and what follows it is the unchanged byte that ended it before;
  /// - a quoted text has no quote, no escape and no line break, so its closing quote is the old one;
  /// - columns matter only for what starts a block collection, and on a line of a block nothing
  ///   starts one behind a value;
  /// - keys, which could become too long or equal to another, are left to the full proof, and so
  ///   are block scalars: also for comments, since where a block ends is found by its indentation.
  var isSurelyRight: Bool {
    guard changed.allSatisfy(isVerbatim) else { return false }
    return comments.isEmpty
      || before.scalars.allSatisfy { scalar in
        let isLost = scalar.extent == nil && !scalar.text.isEmpty
        return !isLost && !scalar.style.isBlock
      }
  }

  private func isVerbatim(_ target: Target) -> Bool {
    guard !target.isKey, let extent = target.scalar.extent, !target.proposed.isEmpty,
      before.bytes.has(target.scalar.text, at: extent.inner.lowerBound),
      extent.inner.count == target.scalar.text.utf8.count, isWritable(target)
    else { return false }
    let shifted = target.proposed.map { edit in
      let lower = edit.range.lowerBound - extent.inner.lowerBound
      return ByteEdit(range: lower..<lower + edit.range.count, replacement: edit.replacement)
    }
    return Array(target.scalar.text.utf8).applying(shifted) == Array(target.text.utf8)
  }

  /// Whether the text stands in the file as it is, without quotes gained or escapes.
  private func isWritable(_ target: Target) -> Bool {
    let text = target.text
    switch target.scalar.style {
    case .plain:
      return PlainScalar.isPlain(text, inFlow: target.inFlow)
        && PlainScalar.keeps(target.scalar.text, as: text)
    case .single: return text.isPrintable && !text.utf8.contains(.apostrophe)
    case .double:
      return text.isPrintable && !text.utf8.contains { $0 == .quote || $0 == .backslash }
    case .literal, .folded: return false
    }
  }
}
