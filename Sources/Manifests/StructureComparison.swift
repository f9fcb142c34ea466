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
