/// The edits that turn a YAML file into its rewritten form, and the check that they do.
struct RewritePlan {
  /// A scalar whose text changes.
  struct Target {
    /// Its place among the scalars of the file.
    let index: Int
    let scalar: YAMLNode.Scalar
    let inFlow: Bool
    /// Whether it is a key or a part of one.
    let isKey: Bool
    /// What the scalar's text has to become.
    let text: String
    /// The proposed edits within it.
    var proposed: [ByteEdit] = []

    init(_ index: Int, in outline: YAMLOutline, text: String) {
      let scalar = outline.scalars[index]
      self.index = index
      self.scalar = YAMLNode.Scalar(
        text: outline.text(scalar), style: scalar.style, extent: scalar.extent)
      inFlow = scalar.inFlow
      isKey = scalar.isKey
      self.text = text
    }
  }

  let before: YAMLOutline
  private let newline: String
  /// Those of the scalars whose text changes, which are few, in their order.
  private(set) var changed: [Target] = []
  private(set) var comments: [ByteEdit] = []
  /// The end of the line of the last edit in a comment.
  private var commentEnd = 0
  private(set) var edits: [ByteEdit] = []
  private(set) var result: [UInt8] = []
  /// A reason why no edits can do it.
  private(set) var failure: StructureDifference?

  /// Plans for scalars to become what `rewrite` makes of their texts, which is nil where they stay.
  init(
    _ before: YAMLOutline, edits: [ByteEdit], rewrite: (UnsafeRawBufferPointer) -> String?
  ) {
    self.before = before
    newline = before.bytes.lineEnd
    before.texts.withUnsafeBytes { texts in
      for (index, scalar) in before.scalars.enumerated() {
        guard let text = rewrite(UnsafeRawBufferPointer(rebasing: texts[scalar.text])) else {
          continue
        }
        let target = Target(index, in: before, text: text)
        if !target.scalar.text.isSameText(as: text) { changed.append(target) }
      }
    }
    let lost = changed.first { $0.scalar.extent == nil }?.index
    if let lost = lost ?? firstOverlapping {
      failure = .init(
        position: before.position(ofScalar: lost),
        reason: "the text of this scalar cannot be found again")
      return
    }
    assign(edits)
    apply(wholly: [])
  }

  /// A scalar whose text seems to reach into that of a changed one: a block ends elsewhere where YAML's
  /// rarer line breaks (NEL, LS, PS) stand in it.
  private var firstOverlapping: Int? {
    var (end, isLastChanged) = (0, false)
    var next = 0
    for (index, scalar) in before.scalars.enumerated() {
      let isChanged = next < changed.count && changed[next].index == index
      if isChanged { next += 1 }
      guard let extent = scalar.extent else { continue }
      if extent.outer.lowerBound < end, isChanged || isLastChanged { return index }
      end = max(end, extent.outer.upperBound)
      isLastChanged = isChanged
    }
    return nil
  }

  /// Where the rewritten file differs from what it has to be; nothing proves it.
  func difference() -> StructureDifference? {
    let after: YAMLOutline
    do throws(ParseError) {
      after = try YAMLOutline(result)
    } catch {
      let place = changed.first.map { before.position(ofScalar: $0.index) } ?? error.position
      return .init(
        position: place, reason: "after rewriting the file would be no YAML: \(error.message)")
    }
    let texts = Dictionary(uniqueKeysWithValues: changed.map { ($0.index, $0.text) })
    var comparison = StructureComparison(before, after, texts: texts)
    return comparison.difference()
  }

  /// Plans to write anew the scalars that differ, or every changed one where the structure does.
  ///
  /// - Returns: false when that is the plan already.
  mutating func rewriteWholeScalars(after difference: StructureDifference) -> Bool {
    let earlier = edits
    apply(wholly: difference.scalars.isEmpty ? Set(changed.map(\.index)) : difference.scalars)
    return edits != earlier
  }
}

extension RewritePlan {
  /// Gives each proposed edit to the changed scalar that holds it, or to the comments.
  private mutating func assign(_ edits: [ByteEdit]) {
    let scalars = before.scalars
    var (next, nextChanged) = (0, 0)
    var gapStart = 0
    var end = 0
    for edit in edits
    where edit.range.lowerBound >= end && edit.range.upperBound <= before.bytes.count {
      end = edit.range.upperBound
      while next < scalars.count, isBehind(scalars[next], edit) {
        gapStart = scalars[next].extent?.outer.upperBound ?? gapStart
        next += 1
      }
      while nextChanged < changed.count, changed[nextChanged].index < next { nextChanged += 1 }
      guard next < scalars.count, let extent = scalars[next].extent,
        extent.outer.lowerBound < edit.range.upperBound
      else {
        assignToComment(edit, from: gapStart)
        continue
      }
      let isWithin =
        extent.inner.lowerBound <= edit.range.lowerBound
        && edit.range.upperBound <= extent.inner.upperBound
      if isWithin {
        let isChanged = nextChanged < changed.count && changed[nextChanged].index == next
        if isChanged { changed[nextChanged].proposed.append(edit) }
      } else if extent.inner.lowerBound >= edit.range.upperBound, scalars[next].style.isBlock {
        assignToComment(edit, from: extent.outer.lowerBound)
      }
    }
  }

  /// Whether the scalar ends before the edit starts; scalars without text do not hold edits.
  private func isBehind(_ scalar: YAMLOutline.Scalar, _ edit: ByteEdit) -> Bool {
    guard let extent = scalar.extent else { return scalar.textStart <= edit.range.lowerBound }
    return extent.outer.upperBound <= edit.range.lowerBound
  }

  /// Keeps the edit if it stands in a comment, between which and `start` there is no scalar, and
  /// its replacement is fit for one.
  private mutating func assignToComment(_ edit: ByteEdit, from start: Int) {
    let bytes = before.bytes
    guard !bytes[edit.range].contains(where: \.isLineBreak),
      let text = String(validating: edit.replacement, as: UTF8.self),
      text.unicodeScalars.allSatisfy({ $0.isPrintable || $0 == "\t" })
    else { return }
    let lower = edit.range.lowerBound
    if edit.range.upperBound > commentEnd {
      let line = (bytes[start..<lower].lastIndex(where: \.isLineBreak) ?? start - 1) + 1
      let isComment = (line..<lower).contains { index in
        bytes[index] == .hash && (index == 0 || bytes[index - 1].isJSONSpace)
      }
      guard isComment else { return }
      commentEnd = bytes.lineEnd(of: lower)
    }
    comments.append(edit)
  }

  /// Plans the edits: whole scalars for those numbered, else the smallest that may do.
  private mutating func apply(wholly whole: Set<Int>) {
    var all = comments
    for target in changed {
      let writer = ScalarWriter(target.scalar, newline: newline)
      if whole.contains(target.index) {
        all.append(writer.edit(to: target.text))
      } else {
        all += writer.edits(target.proposed, to: target.text, inFlow: target.inFlow)
      }
    }
    edits = all.sorted { $0.range.lowerBound < $1.range.lowerBound }
    result = before.bytes.applying(edits)
  }
}

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
