/// The edits that turn a YAML file into its rewritten form, and the check that they do.
struct RewritePlan {
  /// One scalar of the file, in the order of the text.
  struct Target {
    let position: TextPosition
    /// The offset of its text, behind anchor and tag.
    let textStart: Int
    let inFlow: Bool
    /// Whether it is a key or a part of one.
    let isKey: Bool
    let scalar: YAMLNode.Scalar
    /// What the scalar's text has to become.
    let text: String
    let isChanged: Bool
    /// The proposed edits within it.
    var proposed: [ByteEdit] = []

    init(_ node: YAMLNode, _ scalar: YAMLNode.Scalar, isKey: Bool, text: String) {
      position = node.position
      textStart = node.textStart
      inFlow = node.inFlow
      self.isKey = isKey
      self.scalar = scalar
      self.text = text
      isChanged = !scalar.text.isSameText(as: text)
    }
  }

  let before: YAMLStream
  private let newline: String
  private(set) var targets: [Target] = []
  /// The indexes of those whose text changes, which are few.
  private(set) var changed: [Int] = []
  private(set) var comments: [ByteEdit] = []
  /// The end of the line of the last edit in a comment.
  private var commentEnd = 0
  private(set) var edits: [ByteEdit] = []
  private(set) var result: [UInt8] = []
  /// A reason why no edits can do it.
  private(set) var failure: StructureDifference?

  init(_ before: YAMLStream, edits: [ByteEdit], rewrite: (String) -> String) {
    self.before = before
    newline = before.bytes.lineEnd
    for document in before.documents { collect(document, isKey: false, rewrite) }
    if let lost = changed.first(where: { targets[$0].scalar.extent == nil }) ?? firstOverlapping {
      failure = .init(
        position: targets[lost].position, reason: "the text of this scalar cannot be found again")
      return
    }
    assign(edits)
    apply(wholly: [])
  }

  /// A scalar whose text seems to reach into that of a changed one: a block ends elsewhere where YAML's
  /// rarer line breaks (NEL, LS, PS) stand in it.
  private var firstOverlapping: Int? {
    var (end, isLastChanged) = (0, false)
    for index in targets.indices {
      guard let extent = targets[index].scalar.extent else { continue }
      let isChanged = targets[index].isChanged
      if extent.outer.lowerBound < end, isChanged || isLastChanged { return index }
      end = max(end, extent.outer.upperBound)
      isLastChanged = isChanged
    }
    return nil
  }

  /// Where the rewritten file differs from what it has to be; nothing proves it.
  func difference() -> StructureDifference? {
    let after: YAMLStream
    do throws(ParseError) {
      after = try YAMLStream(result)
    } catch {
      let place = changed.first.map { targets[$0].position } ?? error.position
      return .init(
        position: place, reason: "after rewriting the file would be no YAML: \(error.message)")
    }
    var comparison = StructureComparison(texts: targets.map(\.text))
    return comparison.compare(before.documents, after.documents)
  }

  /// Plans to write anew the scalars that differ, or every changed one where the structure does.
  ///
  /// - Returns: false when that is the plan already.
  mutating func rewriteWholeScalars(after difference: StructureDifference) -> Bool {
    let earlier = edits
    apply(wholly: difference.scalars.isEmpty ? Set(targets.indices) : difference.scalars)
    return edits != earlier
  }
}

extension RewritePlan {
  private mutating func collect(_ node: YAMLNode, isKey: Bool, _ rewrite: (String) -> String) {
    switch node.kind {
    case .scalar(let scalar):
      let text = rewrite(scalar.text)
      let target = Target(node, scalar, isKey: isKey, text: text)
      if target.isChanged { changed.append(targets.count) }
      targets.append(target)
    case .list(let elements):
      for element in elements { collect(element, isKey: isKey, rewrite) }
    case .map(let members):
      for index in members.indices {
        collect(members[index].key, isKey: true, rewrite)
        collect(members[index].value, isKey: isKey, rewrite)
      }
    case .alias: break
    }
  }

  /// Gives each proposed edit to the scalar that holds it, or to the comments.
  private mutating func assign(_ edits: [ByteEdit]) {
    var next = 0
    var gapStart = 0
    var end = 0
    for edit in edits
    where edit.range.lowerBound >= end && edit.range.upperBound <= before.bytes.count {
      end = edit.range.upperBound
      while next < targets.count, isBehind(targets[next], edit) {
        gapStart = targets[next].scalar.extent?.outer.upperBound ?? gapStart
        next += 1
      }
      if next < targets.count, let extent = targets[next].scalar.extent,
        extent.outer.lowerBound < edit.range.upperBound
      {
        let isWithin =
          extent.inner.lowerBound <= edit.range.lowerBound
          && edit.range.upperBound <= extent.inner.upperBound
        if isWithin {
          targets[next].proposed.append(edit)
        } else if extent.inner.lowerBound >= edit.range.upperBound,
          targets[next].scalar.style.isBlock
        {
          assignToComment(edit, from: extent.outer.lowerBound)
        }
      } else {
        assignToComment(edit, from: gapStart)
      }
    }
  }

  /// Whether the scalar ends before the edit starts; scalars without text do not hold edits.
  private func isBehind(_ target: Target, _ edit: ByteEdit) -> Bool {
    guard let extent = target.scalar.extent else {
      return target.textStart <= edit.range.lowerBound
    }
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
    for index in changed {
      let target = targets[index]
      let writer = ScalarWriter(target.scalar, newline: newline)
      if whole.contains(index) {
        all.append(writer.edit(to: target.text))
      } else {
        all += writer.edits(target.proposed, to: target.text, inFlow: target.inFlow)
      }
    }
    edits = all.sorted { $0.range.lowerBound < $1.range.lowerBound }
    result = before.bytes.applying(edits)
  }
}
