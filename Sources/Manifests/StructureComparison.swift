/// Compares documents before and after rewriting, part by part.
struct StructureComparison {
  /// What the scalars have to be afterwards, in the order of the text.
  private let texts: [String]
  private var index = 0
  /// The first wrong scalar; the walk goes on behind it to find the others.
  private var wrongText: StructureDifference?

  init(texts: [String]) {
    self.texts = texts
  }

  /// The first difference, or nil where there is none; wrong texts count after wrong structure.
  mutating func compare(_ before: [YAMLNode], _ after: [YAMLNode]) -> StructureDifference? {
    guard before.count == after.count else {
      return .init(
        position: before.first?.position ?? TextPosition(line: 1, column: 1),
        reason: "the file would have \(after.count) documents instead of \(before.count)")
    }
    for (before, after) in zip(before, after) {
      if let difference = compare(before, after) { return difference }
    }
    return wrongText
  }

  private mutating func compare(_ before: YAMLNode, _ after: YAMLNode) -> StructureDifference? {
    guard before.tag == after.tag, before.anchor == after.anchor else {
      return .init(position: before.position, reason: "its tag or anchor would change")
    }
    let structure = StructureDifference(
      position: before.position, reason: "the structure of the document would change here")
    switch (before.kind, after.kind) {
    case (.scalar(let old), .scalar(let new)): return compare(old, new, at: before.position)
    case (.alias(let old), .alias(let new)): return old == new ? nil : structure
    case (.list(let old), .list(let new)):
      return old.count == new.count ? compareParts(old, new) : structure
    case (.map(let old), .map(let new)):
      guard old.count == new.count else { return structure }
      return compareParts(old.flatMap { [$0.key, $0.value] }, new.flatMap { [$0.key, $0.value] })
    default: return structure
    }
  }

  private mutating func compareParts(
    _ before: [YAMLNode], _ after: [YAMLNode]
  ) -> StructureDifference? {
    for (before, after) in zip(before, after) {
      if let difference = compare(before, after) { return difference }
    }
    return nil
  }

  private mutating func compare(
    _ old: YAMLNode.Scalar, _ new: YAMLNode.Scalar, at position: TextPosition
  ) -> StructureDifference? {
    let text = texts[index]
    index += 1
    guard new.text.isSameText(as: text) else {
      wrong(at: position, "this \(old.style) scalar cannot hold \(text.jsonQuoted.shortened)")
      return nil
    }
    if old.style != new.style, !new.style.isQuoted || old.style.isBlock {
      wrong(at: position, "the style of this scalar would change")
    }
    return nil
  }

  private mutating func wrong(at position: TextPosition, _ reason: String) {
    var difference = wrongText ?? StructureDifference(position: position, reason: reason)
    difference.scalars.insert(index - 1)
    wrongText = difference
  }
}

extension String {
  /// At most 80 characters of this text, for a message.
  fileprivate var shortened: String { count > 80 ? prefix(79) + "…" : self }
}
