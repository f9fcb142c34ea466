import YAML

/// The setting of one scalar of a YAML file.
struct ScalarSetting {
  /// Where the scalar starts.
  let start: Int
  /// What it is to be.
  let wanted: YAMLNode.Scalar
  let edit: ByteEdit

  /// Prepares to set `node` to `wanted`.
  ///
  /// It is written as the changed version has it where our side had written it as the base did, and
  /// in its own style otherwise. Nil where its place is not known.
  init?(
    _ node: YAMLNode, to wanted: YAMLNode.Scalar, as change: ScalarChange,
    from changed: YAMLStream, in ours: YAMLStream
  ) {
    guard let scalar = node.scalar, let extent = scalar.extent else { return nil }
    start = node.textStart
    self.wanted = wanted
    let written = change.new.extent.map { changed.bytes[$0.outer] } ?? []
    let isVerbatim =
      wanted.hasValue(of: change.new) && !written.isEmpty && !written.contains(where: \.isLineBreak)
      && change.newInFlow == node.inFlow
      && (scalar.style == change.old.style || wanted.valueKind != .string)
    if isVerbatim {
      edit = ByteEdit(range: extent.outer, replacement: Array(written))
    } else if wanted.valueKind != .string
      || (scalar.style == .plain && PlainScalar.isString(wanted.text, inFlow: node.inFlow))
    {
      edit = ByteEdit(range: extent.outer, replacement: Array(wanted.text.utf8))
    } else {
      edit = ScalarWriter(scalar, newline: ours.bytes.lineEnd).edit(to: wanted.text)
    }
  }

  /// Whether the edits change those scalars to what they are to be, and nothing else.
  static func isProven(_ settings: [ScalarSetting], in stream: YAMLStream) -> Bool {
    if settings.isEmpty { return true }
    guard let after = try? YAMLStream(stream.bytes.applying(settings.map(\.edit))) else {
      return false
    }
    let wanted = Dictionary(settings.map { ($0.start, $0.wanted) }) { first, _ in first }
    guard wanted.count == settings.count, after.documents.count == stream.documents.count else {
      return false
    }
    return zip(stream.documents, after.documents).allSatisfy { $0.isSame(as: $1, but: wanted) }
  }
}

extension YAMLNode {
  /// Whether `other` is the same, with the scalars that start at the given offsets here replaced.
  fileprivate func isSame(as other: YAMLNode, but wanted: [Int: Scalar]) -> Bool {
    guard tag == other.tag, anchor == other.anchor else { return false }
    switch (kind, other.kind) {
    case (.scalar(let old), .scalar(let new)):
      if let target = wanted[textStart] { return new.hasValue(of: target) }
      return old.text.isSameText(as: new.text) && old.style == new.style
    case (.alias(let left), .alias(let right)): return left == right
    case (.list(let left), .list(let right)):
      return left.elementsEqual(right) { $0.isSame(as: $1, but: wanted) }
    case (.map(let left), .map(let right)):
      return left.elementsEqual(right) {
        $0.key.isSame(as: $1.key, but: wanted) && $0.value.isSame(as: $1.value, but: wanted)
      }
    default: return false
    }
  }
}
