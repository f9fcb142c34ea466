/// A scalar that one version of a YAML file has otherwise than another.
struct ScalarChange {
  /// Where it stands, from the file on.
  let path: [ScalarStep]
  let old: YAMLNode.Scalar
  let new: YAMLNode.Scalar
  /// Whether the new one stands between brackets or braces.
  let newInFlow: Bool

  /// The changes between two versions of a file, in the order of the text; nil where they differ in
  /// more than their scalars, comments and layout.
  static func all(from old: YAMLStream, to new: YAMLStream) -> [ScalarChange]? {
    var comparison = Comparison()
    return comparison.compareItems(old.documents, new.documents) ? comparison.changes : nil
  }

  /// The key of the map that holds the scalar; nil for an item of a list.
  var key: String? {
    if case .key(let key) = path.last { key } else { nil }
  }
}

/// Walks through two versions of a file side by side.
private struct Comparison {
  var changes: [ScalarChange] = []
  private var path: [ScalarStep] = []

  mutating func compareItems(_ old: [YAMLNode], _ new: [YAMLNode]) -> Bool {
    guard old.count == new.count else { return false }
    let names = old.names
    let others = names == nil ? nil : new.byName
    for (index, item) in old.enumerated() {
      guard let names else {
        guard compare(item, new[index], at: .index(index, count: old.count)) else { return false }
        continue
      }
      // Where a name changed, it cannot be told which item is which.
      guard let other = others?[names[index]], compare(item, other, at: .name(names[index])) else {
        return false
      }
    }
    return true
  }

  private mutating func compare(_ old: YAMLNode, _ new: YAMLNode, at step: ScalarStep) -> Bool {
    path.append(step)
    defer { path.removeLast() }
    guard old.tag == new.tag, old.anchor == new.anchor else { return false }
    switch (old.kind, new.kind) {
    case (.alias(let left), .alias(let right)): return left == right
    case (.list(let left), .list(let right)): return compareItems(left, right)
    case (.map(let left), .map(let right)): return compareMembers(left, right, of: new)
    case (.scalar(let left), .scalar(let right)):
      if left.hasValue(of: right) { return true }
      changes.append(
        ScalarChange(path: path, old: left, new: right, newInFlow: new.inFlow))
      return true
    default: return false
    }
  }

  private mutating func compareMembers(
    _ old: [(key: YAMLNode, value: YAMLNode)], _ new: [(key: YAMLNode, value: YAMLNode)],
    of map: YAMLNode
  ) -> Bool {
    guard old.count == new.count else { return false }
    // Most keys are where they were.
    var byKey: [[UInt8]: YAMLNode]?
    for (old, new) in zip(old, new) {
      guard let key = old.key.scalar?.text else { return false }
      var other: YAMLNode? = new.value
      if new.key.scalar?.text.isSameText(as: key) != true {
        let values = byKey ?? map.byKey
        byKey = values
        other = values[Array(key.utf8)]
      }
      guard let other, compare(old.value, other, at: .key(key)) else { return false }
    }
    return true
  }
}

extension YAMLNode.Scalar {
  /// What kind of value the scalar is; every text in quotes or in a block is a string.
  var valueKind: PlainScalar.Kind { style == .plain ? PlainScalar.kind(of: text) : .string }

  /// Whether both stand for the same value, however it is written.
  func hasValue(of other: YAMLNode.Scalar) -> Bool {
    text.isSameText(as: other.text) && valueKind == other.valueKind
  }
}
